#include "agent/exported_registry.h"

#include "registry/reg_file_reader.h"
#include "registry/reg_file_writer.h"

#include <string.h>

/* The code page of Western Windows: what a REGEDIT4 file is in if nobody says otherwise. */
enum { USUAL_CODE_PAGE = 1252 };

static void keep_bad_line(void *context, size_t line, enum reg_file_problem problem)
{
    static const message_id messages[] = {
        [REG_FILE_NO_HEADER] = MESSAGE_REG_NO_HEADER,
        [REG_FILE_ILL_FORMED_TEXT] = MESSAGE_REG_ILL_FORMED_TEXT,
        [REG_FILE_BAD_KEY] = MESSAGE_REG_BAD_KEY,
        [REG_FILE_VALUE_WITHOUT_KEY] = MESSAGE_REG_VALUE_WITHOUT_KEY,
        [REG_FILE_BAD_NAME] = MESSAGE_REG_BAD_NAME,
        [REG_FILE_BAD_STRING] = MESSAGE_REG_BAD_STRING,
        [REG_FILE_BAD_NUMBER] = MESSAGE_REG_BAD_NUMBER,
        [REG_FILE_BAD_HEX] = MESSAGE_REG_BAD_HEX,
        [REG_FILE_UNKNOWN_DATA] = MESSAGE_REG_UNKNOWN_DATA,
        [REG_FILE_UNKNOWN_LINE] = MESSAGE_REG_UNKNOWN_LINE,
        [REG_FILE_CUT_SHORT] = MESSAGE_REG_CUT_SHORT,
    };
    struct report *report = context;
    if (report->bad_line_count < BAD_LINES_KEPT)
        report->bad_lines[report->bad_line_count] = (struct bad_line){line, messages[problem]};
    report->bad_line_count++;
}

error_code exported_registry_read(struct host *host, const struct options *options,
                                  struct memory_registry *memory, struct report *report)
{
    struct byte_buffer bytes = {0};
    error_code code = host->read_file(host, options->from, REG_FILE_SIZE_LIMIT, &bytes);
    if (code == CODE_SUCCESS)
        code = reg_file_read(bytes.data, bytes.size,
                             options->code_page != 0 ? options->code_page : USUAL_CODE_PAGE, memory,
                             keep_bad_line, report);
    byte_buffer_done(&bytes);
    return code;
}

error_code exported_registry_note_gaps(struct registry *registry, const struct report *report,
                                       struct observation *observation)
{
    error_code code = CODE_FILE_NOT_FOUND;
    /* Any of the roots will do: who has one Outlook has no others. */
    for (size_t i = 0; code == CODE_FILE_NOT_FOUND && i < PROFILE_ROOT_COUNT; i++) {
        struct registry_key *profiles = NULL;
        code = registry_open(registry, REGISTRY_CURRENT_USER, profile_roots[i].key, REGISTRY_READ,
                             &profiles);
        registry_close(profiles);
    }
    if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND)
        return code;
    if (code == CODE_FILE_NOT_FOUND)
        observation->accounts.error = code;
    observation->lines_passed_over = report->bad_line_count;
    return CODE_SUCCESS;
}

static void write_set(struct reg_file_writer *writer, const struct change_set *set)
{
    const char *key = NULL;
    for (size_t i = 0; i < set->count; i++) {
        const struct registry_change *change = &set->changes[i];
        if (key == NULL || strcmp(key, change->key) != 0)
            reg_file_write_key(writer, set->root, change->key);
        key = change->key;
        if (change->after.present)
            reg_file_write_value(writer, change->name, change->after.type, change->after.bytes,
                                 change->after.size);
        else
            reg_file_write_deletion(writer, change->name);
    }
}

error_code exported_registry_write(struct host *host, const struct report *report)
{
    const struct options *options = report->options;
    struct reg_file_writer writer = {0};
    struct byte_buffer comment = {0};
    struct byte_buffer file = {0};

    message_append(&comment, host->messages, MESSAGE_FILE_OUT_COMMENT,
                   INSERT(report->program, options->from));
    reg_file_begin(&writer);
    const char *text = byte_buffer_text(&comment);
    if (text != NULL)
        reg_file_write_comment(&writer, text);
    write_set(&writer, &report->halves[REGISTRY_CURRENT_USER].changes);
    write_set(&writer, &report->halves[REGISTRY_LOCAL_MACHINE].changes);

    error_code code = reg_file_finish(&writer, &file);
    if (code == CODE_SUCCESS)
        code = host->write_file(host, options->out, file.data, file.size);
    reg_file_writer_done(&writer);
    byte_buffer_done(&comment);
    byte_buffer_done(&file);
    return code;
}
