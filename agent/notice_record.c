#include "agent/notice_record.h"

#include "agent/utc_time.h"
#include "registry/dword.h"
#include "registry/utf16_text.h"

#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 128, FACTS_SIZE = 8 };

static void record_path(char path[PATH_SIZE], const char *subject)
{
    snprintf(path, PATH_SIZE, NOTICES_KEY "\\%s", subject);
}

/* What is needed to read a record. */
struct record_reading {
    struct registry_key *key;
    struct registry_value value;
    struct utf16_text text;
    struct byte_buffer utf8;
};

/* A value of the record must be there, and of this type. */
static error_code read_value(struct record_reading *reading, const char *name, uint32_t type)
{
    error_code code = registry_read(reading->key, name, &reading->value);
    if (code == CODE_FILE_NOT_FOUND)
        return CODE_INVALID_DATA;
    if (code == CODE_SUCCESS && reading->value.type != type)
        return CODE_INVALID_DATA;
    return code;
}

static error_code read_number(struct record_reading *reading, const char *name, uint32_t *number)
{
    error_code code = read_value(reading, name, VALUE_DWORD);
    if (code != CODE_SUCCESS)
        return code;
    if (reading->value.data.size != DWORD_SIZE)
        return CODE_INVALID_DATA;
    *number = dword_of_bytes(reading->value.data.data);
    return CODE_SUCCESS;
}

static error_code read_facts(struct record_reading *reading, uint64_t *facts)
{
    error_code code = read_value(reading, "Facts", VALUE_BINARY);
    if (code != CODE_SUCCESS)
        return code;
    if (reading->value.data.size != FACTS_SIZE)
        return CODE_INVALID_DATA;
    *facts = 0;
    for (size_t i = FACTS_SIZE; i-- > 0;)
        *facts = *facts << 8 | reading->value.data.data[i];
    return CODE_SUCCESS;
}

static error_code read_time(struct record_reading *reading, char time[TIME_SIZE])
{
    int64_t seconds = 0;
    error_code code = read_value(reading, "Last", VALUE_STRING);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&reading->text, &reading->value, &reading->utf8);
    if (code == CODE_NO_UNICODE_TRANSLATION)
        return CODE_INVALID_DATA;
    if (code != CODE_SUCCESS)
        return code;
    const char *text = (const char *)reading->utf8.data;
    if (text[0] != '\0' && !utc_time_read(text, &seconds))
        return CODE_INVALID_DATA;
    memcpy(time, text, strlen(text) + 1);
    return CODE_SUCCESS;
}

error_code notice_record_read(struct registry *registry, const char *subject,
                              struct notice_record *record)
{
    char path[PATH_SIZE];
    struct record_reading reading = {0};
    struct notice_record read = {0};
    uint32_t dismissed = 0;

    record_path(path, subject);
    error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &reading.key);
    if (code == CODE_SUCCESS)
        code = read_facts(&reading, &read.facts);
    if (code == CODE_SUCCESS)
        code = read_number(&reading, "Count", &read.count);
    if (code == CODE_SUCCESS)
        code = read_number(&reading, "Recent", &read.recent_count);
    if (code == CODE_SUCCESS)
        code = read_time(&reading, read.last);
    if (code == CODE_SUCCESS)
        code = read_number(&reading, "Dismissed", &dismissed);
    if (code == CODE_SUCCESS && dismissed > 1)
        code = CODE_INVALID_DATA;
    if (code == CODE_SUCCESS) {
        read.dismissed = dismissed == 1;
        *record = read;
    }
    registry_close(reading.key);
    registry_value_done(&reading.value);
    utf16_text_done(&reading.text);
    byte_buffer_done(&reading.utf8);
    return code;
}

error_code notice_record_write(struct registry *registry, const char *subject,
                               const struct notice_record *record)
{
    char path[PATH_SIZE];
    uint8_t facts[FACTS_SIZE];
    struct registry_key *key = NULL;
    struct utf16_text text = {0};

    record_path(path, subject);
    for (size_t i = 0; i < sizeof facts; i++)
        facts[i] = (uint8_t)(record->facts >> 8 * i);
    error_code code = registry_create(registry, REGISTRY_CURRENT_USER, path, &key);
    if (code == CODE_SUCCESS)
        code = registry_write_dword(key, "Count", record->count);
    if (code == CODE_SUCCESS)
        code = registry_write_dword(key, "Recent", record->recent_count);
    if (code == CODE_SUCCESS)
        code = utf16_text_write(&text, key, "Last", record->last);
    if (code == CODE_SUCCESS)
        code = registry_write_dword(key, "Dismissed", record->dismissed);
    if (code == CODE_SUCCESS)
        code = registry_write(key, "Facts", VALUE_BINARY, facts, sizeof facts);
    registry_close(key);
    utf16_text_done(&text);
    return code;
}

error_code notice_record_delete(struct registry *registry, const char *subject)
{
    struct registry_key *key = NULL;
    error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, NOTICES_KEY, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = registry_delete_subkey(key, subject);
    registry_close(key);
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}
