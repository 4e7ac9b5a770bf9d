#include "agent/prompt_record.h"

#include "agent/fix_time.h"
#include "registry/dword.h"
#include "registry/registry_name.h"
#include "registry/utf16_text.h"

#include <stdio.h>
#include <string.h>

static const char last_value[] = "LastAfterFix";

enum { SECONDS_PER_DAY = 86400, NAME_SIZE = 32, DATE_LENGTH = 10 };

/* What a value of the key is about. */
enum entry_kind { ENTRY_STRANGE, ENTRY_COUNT, ENTRY_LAST };

struct entry {
    enum entry_kind kind;
    int64_t day;
    uint32_t count;
    bool after_fix;
    char last[UTC_TIME_SIZE];
};

/* "2026-11-20.1" or "2026-11-20.1+". */
static bool read_name(const char *name, struct entry *entry)
{
    char time[UTC_TIME_SIZE];
    int64_t seconds = 0;
    if (strlen(name) < DATE_LENGTH + 2 || name[DATE_LENGTH] != '.')
        return false;
    snprintf(time, sizeof time, "%.*sT00:00:00Z", DATE_LENGTH, name);
    if (!utc_time_read(time, &seconds) || seconds < 0)
        return false;
    const char *session = name + DATE_LENGTH + 1;
    const size_t digits = strspn(session, "0123456789");
    if (digits == 0 || digits > DATE_LENGTH)
        return false; /* ten digits are the most that a session's number has */
    entry->day = seconds / SECONDS_PER_DAY;
    entry->after_fix = session[digits] == '+';
    return session[digits + entry->after_fix] == '\0';
}

static error_code read_last(const struct registry_value *value, struct entry *entry)
{
    struct utf16_text text = {0};
    struct byte_buffer utf8 = {0};
    int64_t seconds = 0;
    error_code code = utf16_text_of_value(&text, value, &utf8);
    if (code == CODE_SUCCESS && utc_time_read((const char *)utf8.data, &seconds) && seconds >= 0) {
        memcpy(entry->last, utf8.data, UTC_TIME_SIZE);
        entry->kind = ENTRY_LAST;
    }
    byte_buffer_done(&utf8);
    utf16_text_done(&text);
    return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS;
}

static bool read_count(const struct registry_value *value, struct entry *entry)
{
    if (value->type != VALUE_DWORD || value->data.size != DWORD_SIZE)
        return false;
    entry->count = dword_of_bytes(value->data.data);
    return entry->count > 0 && entry->count <= PROMPT_COUNT_LIMIT;
}

/* CODE_NOT_ENOUGH_MEMORY; a value that is none of these is ENTRY_STRANGE. */
static error_code read_entry(const struct registry_value *value, struct entry *entry)
{
    const char *name = (const char *)value->name.data;
    *entry = (struct entry){.kind = ENTRY_STRANGE};
    if (registry_names_equal(name, strlen(name), last_value, sizeof last_value - 1))
        return read_last(value, entry);
    if (read_name(name, entry) && read_count(value, entry))
        entry->kind = ENTRY_COUNT;
    return CODE_SUCCESS;
}

static int64_t day_of(const char *now)
{
    int64_t seconds = 0;
    return utc_time_read(now, &seconds) && seconds >= 0 ? seconds / SECONDS_PER_DAY : 0;
}

static void take(struct prompt_history *history, const struct entry *entry)
{
    const int64_t age = history->today - entry->day;
    if (entry->kind == ENTRY_STRANGE)
        history->error = CODE_INVALID_DATA;
    else if (entry->kind == ENTRY_LAST)
        memcpy(history->last_after_fix, entry->last, UTC_TIME_SIZE);
    if (entry->kind != ENTRY_COUNT || age < 0 || age >= PROMPT_DAY_COUNT)
        return;
    history->counts[age] += entry->count; /* at most PROMPT_VALUE_LIMIT times: no overflow */
    if (entry->after_fix)
        history->after_fix[age] += entry->count;
}

static error_code read_values(struct registry_key *key, struct prompt_history *history)
{
    struct registry_value value = {0};
    struct entry entry;
    error_code code = CODE_SUCCESS;
    for (size_t index = 0; code == CODE_SUCCESS; index++) {
        code = registry_enumerate_value(key, index, &value);
        if (code == CODE_NO_UNICODE_TRANSLATION ||
            (code == CODE_SUCCESS && index == PROMPT_VALUE_LIMIT))
            history->error = CODE_INVALID_DATA;
        if (code == CODE_NO_UNICODE_TRANSLATION) {
            code = CODE_SUCCESS;
            continue;
        }
        if (index == PROMPT_VALUE_LIMIT)
            break;
        if (code == CODE_SUCCESS)
            code = read_entry(&value, &entry);
        if (code == CODE_SUCCESS)
            take(history, &entry);
    }
    registry_value_done(&value);
    return code == CODE_NO_MORE_ITEMS ? CODE_SUCCESS : code;
}

/* The key of a profile. A name with a backslash would lead elsewhere; no profile has one. */
static error_code open_record(struct registry_key *records, const char *profile,
                              struct registry_key **key)
{
    if (profile[0] == '\0' || strchr(profile, '\\') != NULL)
        return CODE_FILE_NOT_FOUND;
    return registry_open_subkey(records, profile, REGISTRY_READ, key);
}

static error_code read_record(struct registry_key *records, const char *profile, int64_t today,
                              struct prompt_history *history)
{
    struct prompt_history read = {.today = today};
    struct registry_key *key = NULL;
    error_code code = open_record(records, profile, &key);
    if (code == CODE_SUCCESS)
        code = read_values(key, &read);
    registry_close(key);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND)
        read = (struct prompt_history){.today = today, .error = code};
    *history = read;
    return CODE_SUCCESS;
}

error_code prompt_record_read(struct registry *registry, const char *profile, const char *now,
                              struct prompt_history *history)
{
    struct registry_key *records = NULL;
    const int64_t today = day_of(now);
    error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, PROMPTS_KEY, REGISTRY_READ, &records);
    if (code == CODE_SUCCESS)
        code = read_record(records, profile, today, history);
    else if (code != CODE_NOT_ENOUGH_MEMORY)
        *history = (struct prompt_history){
            .today = today, .error = code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code};
    registry_close(records);
    return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS;
}

bool prompt_record_name(const struct exchange_account *account, char name[PROMPT_RECORD_NAME_SIZE])
{
    if (account->profile == NULL)
        return false;
    const char *version = outlook_version_name(account->outlook);
    const int size = account->outlook < OUTLOOK_2010 || version == NULL || account->section == NULL
                         ? snprintf(name, PROMPT_RECORD_NAME_SIZE, "%s", account->profile)
                         : snprintf(name, PROMPT_RECORD_NAME_SIZE, "%s (%s, %s)", account->profile,
                                    version, account->section);
    return size > 0 && size < PROMPT_RECORD_NAME_SIZE;
}

error_code prompt_records_read(struct registry *registry, const struct account_list *accounts,
                               const char *now, struct arena *arena,
                               struct prompt_histories *histories)
{
    struct prompt_histories read = {0};
    struct registry_key *records = NULL;
    error_code opened =
        registry_open(registry, REGISTRY_CURRENT_USER, PROMPTS_KEY, REGISTRY_READ, &records);
    error_code code = CODE_SUCCESS;
    if (opened == CODE_FILE_NOT_FOUND || accounts->count == 0) {
        registry_close(records);
        *histories = read;
        return CODE_SUCCESS;
    }
    struct prompt_history *made = arena_allocate(arena, accounts->count * sizeof *made);
    if (made == NULL || opened == CODE_NOT_ENOUGH_MEMORY)
        code = CODE_NOT_ENOUGH_MEMORY;
    for (size_t i = 0; code == CODE_SUCCESS && i < accounts->count; i++) {
        char name[PROMPT_RECORD_NAME_SIZE];
        made[i] = (struct prompt_history){.today = day_of(now), .error = opened};
        if (opened == CODE_SUCCESS && prompt_record_name(&accounts->accounts[i], name))
            code = read_record(records, name, day_of(now), &made[i]);
    }
    if (code == CODE_SUCCESS)
        code = fix_time_read(registry, read.fixed);
    if (code == CODE_SUCCESS) {
        read.accounts = made;
        *histories = read;
    }
    registry_close(records);
    return code;
}

/* Is the value one that is not kept? With more of them than a key can have come by, days to come,
 * of a clock that was wrong, go too. */
static bool is_stale(const struct entry *entry, int64_t today, size_t index)
{
    if (entry->kind == ENTRY_STRANGE)
        return true;
    int64_t seconds = 0;
    int64_t day = entry->day;
    if (entry->kind == ENTRY_LAST && utc_time_read(entry->last, &seconds))
        day = seconds / SECONDS_PER_DAY;
    return today - day >= PROMPT_DAY_COUNT || (day > today && index >= PROMPT_VALUE_LIMIT / 2);
}

/* Deletes what is not kept. An enumeration goes by numbers: behind a value that is deleted the next
 * one has its number. A name that is no text cannot be deleted, and is passed over. */
static error_code prune(struct registry_key *key, int64_t today, size_t *left)
{
    struct registry_value value = {0};
    struct entry entry;
    error_code code = CODE_SUCCESS;
    size_t index = 0;
    for (int step = 0; step < 4 * PROMPT_VALUE_LIMIT; step++) {
        code = registry_enumerate_value(key, index, &value);
        if (code == CODE_NO_UNICODE_TRANSLATION) {
            index++;
            continue;
        }
        if (code == CODE_SUCCESS)
            code = read_entry(&value, &entry);
        if (code != CODE_SUCCESS)
            break;
        if (is_stale(&entry, today, index))
            code = registry_delete_value(key, (const char *)value.name.data);
        else
            index++;
        if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND)
            break;
    }
    *left = index;
    registry_value_done(&value);
    return code == CODE_NO_MORE_ITEMS ? CODE_SUCCESS : code;
}

/* One more in a value of the agent's own. What was there and is no count starts anew. */
static error_code count_one(struct registry_key *key, const char *name)
{
    struct registry_value value = {0};
    struct entry entry = {0};
    error_code code = registry_read(key, name, &value);
    if (code == CODE_SUCCESS && !read_count(&value, &entry))
        entry.count = 0;
    registry_value_done(&value);
    if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND)
        return code;
    if (entry.count == PROMPT_COUNT_LIMIT)
        return CODE_SUCCESS;
    return registry_write_dword(key, name, entry.count + 1);
}

static error_code add(struct registry *registry, const char *profile, const char *now,
                      uint32_t session, bool fix_in_effect)
{
    char name[NAME_SIZE];
    size_t left = 0;
    struct registry_key *records = NULL;
    struct registry_key *key = NULL;
    struct utf16_text text = {0};
    snprintf(name, sizeof name, "%.*s.%lu%s", DATE_LENGTH, now, (unsigned long)session,
             fix_in_effect ? "+" : "");
    error_code code = registry_create(registry, REGISTRY_CURRENT_USER, PROMPTS_KEY, &records);
    if (code == CODE_SUCCESS)
        code = registry_create_subkey(records, profile, &key);
    if (code == CODE_SUCCESS)
        code = count_one(key, name);
    if (code == CODE_SUCCESS && fix_in_effect)
        code = utf16_text_write(&text, key, last_value, now);
    if (code == CODE_SUCCESS)
        (void)prune(key, day_of(now), &left); /* what is left is taken up by the next one */
    utf16_text_done(&text);
    registry_close(key);
    registry_close(records);
    return code;
}

error_code prompt_record_add(struct registry *registry, const char *profile, const char *now,
                             uint32_t session, bool fix_in_effect)
{
    int64_t seconds = 0;
    if (profile[0] == '\0' || strchr(profile, '\\') != NULL || !utc_time_read(now, &seconds))
        return CODE_INVALID_PARAMETER;
    error_code code = add(registry, profile, now, session, fix_in_effect);
    /* Another agent may just have deleted the key, as nothing was left in it. */
    return code == CODE_KEY_DELETED ? add(registry, profile, now, session, fix_in_effect) : code;
}

/* Deletes the keys in which nothing is left. */
static error_code prune_record(struct registry_key *records, const char *profile, int64_t today,
                               bool *deleted)
{
    struct registry_key *key = NULL;
    size_t left = 0;
    *deleted = false;
    error_code code = registry_open_subkey(records, profile, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = prune(key, today, &left);
    registry_close(key);
    if (code == CODE_SUCCESS && left == 0) {
        code = registry_delete_subkey(records, profile);
        *deleted = code == CODE_SUCCESS;
    }
    return code;
}

error_code prompt_records_prune(struct registry *registry, const char *now)
{
    struct registry_key *records = NULL;
    struct byte_buffer profile = {0};
    error_code first = CODE_SUCCESS;
    error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, PROMPTS_KEY, REGISTRY_WRITE, &records);
    for (size_t index = 0; code == CODE_SUCCESS && index < PROMPT_VALUE_LIMIT;) {
        bool deleted = false;
        code = registry_enumerate_subkey(records, index, &profile);
        error_code pruned = code;
        if (code == CODE_SUCCESS)
            pruned = prune_record(records, (const char *)profile.data, day_of(now), &deleted);
        if (code == CODE_NO_UNICODE_TRANSLATION)
            code = CODE_SUCCESS;
        if (first == CODE_SUCCESS && pruned != CODE_NO_MORE_ITEMS)
            first = pruned;
        if (!deleted)
            index++;
    }
    byte_buffer_done(&profile);
    registry_close(records);
    if (code == CODE_FILE_NOT_FOUND || code == CODE_NO_MORE_ITEMS)
        code = CODE_SUCCESS;
    return code == CODE_SUCCESS ? first : code;
}
