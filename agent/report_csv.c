/* The report as CSV (RFC 4180), for a helpdesk that reads many of them as one table.
 *
 * Comma, quotes where needed, CRLF, one header; each account has a line for each of its findings,
 * or one without a finding; findings about the machine have lines without an account; there is
 * always a line, so that every computer is in the table. UTF-8 begins with the byte order mark by
 * which Excel knows it in every locale. A line "sep=," would split it right in every locale too,
 * but it is no RFC 4180, other readers take it for the header, and Excel then ignores the mark.
 *
 * Spreadsheets take a text for a formula that begins with = + - @ (OWASP, "CSV Injection"), and
 * one that splits lines elsewhere (Excel at ";" where the list separator is that) finds such a
 * beginning inside of a field. So an apostrophe stands before each of them there. Words are chosen
 * that no locale turns into something else: "NT 5.1", for German Excel reads 5.1 as the 5th of
 * January, and yes and no instead of true and false.
 */
#include "agent/report.h"

#include "agent/report_names.h"

#include <string.h>

struct csv_writer {
    struct byte_buffer *out;
    struct byte_buffer field; /* the next one, as a spreadsheet may see it */
    bool follows;             /* a field stands before in the same line */
};

static const char *const columns[] = {
    "time",
    "computer",
    "user",
    "program",
    "windows",
    "verb",
    "exit_code",
    "restart",
    "level_stored",
    "level_effective",
    "level_source",
    "account_user",
    "profile",
    "default",
    "rpc_over_http",
    "proxy_server",
    "authentication",
    "authentication_value",
    "flags",
    "ssl",
    "mutual_authentication",
    "principal_name",
    "always_prompt",
    "policy",
    "implicit_logon",
    "finding",
    "severity",
    "remedy",
    "blocked_by",
    "error",
    "outlook",
    "account_name",
    "section",
};

enum { ACCOUNT_COLUMN_COUNT = 13, FINDING_COLUMN_COUNT = 5 };

/* The size of the sign at `text` by which a formula begins, 0 for none: = + - @, and their
 * full-width forms U+FF1D, U+FF0B, U+FF0D, U+FF20, which Japanese Excel takes for them. */
static size_t formula_sign_size(const char *text)
{
    if (*text != '\0' && strchr("=+-@", *text) != NULL)
        return 1;
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                       "\xEF\xBC\xA0"};
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (strncmp(text, wide[i], 3) == 0)
            return 3;
    return 0;
}

/* May a cell begin after this character, whatever a spreadsheet splits at? Spaces are passed over
 * before a formula. */
static bool keeps_cell_beginning(char character, bool at_beginning)
{
    return strchr(",;|:\t\r\n\"", character) != NULL || (at_beginning && character == ' ');
}

static void neutralise(struct byte_buffer *field, const char *text)
{
    bool at_beginning = true;
    /* A tab or a line end at the very beginning hides what follows. */
    if (*text == '\t' || *text == '\r' || *text == '\n')
        byte_buffer_append_byte(field, '\'');
    while (*text != '\0') {
        const size_t sign_size = formula_sign_size(text);
        const size_t size = sign_size > 0 ? sign_size : 1;
        if (at_beginning && sign_size > 0)
            byte_buffer_append_byte(field, '\'');
        byte_buffer_append(field, text, size);
        at_beginning = sign_size == 0 && keeps_cell_beginning(*text, at_beginning);
        text += size;
    }
}

static void begin_field(struct csv_writer *csv)
{
    if (csv->follows)
        byte_buffer_append_byte(csv->out, ',');
    csv->follows = true;
}

/* Any text, from whomever; NULL, for what is not known, is an empty field. */
static void append_text(struct csv_writer *csv, const char *text)
{
    begin_field(csv);
    if (text == NULL)
        return;
    byte_buffer_clear(&csv->field);
    neutralise(&csv->field, text);
    const char *field = byte_buffer_text(&csv->field);
    if (field == NULL) {
        csv->out->failed = true;
        return;
    }
    /* ";" is quoted for those who split there. */
    if (strpbrk(field, ",;\"\r\n\t") == NULL && *field != ' ') {
        byte_buffer_append_text(csv->out, field);
        return;
    }
    byte_buffer_append_byte(csv->out, '"');
    for (; *field != '\0'; field++) {
        if (*field == '"')
            byte_buffer_append_byte(csv->out, '"');
        byte_buffer_append_byte(csv->out, (uint8_t)*field);
    }
    byte_buffer_append_byte(csv->out, '"');
}

static void append_number(struct csv_writer *csv, bool known, uint32_t number)
{
    begin_field(csv);
    if (known)
        byte_buffer_append_format(csv->out, "%lu", (unsigned long)number);
}

static void append_answer(struct csv_writer *csv, enum answer answer)
{
    static const char *const words[] = {
        [ANSWER_UNKNOWN] = NULL,
        [ANSWER_NO] = "no",
        [ANSWER_YES] = "yes",
    };
    append_text(csv, words[answer]);
}

static enum answer answer_of(bool yes)
{
    return yes ? ANSWER_YES : ANSWER_NO;
}

static void append_origin(struct csv_writer *csv, const struct report *report)
{
    const struct lm_compatibility *level = &report->observation.level;
    append_text(csv, report->time);
    append_text(csv, report->computer);
    append_text(csv, report->user);
    append_text(csv, report->program);
    begin_field(csv);
    if (report->windows.major != 0)
        byte_buffer_append_format(csv->out, "NT %u.%u", report->windows.major,
                                  report->windows.minor);
    append_text(csv, verb_name(report->options->verb));
    append_number(csv, true, (uint32_t)report->exit_code);
    append_text(csv, restart_name(report->restart));
    append_number(csv, level->stored_known, level->stored);
    append_number(csv, level->effective_known, level->effective);
    append_text(csv, report->observed ? level_source_name(level->source) : NULL);
}

static void append_account(struct csv_writer *csv, const struct observation *observation,
                           const struct exchange_account *account)
{
    append_text(csv, account->profile);
    append_answer(csv, answer_of(account->in_default_profile));
    append_answer(csv, account_uses_rpc_over_http(account));
    append_text(csv, account->proxy_server.text);
    append_text(csv, authentication_name(account));
    append_number(csv, account->authentication.state == PROPERTY_READ,
                  account->authentication.value);
    append_number(csv, account->roh_flags.state == PROPERTY_READ, account->roh_flags.value);
    append_answer(csv, account_has_flag(account, ROH_SSL));
    append_answer(csv, account_has_flag(account, ROH_MUTUAL));
    append_text(csv, account->principal_name.text);
    append_answer(csv, account_always_prompts(account));
    append_answer(csv, answer_of(observation_policy_for(observation, account)->key != NULL));
    append_answer(csv, account_implicit_logon(observation, account));
}

static void append_finding(struct csv_writer *csv, const struct finding *finding)
{
    append_text(csv, finding_id_name(finding->id));
    append_text(csv, severity_name(finding->severity));
    append_text(csv, remedy_name(finding->remedy));
    append_text(csv, blocked_by_name(finding->blocked_by));
    append_number(csv, finding->error != CODE_SUCCESS, finding->error);
}

/* One line about what was found at the user of `visit`, which is the report itself or one of its
 * others; `account` and `finding` are NULL where it has none. */
static void append_line(struct csv_writer *csv, const struct report *report,
                        const struct report *visit, const struct exchange_account *account,
                        const struct finding *finding)
{
    csv->follows = false;
    append_origin(csv, report);
    append_text(csv, visit != report || account != NULL ? visit->user : NULL);
    if (account != NULL)
        append_account(csv, &visit->observation, account);
    else
        for (size_t i = 0; i < ACCOUNT_COLUMN_COUNT; i++)
            append_text(csv, NULL);
    if (finding != NULL)
        append_finding(csv, finding);
    else
        for (size_t i = 0; i < FINDING_COLUMN_COUNT; i++)
            append_text(csv, NULL);
    append_text(csv, account != NULL ? outlook_version_name(account->outlook) : NULL);
    append_text(csv, account != NULL ? account->name.text : NULL);
    append_text(csv, account != NULL ? account->section : NULL);
    byte_buffer_append_text(csv->out, "\r\n");
}

/* The lines of one account, or with NULL those without one. How many there are. */
static size_t append_lines_of(struct csv_writer *csv, const struct report *report,
                              const struct report *visit, const struct exchange_account *account)
{
    size_t count = 0;
    for (size_t i = 0; i < visit->diagnosis.count; i++) {
        if (visit->diagnosis.findings[i].account != account)
            continue;
        append_line(csv, report, visit, account, &visit->diagnosis.findings[i]);
        count++;
    }
    return count;
}

/* All lines of one user. How many there are. */
static size_t append_visit(struct csv_writer *csv, const struct report *report,
                           const struct report *visit)
{
    const struct account_list *accounts = &visit->observation.accounts;
    size_t count = 0;
    for (size_t i = 0; i < accounts->count; i++) {
        const struct exchange_account *account = &accounts->accounts[i];
        const size_t with_finding = append_lines_of(csv, report, visit, account);
        if (with_finding == 0)
            append_line(csv, report, visit, account, NULL);
        count += with_finding > 0 ? with_finding : 1;
    }
    return count + append_lines_of(csv, report, visit, NULL);
}

void report_append_csv(struct byte_buffer *out, const struct report *report)
{
    struct csv_writer csv = {.out = out};
    byte_buffer_append_text(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        append_text(&csv, columns[i]);
    byte_buffer_append_text(out, "\r\n");

    size_t count = append_visit(&csv, report, report);
    for (size_t i = 0; i < report->other_count; i++)
        count += append_visit(&csv, report, &report->others[i]);
    if (count == 0)
        append_line(&csv, report, report, NULL, NULL);
    byte_buffer_done(&csv.field);
}
