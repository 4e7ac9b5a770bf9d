#include "agent/command.h"

#include "agent/event_log.h"
#include "agent/exported_registry.h"
#include "agent/file_complaint.h"
#include "agent/report_file.h"
#include "agent/report_log.h"
#include "agent/run.h"
#include "agent/run_report.h"
#include "agent/text_evidence.h"
#include "registry/reg_file_reader.h"
#include "registry/registry_name.h"

#include <string.h>

static void print(struct host *host, enum output output, const struct byte_buffer *text)
{
    host->print(host, output, (const char *)text->data, text->size);
}

/* Said without memory, which has run out. */
static void complain_of_memory(struct host *host)
{
    const char *text = host->messages->text(host->messages, MESSAGE_NO_MEMORY);
    host->print(host, OUTPUT_ERROR, text, strlen(text));
    host->print(host, OUTPUT_ERROR, "\n", 1);
}

/* A message on the error output. */
static void complain(struct host *host, message_id id, struct insertions insertions)
{
    struct byte_buffer text = {0};
    message_append_line(&text, host->messages, id, insertions);
    if (text.failed)
        complain_of_memory(host);
    else
        print(host, OUTPUT_ERROR, &text);
    byte_buffer_done(&text);
}

/* A message about a file, with the reason. */
static void complain_of_file(struct host *host, message_id id, const char *path, error_code code)
{
    struct byte_buffer reason = {0};
    file_complaint_append_reason(&reason, host, code);
    complain(host, id, INSERT(path, byte_buffer_text(&reason)));
    byte_buffer_done(&reason);
}

static enum exit_code refuse_command_line(struct host *host, const struct options_error *error)
{
    complain(host, error->message, INSERT(error->first, error->second));
    complain(host, MESSAGE_USAGE_NOTHING_DONE, NO_INSERTIONS);
    return EXIT_BAD_COMMAND_LINE;
}

static enum exit_code show_help(struct host *host)
{
    struct byte_buffer text = {0};
    options_append_help(&text, host->messages, PROGRAM_NAME_AND_VERSION);
    const bool complete = !text.failed;
    if (complete)
        print(host, OUTPUT_NORMAL, &text);
    else
        complain_of_memory(host);
    byte_buffer_done(&text);
    return complete ? EXIT_NOTHING_LEFT : EXIT_FAILED;
}

static enum exit_code show_version(struct host *host)
{
    static const char text[] = PROGRAM_NAME_AND_VERSION "\n";
    host->print(host, OUTPUT_NORMAL, text, sizeof text - 1);
    return EXIT_NOTHING_LEFT;
}

static void complain_of_bad_lines(struct host *host, const struct report *report)
{
    const char *path = report->options->from;
    struct byte_buffer number = {0};
    for (size_t i = 0; i < report->bad_line_count && i < BAD_LINES_KEPT; i++) {
        const struct bad_line *bad = &report->bad_lines[i];
        byte_buffer_clear(&number);
        byte_buffer_append_format(&number, "%zu", bad->line);
        complain(host, MESSAGE_FILE_BAD_LINE,
                 INSERT(path, byte_buffer_text(&number),
                        host->messages->text(host->messages, bad->message)));
    }
    if (report->bad_line_count > BAD_LINES_KEPT) {
        byte_buffer_clear(&number);
        byte_buffer_append_format(&number, "%zu", report->bad_line_count);
        complain(host, MESSAGE_FILE_MORE_BAD_LINES, INSERT(path, byte_buffer_text(&number)));
    }
    byte_buffer_done(&number);
}

static void complain_of_input(struct host *host, const char *path, error_code code)
{
    struct byte_buffer limit = {0};
    struct byte_buffer entry_limit = {0};
    if (code != CODE_FILE_TOO_LARGE) {
        complain_of_file(host, MESSAGE_FILE_CANNOT_READ, path, code);
        return;
    }
    byte_buffer_append_format(&limit, "%zu", REG_FILE_SIZE_LIMIT / ((size_t)1024 * 1024));
    byte_buffer_append_format(&entry_limit, "%zu", REG_FILE_ENTRY_LIMIT);
    complain(host, MESSAGE_FILE_TOO_LARGE,
             INSERT(path, byte_buffer_text(&limit), byte_buffer_text(&entry_limit)));
    byte_buffer_done(&limit);
    byte_buffer_done(&entry_limit);
}

/* Reads the /from file. False when the run ends here. */
static bool read_exported(struct run *run, struct memory_registry *memory)
{
    struct host *host = run->host;
    const struct options *options = run->options;
    error_code code = exported_registry_read(host, options, memory, &run->report);
    complain_of_bad_lines(host, &run->report);
    if (code != CODE_SUCCESS && run->report.bad_line_count == 0)
        complain_of_input(host, options->from, code);
    if (code == CODE_SUCCESS && options->verb == VERB_FIX && run->report.bad_line_count > 0) {
        complain(host, MESSAGE_FILE_REFUSED, INSERT(options->from));
        code = CODE_INVALID_DATA;
    }
    run->outcome.bad_input = code != CODE_SUCCESS;
    run->registry = memory_registry_interface(memory);
    return code == CODE_SUCCESS;
}

/* Writes the report to a file, if one is wanted. Complains in `complaints`, for the log too, when
 * it is not written. */
static void write_report(struct run *run, struct byte_buffer *complaints)
{
    struct host *host = run->host;
    struct byte_buffer bytes = {0};
    struct byte_buffer path = {0};
    const char *wanted = report_file_wanted(&run->report);
    if (wanted == NULL)
        return;
    /* Else they were asked for already, and the file is to say what was printed. */
    if (run->options->report == NULL && !run->options->json)
        run_name_origin(run, true, true);
    error_code code = report_file_make(wanted, &run->report, &path, &bytes);
    const char *name = code == CODE_SUCCESS ? byte_buffer_text(&path) : wanted;
    if (code == CODE_SUCCESS)
        code = host->write_report(host, name, bytes.data, bytes.size);
    if (code != CODE_SUCCESS)
        file_complaint_append_not_written(complaints, host, name, code);
    byte_buffer_done(&bytes);
    byte_buffer_done(&path);
}

/* Does somebody see the text? Else it is not put together. */
static bool wants_text(const struct options *options)
{
    return options->log != NULL || (!options->json && !options->quiet);
}

/* What the report says about where and when it was made. */
static void describe_origin(struct run *run)
{
    const struct options *options = run->options;
    const bool here = options->from == NULL;
    const bool in_file = options->json || options->report != NULL;
    run_describe_origin(run, here && (in_file || wants_text(options)),
                        here && (in_file || (options->all_users && wants_text(options))));
}

/* Has the event log told what came of the run. What could not be told is for the log only. */
static void tell_event_log(const struct run *run, bool is_complete, struct byte_buffer *complaints)
{
    event_log_tell_done(run, complaints);
    if (is_complete)
        event_log_tell_diagnosis(run, complaints);
}

/* Hands the report out; `remarks` go into the log with it. That a report cannot be written is said,
 * but changes no exit code: what was done is done. */
static error_code hand_out(struct run *run, const struct byte_buffer *remarks)
{
    struct host *host = run->host;
    const struct options *options = run->options;
    struct byte_buffer json = {0};
    struct byte_buffer text = {0};
    struct byte_buffer complaints = {0};
    error_code code = CODE_SUCCESS;

    if (options->json)
        report_append_json(&json, &run->report);
    if (wants_text(options))
        report_append_text(&text, &run->report, host);
    if (json.failed || text.failed) {
        code = CODE_NOT_ENOUGH_MEMORY;
        goto out;
    }
    if (options->json)
        print(host, OUTPUT_NORMAL, &json);
    else if (!options->quiet)
        print(host, OUTPUT_NORMAL, &text);
    if (remarks->size > 0)
        byte_buffer_append(&text, remarks->data, remarks->size);
    write_report(run, &complaints);
    if (complaints.size > 0) {
        print(host, OUTPUT_ERROR, &complaints);
        byte_buffer_append(&text, complaints.data, complaints.size);
    }
    if (complaints.failed)
        complain_of_memory(host);
    if (options->log != NULL) {
        error_code written = report_log_append(host, options->log, run->report.time, &text);
        if (written != CODE_SUCCESS)
            complain_of_file(
                host, written == CODE_TIMED_OUT ? MESSAGE_REPORT_LATE : MESSAGE_FILE_CANNOT_WRITE,
                options->log, written);
    }
out:
    byte_buffer_done(&complaints);
    byte_buffer_done(&json);
    byte_buffer_done(&text);
    return code;
}

static error_code carry_out(struct run *run)
{
    const struct options *options = run->options;
    if (options->verb == VERB_UNDO)
        return run_undo(run);
    if (options->verb == VERB_CHECK || options->dry_run)
        return run_check(run);
    return options->from != NULL ? run_fix_exported(run) : run_fix(run);
}

/* Runs the verb and hands out its report, with the registry of the run at hand. */
static enum exit_code run_verb(struct run *run)
{
    struct host *host = run->host;
    struct byte_buffer remarks = {0};
    error_code code = carry_out(run);
    if (code == CODE_SUCCESS && run->report.profile_missing) {
        complain(host, MESSAGE_USAGE_NO_SUCH_PROFILE, INSERT(run->options->profile));
        if (!run_has_recovered(run, REGISTRY_CURRENT_USER) &&
            !run_has_recovered(run, REGISTRY_LOCAL_MACHINE))
            complain(host, MESSAGE_USAGE_NOTHING_DONE, NO_INSERTIONS);
        return EXIT_BAD_COMMAND_LINE;
    }
    if (run->report.file_error != CODE_SUCCESS)
        complain_of_file(host, MESSAGE_FILE_CANNOT_WRITE, run->options->out,
                         run->report.file_error);
    if (code == CODE_SUCCESS) {
        run_restart(run);
        run_conclude(run);
        tell_event_log(run, true, &remarks);
        code = hand_out(run, &remarks);
    } else {
        tell_event_log(run, false, &remarks);
    }
    byte_buffer_done(&remarks);
    if (code != CODE_SUCCESS) {
        struct byte_buffer reason = {0};
        evidence_append_error(&reason, host, code);
        complain(host, run->outcome.failed ? MESSAGE_FAILED : MESSAGE_NO_REPORT,
                 INSERT(byte_buffer_text(&reason)));
        byte_buffer_done(&reason);
    }
    return exit_code_of(&run->outcome);
}

static enum exit_code run_on_registry(struct host *host, const struct options *options)
{
    struct run run = {.host = host, .options = options, .registry = host->registry};
    struct memory_registry *memory = NULL;
    enum exit_code exit_code = EXIT_FAILED;

    describe_origin(&run);
    if (options->from != NULL && memory_registry_create(&memory) != CODE_SUCCESS)
        complain_of_file(host, MESSAGE_FILE_CANNOT_READ, options->from, CODE_NOT_ENOUGH_MEMORY);
    else if (options->from != NULL && !read_exported(&run, memory))
        exit_code = exit_code_of(&run.outcome);
    else
        exit_code = run_verb(&run);
    arena_done(&run.arena);
    memory_registry_free(memory);
    return exit_code;
}

/* The same name is the same file also where the host cannot tell. */
static bool is_same_file(struct host *host, const char *a, const char *b)
{
    return registry_names_equal(a, strlen(a), b, strlen(b)) || host->is_same_file(host, a, b);
}

enum exit_code command_run(struct host *host, int count, const char *const *arguments)
{
    struct options options = {0};
    struct options_error error = {0};
    if (!options_parse(count, arguments, &options, &error))
        return refuse_command_line(host, &error);
    const char *const written[] = {options.out, options.report, options.log};
    for (size_t i = 0; options.from != NULL && i < sizeof written / sizeof written[0]; i++) {
        if (written[i] != NULL && is_same_file(host, options.from, written[i])) {
            error = (struct options_error){MESSAGE_USAGE_SAME_FILE, written[i], NULL};
            return refuse_command_line(host, &error);
        }
    }
    switch (options.verb) {
    case VERB_HELP:
        return show_help(host);
    case VERB_VERSION:
        return show_version(host);
    case VERB_NONE:
        return host->run_agent(host);
    default:
        return run_on_registry(host, &options);
    }
}
