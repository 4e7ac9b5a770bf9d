#include "agent/restart_pending.h"

#include "registry/utf16_text.h"

#include <string.h>

/* Where the key of the mark lies: it is deleted from there. */
#define MARK_PARENT "Software\\PromptFix"
#define MARK_NAME "RestartPending"
#define TIME_VALUE "Time"

error_code restart_pending_mark(struct registry *registry, enum registry_root half,
                                const char *time)
{
    struct utf16_text text = {0};
    struct registry_key *key = NULL;
    error_code code = registry_create_volatile(registry, half, RESTART_PENDING_KEY, &key);
    if (code == CODE_SUCCESS && half == REGISTRY_CURRENT_USER) {
        code = utf16_text_write(&text, key, TIME_VALUE, time);
        if (code != CODE_SUCCESS) /* an older time would let the mark be cleared too early */
            (void)registry_delete_value(key, TIME_VALUE);
    }
    registry_close(key);
    utf16_text_done(&text);
    return code;
}

/* Two texts of this form compare like the times they mean. */
static bool is_time(const struct byte_buffer *text)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    if (text->size != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text->size; i++) {
        const char c = (char)text->data[i];
        if (form[i] == '0' ? c < '0' || c > '9' : c != form[i])
            return false;
    }
    return true;
}

/* The time of the mark, as far as it can be told. */
static error_code read_time(struct registry_key *key, char time[PENDING_TIME_SIZE])
{
    struct utf16_text text = {0};
    struct registry_value value = {0};
    struct byte_buffer utf8 = {0};

    time[0] = '\0';
    error_code code = registry_read(key, TIME_VALUE, &value);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&text, &value, &utf8);
    if (code == CODE_SUCCESS && is_time(&utf8)) {
        memcpy(time, utf8.data, PENDING_TIME_SIZE - 1);
        time[PENDING_TIME_SIZE - 1] = '\0';
    }
    if (code == CODE_FILE_NOT_FOUND || code == CODE_INVALID_DATA ||
        code == CODE_NO_UNICODE_TRANSLATION)
        code = CODE_SUCCESS; /* somebody has changed it: the mark itself holds */
    byte_buffer_done(&utf8);
    registry_value_done(&value);
    utf16_text_done(&text);
    return code;
}

static error_code open_mark(struct registry *registry, enum registry_root half,
                            struct registry_key **key)
{
    error_code code = registry_open(registry, half, RESTART_PENDING_KEY, REGISTRY_READ, key);
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}

error_code restart_pending_read(struct registry *registry, struct restart_pending *pending)
{
    struct restart_pending read = {0};
    struct registry_key *machine_key = NULL;
    struct registry_key *user_key = NULL;

    error_code code = open_mark(registry, REGISTRY_LOCAL_MACHINE, &machine_key);
    if (code == CODE_SUCCESS)
        code = open_mark(registry, REGISTRY_CURRENT_USER, &user_key);
    if (code == CODE_SUCCESS && user_key != NULL)
        code = read_time(user_key, read.outlook_since);
    read.windows = machine_key != NULL;
    read.outlook = user_key != NULL;
    registry_close(machine_key);
    registry_close(user_key);
    if (code == CODE_SUCCESS)
        *pending = read;
    return code;
}

error_code restart_pending_unmark(struct registry *registry, enum registry_root half)
{
    struct registry_key *key = NULL;
    error_code code = registry_open(registry, half, MARK_PARENT, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = registry_delete_subkey(key, MARK_NAME);
    registry_close(key);
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}

error_code restart_pending_clear_outlook(struct registry *registry)
{
    return restart_pending_unmark(registry, REGISTRY_CURRENT_USER);
}
