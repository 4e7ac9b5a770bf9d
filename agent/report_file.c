#include "agent/report_file.h"

#include "agent/report_path.h"

const char *report_file_wanted(const struct report *report)
{
    const struct options *options = report->options;
    if (options->report != NULL)
        return options->report;
    if (options->from != NULL || options->dry_run || !report->observed)
        return NULL;
    return report->observation.policies.settings[POLICY_REPORT_PATH].text;
}

error_code report_file_make(const char *wanted, const struct report *report,
                            struct byte_buffer *path, struct byte_buffer *bytes)
{
    struct byte_buffer name = {0};
    struct byte_buffer made = {0};
    error_code code = report_path_expand(&name, wanted, report);
    if (code != CODE_SUCCESS)
        goto out;
    const char *text = byte_buffer_text(&name);
    if (text == NULL) {
        code = CODE_NOT_ENOUGH_MEMORY;
        goto out;
    }
    if (report_path_is_csv(text))
        report_append_csv(&made, report);
    else
        report_append_json(&made, report);
    if (made.failed || !byte_buffer_reserve(path, name.size + 1) ||
        !byte_buffer_reserve(bytes, made.size)) {
        code = CODE_NOT_ENOUGH_MEMORY;
        goto out;
    }
    byte_buffer_append(path, name.data, name.size);
    byte_buffer_append(bytes, made.data, made.size);
out:
    byte_buffer_done(&name);
    byte_buffer_done(&made);
    return code;
}
