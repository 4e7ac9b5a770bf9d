#include "agent/proxy_record.h"

#include "agent/plain_text.h"
#include "agent/utc_time.h"
#include "registry/dword.h"
#include "registry/utf16_text.h"

#include <stdio.h>
#include <string.h>

enum {
    SECONDS_PER_DAY = 86400,
    NAME_SIZE = PROXY_HOST_SIZE + sizeof "https  65535",
    PATH_SIZE = sizeof PROXIES_KEY + 1 + NAME_SIZE,
    STATUS_MAX = 999,
};

static void record_name(char name[NAME_SIZE], const struct proxy_address *address)
{
    snprintf(name, NAME_SIZE, "%s %s %u", address->ssl ? "https" : "http", address->host,
             (unsigned)address->port);
}

/* What is needed to read a record. */
struct record_reading {
    struct registry_key *key;
    struct registry_value value;
    struct utf16_text text;
    struct byte_buffer utf8;
};

/* What is not of the documented form counts as not there. */
static error_code read_value(struct record_reading *reading, const char *name, uint32_t type)
{
    error_code code = registry_read(reading->key, name, &reading->value);
    if (code == CODE_SUCCESS && reading->value.type != type)
        return CODE_FILE_NOT_FOUND;
    return code;
}

static error_code read_number(struct record_reading *reading, const char *name, uint32_t most,
                              uint32_t *number)
{
    error_code code = read_value(reading, name, VALUE_DWORD);
    if (code != CODE_SUCCESS)
        return code;
    if (reading->value.data.size != DWORD_SIZE || dword_of_bytes(reading->value.data.data) > most)
        return CODE_FILE_NOT_FOUND;
    *number = dword_of_bytes(reading->value.data.data);
    return CODE_SUCCESS;
}

static error_code read_text(struct record_reading *reading, const char *name, char *text,
                            size_t size)
{
    error_code code = read_value(reading, name, VALUE_STRING);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&reading->text, &reading->value, &reading->utf8);
    if (code == CODE_NO_UNICODE_TRANSLATION)
        return CODE_FILE_NOT_FOUND;
    if (code != CODE_SUCCESS)
        return code;
    const char *utf8 = (const char *)reading->utf8.data;
    if (strlen(utf8) >= size)
        return CODE_FILE_NOT_FOUND;
    memcpy(text, utf8, strlen(utf8) + 1);
    return CODE_SUCCESS;
}

static error_code read_outcomes(struct record_reading *reading, struct probe_answer *answer)
{
    char name[32];
    error_code code = read_text(reading, "Outcome", name, sizeof name);
    if (code != CODE_SUCCESS)
        return code;
    int found = 0;
    while (found < PROBE_OUTCOME_COUNT &&
           strcmp(name, probe_outcome_name((enum probe_outcome)found)) != 0)
        found++;
    answer->outcome = (enum probe_outcome)found;
    if (found == PROBE_OUTCOME_COUNT || !probe_answer_is_lasting(answer))
        return CODE_FILE_NOT_FOUND;

    code = read_text(reading, "SignOn", name, sizeof name);
    if (code != CODE_SUCCESS || name[0] == '\0')
        return code;
    for (int i = SIGN_ON_WORKS; i < SIGN_ON_OUTCOME_COUNT; i++) {
        if (strcmp(name, sign_on_outcome_name((enum sign_on_outcome)i)) == 0) {
            answer->sign_on = (enum sign_on_outcome)i;
            return CODE_SUCCESS;
        }
    }
    return CODE_FILE_NOT_FOUND;
}

bool probe_time_is_of_today(const char *time, const char *now)
{
    int64_t then_seconds = 0;
    int64_t now_seconds = 0;
    return utc_time_read(time, &then_seconds) && utc_time_read(now, &now_seconds) &&
           now_seconds >= then_seconds && now_seconds - then_seconds < SECONDS_PER_DAY;
}

error_code proxy_record_read(struct registry *registry, const struct proxy_address *address,
                             const char *now, struct probe_answer *answer)
{
    char name[NAME_SIZE];
    char path[PATH_SIZE];
    struct record_reading reading = {0};
    struct probe_answer read = {.is_kept = true};

    record_name(name, address);
    snprintf(path, sizeof path, PROXIES_KEY "\\%s", name);
    error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &reading.key);
    if (code == CODE_SUCCESS)
        code = read_text(&reading, "Time", read.time, sizeof read.time);
    if (code == CODE_SUCCESS && !probe_time_is_of_today(read.time, now))
        code = CODE_FILE_NOT_FOUND;
    if (code == CODE_SUCCESS)
        code = read_outcomes(&reading, &read);
    if (code == CODE_SUCCESS)
        code = read_number(&reading, "Status", STATUS_MAX, &read.status);
    if (code == CODE_SUCCESS)
        code = read_number(&reading, "Schemes", HTTP_SCHEMES, &read.schemes);
    if (code == CODE_SUCCESS)
        code = read_number(&reading, "CertificateProblems", CERTIFICATE_PROBLEMS,
                           &read.certificate_problems);
    if (code == CODE_SUCCESS)
        code = read_text(&reading, "CertificateName", read.certificate_name,
                         sizeof read.certificate_name);
    /* No answer reads like that. */
    const bool is_odd =
        !text_is_plain(read.certificate_name) ||
        (read.outcome == PROBE_OFFERS_NTLM && (read.schemes & HTTP_SCHEME_NTLM) == 0);
    if (code == CODE_SUCCESS && is_odd)
        code = CODE_FILE_NOT_FOUND;
    if (code == CODE_SUCCESS)
        *answer = read;
    registry_close(reading.key);
    registry_value_done(&reading.value);
    utf16_text_done(&reading.text);
    byte_buffer_done(&reading.utf8);
    return code;
}

/* The time last: a record that is half written counts for nothing. */
static error_code write_record(struct registry_key *key, const struct probe_answer *answer,
                               struct utf16_text *text)
{
    const char *sign_on = sign_on_outcome_name(answer->sign_on);
    error_code code = utf16_text_write(text, key, "Time", "");
    if (code == CODE_SUCCESS)
        code = utf16_text_write(text, key, "Outcome", probe_outcome_name(answer->outcome));
    if (code == CODE_SUCCESS)
        code = utf16_text_write(text, key, "SignOn", sign_on != NULL ? sign_on : "");
    if (code == CODE_SUCCESS)
        code = registry_write_dword(key, "Status", answer->status);
    if (code == CODE_SUCCESS)
        code = registry_write_dword(key, "Schemes", answer->schemes);
    if (code == CODE_SUCCESS)
        code = registry_write_dword(key, "CertificateProblems", answer->certificate_problems);
    if (code == CODE_SUCCESS)
        code = utf16_text_write(text, key, "CertificateName", answer->certificate_name);
    if (code == CODE_SUCCESS)
        code = utf16_text_write(text, key, "Time", answer->time);
    return code;
}

error_code proxy_record_write(struct registry *registry, const struct proxy_address *address,
                              const struct probe_answer *answer)
{
    char name[NAME_SIZE];
    struct registry_key *proxies = NULL;
    struct registry_key *key = NULL;
    struct utf16_text text = {0};

    record_name(name, address);
    error_code code =
        registry_create_volatile(registry, REGISTRY_CURRENT_USER, PROXIES_KEY, &proxies);
    if (code == CODE_SUCCESS)
        code = registry_create_volatile_subkey(proxies, name, &key);
    if (code == CODE_SUCCESS)
        code = write_record(key, answer, &text);
    registry_close(key);
    registry_close(proxies);
    utf16_text_done(&text);
    return code;
}
