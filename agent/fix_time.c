#include "agent/fix_time.h"

#include "registry/undo_record.h"
#include "registry/utf16_text.h"

#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 64 };

static error_code find_record(struct registry *registry, enum registry_root half, uint32_t *number)
{
    enum undo_record_state state = UNDO_RECORD_INCOMPLETE;
    uint32_t found = UNDO_RECORD_ANY;
    error_code code = CODE_SUCCESS;
    while (code == CODE_SUCCESS && state == UNDO_RECORD_INCOMPLETE)
        code = undo_record_newest(registry, half, found, &found, &state);
    if (code == CODE_SUCCESS && state != UNDO_RECORD_APPLIED)
        return CODE_FILE_NOT_FOUND;
    if (code == CODE_SUCCESS)
        *number = found;
    return code;
}

static error_code read_time(struct registry *registry, enum registry_root half, uint32_t number,
                            char time[UTC_TIME_SIZE])
{
    char path[PATH_SIZE];
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    struct utf16_text text = {0};
    struct byte_buffer utf8 = {0};
    int64_t seconds = 0;
    snprintf(path, sizeof path, UNDO_RECORDS_KEY "\\%lu", (unsigned long)number);
    error_code code = registry_open(registry, half, path, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = registry_read(key, "Time", &value);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&text, &value, &utf8);
    if (code == CODE_SUCCESS && utc_time_read((const char *)utf8.data, &seconds))
        memcpy(time, utf8.data, UTC_TIME_SIZE);
    byte_buffer_done(&utf8);
    utf16_text_done(&text);
    registry_value_done(&value);
    registry_close(key);
    return code;
}

error_code fix_time_read(struct registry *registry, char time[UTC_TIME_SIZE])
{
    char latest[UTC_TIME_SIZE] = "";
    for (int half = REGISTRY_CURRENT_USER; half <= REGISTRY_LOCAL_MACHINE; half++) {
        char found[UTC_TIME_SIZE] = "";
        uint32_t number = 0;
        error_code code = find_record(registry, (enum registry_root)half, &number);
        if (code == CODE_SUCCESS)
            code = read_time(registry, (enum registry_root)half, number, found);
        if (code == CODE_NOT_ENOUGH_MEMORY)
            return code;
        if (strcmp(found, latest) > 0)
            memcpy(latest, found, sizeof latest);
    }
    memcpy(time, latest, sizeof latest);
    return CODE_SUCCESS;
}
