#include "agent/autostart.h"

#include "registry/registry_name.h"
#include "registry/utf16_text.h"

#include <string.h>

/* What the Run value says when it starts the program at `program_path`. */
static error_code append_command(struct byte_buffer *command, const char *program_path)
{
    if (program_path[0] == '\0' || strchr(program_path, '"') != NULL)
        return CODE_INVALID_PARAMETER; /* no file's name has a quotation mark */
    byte_buffer_append_byte(command, '"');
    byte_buffer_append_text(command, program_path);
    byte_buffer_append_byte(command, '"');
    return command->failed ? CODE_NOT_ENOUGH_MEMORY : CODE_SUCCESS;
}

/* What the user's value amounts to. */
static error_code judge(const struct registry_value *value, const char *program_path,
                        enum autostart *autostart)
{
    struct utf16_text text = {0};
    struct byte_buffer command = {0};
    struct byte_buffer stored = {0};
    enum autostart judged = AUTOSTART_OTHER;

    error_code code = append_command(&command, program_path);
    if (code == CODE_SUCCESS && value->type == VALUE_STRING)
        code = utf16_text_of_value(&text, value, &stored);
    if (code == CODE_NO_UNICODE_TRANSLATION)
        code = CODE_SUCCESS; /* no path of ours */
    else if (code == CODE_SUCCESS && registry_names_equal((const char *)stored.data, stored.size,
                                                          (const char *)command.data, command.size))
        judged = AUTOSTART_ON;
    if (code == CODE_SUCCESS)
        *autostart = judged;
    utf16_text_done(&text);
    byte_buffer_done(&command);
    byte_buffer_done(&stored);
    return code;
}

/* Reads the value of one root. CODE_FILE_NOT_FOUND when it is absent, or its key. */
static error_code read_value(struct registry *registry, enum registry_root root,
                             struct registry_value *value)
{
    struct registry_key *key = NULL;
    error_code code = registry_open(registry, root, AUTOSTART_KEY, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = registry_read(key, AUTOSTART_VALUE, value);
    registry_close(key);
    return code;
}

error_code autostart_read(struct registry *registry, const char *program_path,
                          enum autostart *autostart)
{
    struct registry_value value = {0};
    error_code code = read_value(registry, REGISTRY_LOCAL_MACHINE, &value);
    if (code == CODE_SUCCESS) {
        *autostart = AUTOSTART_BY_ADMINISTRATOR;
    } else if (code == CODE_FILE_NOT_FOUND) {
        code = read_value(registry, REGISTRY_CURRENT_USER, &value);
        if (code == CODE_SUCCESS) {
            code = judge(&value, program_path, autostart);
        } else if (code == CODE_FILE_NOT_FOUND) {
            *autostart = AUTOSTART_OFF;
            code = CODE_SUCCESS;
        }
    }
    registry_value_done(&value);
    return code;
}

error_code autostart_set(struct registry *registry, const char *program_path)
{
    struct utf16_text text = {0};
    struct byte_buffer command = {0};
    struct registry_key *key = NULL;
    size_t utf16_size = 0;
    const void *utf16 = NULL;

    error_code code = append_command(&command, program_path);
    if (code == CODE_SUCCESS)
        utf16 =
            utf16_text_of_utf8(&text, (const char *)command.data, command.size, &utf16_size, &code);
    if (code == CODE_SUCCESS && utf16_size / 2 > AUTOSTART_COMMAND_LIMIT)
        code = CODE_NAME_TOO_LONG;
    if (code == CODE_SUCCESS)
        code = registry_create(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, &key);
    if (code == CODE_SUCCESS)
        code = registry_write(key, AUTOSTART_VALUE, VALUE_STRING, utf16, utf16_size + 2);
    registry_close(key);
    byte_buffer_done(&command);
    utf16_text_done(&text);
    return code;
}

error_code autostart_clear(struct registry *registry)
{
    struct registry_key *key = NULL;
    error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = registry_delete_value(key, AUTOSTART_VALUE);
    registry_close(key);
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}

error_code autostart_toggle(struct registry *registry, const char *path)
{
    enum autostart autostart = AUTOSTART_OFF;
    error_code code = autostart_read(registry, path, &autostart);
    if (code == CODE_SUCCESS && autostart == AUTOSTART_ON)
        code = autostart_clear(registry);
    else if (code == CODE_SUCCESS && autostart != AUTOSTART_BY_ADMINISTRATOR)
        code = autostart_set(registry, path);
    return code;
}
