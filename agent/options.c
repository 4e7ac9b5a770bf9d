#include "agent/options.h"

#include "agent/report_path.h"
#include "agent/spelling.h"
#include "registry/text_encoding.h"

#include <string.h>

enum {
    WITH_CHECK = 1 << VERB_CHECK,
    WITH_FIX = 1 << VERB_FIX,
    WITH_UNDO = 1 << VERB_UNDO,
    WITH_CHECK_AND_FIX = WITH_CHECK | WITH_FIX,
    WITH_ALL = WITH_CHECK | WITH_FIX | WITH_UNDO,
};

typedef bool take_function(struct options *options, const char *value);

static bool take_scope(struct options *options, const char *value);
static bool take_level(struct options *options, const char *value);
static bool take_profile(struct options *options, const char *value);
static bool take_all_users(struct options *options, const char *value);
static bool take_dry_run(struct options *options, const char *value);
static bool take_no_restart(struct options *options, const char *value);
static bool take_prompt_restart(struct options *options, const char *value);
static bool take_force_restart(struct options *options, const char *value);
static bool take_always_prompt(struct options *options, const char *value);
static bool take_insecure(struct options *options, const char *value);
static bool take_probe(struct options *options, const char *value);
static bool take_principal(struct options *options, const char *value);
static bool take_force(struct options *options, const char *value);
static bool take_json(struct options *options, const char *value);
static bool take_report(struct options *options, const char *value);
static bool take_log(struct options *options, const char *value);
static bool take_quiet(struct options *options, const char *value);
static bool take_from(struct options *options, const char *value);
static bool take_out(struct options *options, const char *value);
static bool take_windows(struct options *options, const char *value);
static bool take_code_page(struct options *options, const char *value);

/* The verbs, with how /? shows them. */
static const struct {
    const char *name;
    enum verb verb;
    message_id help;
} verbs[] = {
    {"check", VERB_CHECK, MESSAGE_HELP_CHECK},
    {"fix", VERB_FIX, MESSAGE_HELP_FIX},
    {"undo", VERB_UNDO, MESSAGE_HELP_UNDO},
    {"?", VERB_HELP, MESSAGE_HELP_HELP},
    {"help", VERB_HELP, 0},
    {"version", VERB_VERSION, MESSAGE_HELP_VERSION},
};

/* The options: `value` is how /? shows what comes after the colon, NULL where nothing does. */
static const struct option {
    const char *name;
    const char *value;
    take_function *take;
    unsigned with; /* the verbs it goes with */
    message_id help;
} options_table[] = {
    {"scope", "all|user|machine", take_scope, WITH_ALL, MESSAGE_HELP_SCOPE},
    {"level", "2|3", take_level, WITH_CHECK_AND_FIX, MESSAGE_HELP_LEVEL},
    {"profile", "NAME", take_profile, WITH_CHECK_AND_FIX, MESSAGE_HELP_PROFILE},
    {"allusers", NULL, take_all_users, WITH_ALL, MESSAGE_HELP_ALLUSERS},
    {"dryrun", NULL, take_dry_run, WITH_FIX | WITH_UNDO, MESSAGE_HELP_DRYRUN},
    {"norestart", NULL, take_no_restart, WITH_FIX | WITH_UNDO, MESSAGE_HELP_NORESTART},
    {"promptrestart", NULL, take_prompt_restart, WITH_FIX | WITH_UNDO, MESSAGE_HELP_PROMPTRESTART},
    {"forcerestart", NULL, take_force_restart, WITH_FIX | WITH_UNDO, MESSAGE_HELP_FORCERESTART},
    {"alwaysprompt", "clear", take_always_prompt, WITH_CHECK_AND_FIX, MESSAGE_HELP_ALWAYSPROMPT},
    {"insecure", NULL, take_insecure, WITH_CHECK_AND_FIX, MESSAGE_HELP_INSECURE},
    {"probe", "MODE", take_probe, WITH_CHECK_AND_FIX, MESSAGE_HELP_PROBE},
    {"principal", "auto|replace", take_principal, WITH_CHECK_AND_FIX, MESSAGE_HELP_PRINCIPAL},
    {"force", NULL, take_force, WITH_UNDO, MESSAGE_HELP_FORCE},
    {"json", NULL, take_json, WITH_ALL, MESSAGE_HELP_JSON},
    {"report", "FILE", take_report, WITH_ALL, MESSAGE_HELP_REPORT},
    {"log", "FILE", take_log, WITH_ALL, MESSAGE_HELP_LOG},
    {"quiet", NULL, take_quiet, WITH_ALL, MESSAGE_HELP_QUIET},
    {"from", "FILE.reg", take_from, WITH_CHECK_AND_FIX, MESSAGE_HELP_FROM},
    {"out", "FIX.reg", take_out, WITH_FIX, MESSAGE_HELP_OUT},
    {"windows", "N.N", take_windows, WITH_CHECK_AND_FIX, MESSAGE_HELP_WINDOWS},
    {"codepage", "N", take_code_page, WITH_CHECK_AND_FIX, MESSAGE_HELP_CODEPAGE},
};

enum {
    VERB_COUNT = sizeof verbs / sizeof verbs[0],
    OPTION_COUNT = sizeof options_table / sizeof options_table[0],
};

/* ASCII only: no word of the command line has other letters. */
static bool same_word(const char *word, size_t size, const char *name)
{
    for (size_t i = 0; i < size; i++) {
        char letter = word[i];
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter - 'A' + 'a');
        if (name[i] == '\0' || letter != name[i])
            return false;
    }
    return name[size] == '\0';
}

static bool is_word(const char *value, const char *name)
{
    return same_word(value, strlen(value), name);
}

/* A decimal number of at most five digits, ended by `end`. */
static bool take_number(const char **text, char end, unsigned *number)
{
    unsigned parsed = 0;
    const char *digit = *text;
    for (; *digit >= '0' && *digit <= '9' && digit - *text < 5; digit++)
        parsed = parsed * 10 + (unsigned)(*digit - '0');
    if (digit == *text || *digit != end)
        return false;
    *number = parsed;
    *text = end == '\0' ? digit : digit + 1;
    return true;
}

static bool take_scope(struct options *options, const char *value)
{
    if (is_word(value, "all"))
        options->scope = SCOPE_ALL;
    else if (is_word(value, "user"))
        options->scope = SCOPE_USER;
    else if (is_word(value, "machine"))
        options->scope = SCOPE_MACHINE;
    else
        return false;
    return true;
}

static bool take_level(struct options *options, const char *value)
{
    return take_number(&value, '\0', &options->level) && options->level >= 2 && options->level <= 3;
}

static bool take_text(const char **text, const char *value)
{
    *text = value;
    return value[0] != '\0';
}

static bool take_profile(struct options *options, const char *value)
{
    return take_text(&options->profile, value);
}

static bool take_all_users(struct options *options, const char *value)
{
    (void)value;
    return options->all_users = true;
}

static bool take_dry_run(struct options *options, const char *value)
{
    (void)value;
    return options->dry_run = true;
}

static bool take_no_restart(struct options *options, const char *value)
{
    (void)value;
    return options->no_restart = true;
}

static bool take_prompt_restart(struct options *options, const char *value)
{
    (void)value;
    return options->prompt_restart = true;
}

static bool take_force_restart(struct options *options, const char *value)
{
    (void)value;
    return options->force_restart = true;
}

static bool take_always_prompt(struct options *options, const char *value)
{
    return options->clear_always_prompt = is_word(value, "clear");
}

static bool take_insecure(struct options *options, const char *value)
{
    (void)value;
    return options->insecure = true;
}

static bool take_probe(struct options *options, const char *value)
{
    if (is_word(value, "prefer"))
        options->probe = PROBE_PREFER;
    else if (is_word(value, "require"))
        options->probe = PROBE_REQUIRE;
    else if (is_word(value, "off"))
        options->probe = PROBE_OFF;
    else if (is_word(value, "signon"))
        options->probe = PROBE_SIGN_ON;
    else
        return false;
    return true;
}

static bool take_principal(struct options *options, const char *value)
{
    if (is_word(value, "auto"))
        options->principal = PRINCIPAL_AUTO;
    else if (is_word(value, "replace"))
        options->principal = PRINCIPAL_REPLACE;
    else
        return false;
    return true;
}

static bool take_force(struct options *options, const char *value)
{
    (void)value;
    return options->force = true;
}

static bool take_json(struct options *options, const char *value)
{
    (void)value;
    return options->json = true;
}

static bool take_report(struct options *options, const char *value)
{
    return take_text(&options->report, value);
}

static bool take_log(struct options *options, const char *value)
{
    return take_text(&options->log, value);
}

static bool take_quiet(struct options *options, const char *value)
{
    (void)value;
    return options->quiet = true;
}

static bool take_from(struct options *options, const char *value)
{
    return take_text(&options->from, value);
}

static bool take_out(struct options *options, const char *value)
{
    return take_text(&options->out, value);
}

static bool take_windows(struct options *options, const char *value)
{
    struct windows_version version = {0};
    if (!take_number(&value, '.', &version.major) || !take_number(&value, '\0', &version.minor))
        return false;
    if (version.major < 5 || version.major > 99)
        return false; /* Outlook 2003 runs on Windows 2000 and later */
    options->windows = version;
    return true;
}

static bool take_code_page(struct options *options, const char *value)
{
    char name[16];
    return take_number(&value, '\0', &options->code_page) && options->code_page != 0 &&
           text_encoding_of_code_page(options->code_page, name) == CODE_SUCCESS;
}

/* One line while it is parsed. */
struct parsing {
    struct options options;
    const char *verb_word;
    const char *words[OPTION_COUNT]; /* the word by which each option was given */
    struct options_error *error;
};

static bool refuse(struct parsing *parsing, message_id message, const char *first,
                   const char *second)
{
    *parsing->error = (struct options_error){message, first, second};
    return false;
}

static bool take_verb(struct parsing *parsing, const char *argument, enum verb verb)
{
    if (parsing->options.verb == VERB_HELP)
        return true; /* somebody who asks for help gets it, whatever else stands there */
    if (parsing->verb_word != NULL && verb != VERB_HELP)
        return refuse(parsing, MESSAGE_USAGE_TWO_VERBS, argument, parsing->verb_word);
    parsing->verb_word = argument;
    parsing->options.verb = verb;
    return true;
}

static bool take_option(struct parsing *parsing, const char *argument, size_t index,
                        const char *value)
{
    const struct option *option = &options_table[index];
    if (parsing->words[index] != NULL)
        return refuse(parsing, MESSAGE_USAGE_REPEATED, argument, NULL);
    parsing->words[index] = argument;
    if (option->value != NULL && value == NULL)
        return refuse(parsing, MESSAGE_USAGE_VALUE_MISSING, argument, option->value);
    if (option->value == NULL && value != NULL)
        return refuse(parsing, MESSAGE_USAGE_VALUE_UNWANTED, argument, NULL);
    if (!option->take(&parsing->options, value))
        return refuse(parsing, MESSAGE_USAGE_VALUE_WRONG, argument, option->value);
    return true;
}

static const char *known_word(size_t index)
{
    return index < VERB_COUNT ? verbs[index].name : options_table[index - VERB_COUNT].name;
}

/* The verb or option that an unknown word is nearest to; NULL when none is near. */
static const char *nearest_word(const char *word, size_t size)
{
    const char *nearest = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < VERB_COUNT + OPTION_COUNT; i++) {
        size_t distance = spelling_distance(word, size, known_word(i));
        if (distance < least && spelling_is_near(distance, size)) {
            least = distance;
            nearest = known_word(i);
        }
    }
    return nearest;
}

static bool take_argument(struct parsing *parsing, const char *argument)
{
    if (argument[0] != '/' && argument[0] != '-')
        return refuse(parsing, MESSAGE_USAGE_NO_OPTION, argument, NULL);
    const char *word = argument + 1;
    size_t size = strcspn(word, ":");
    const char *value = word[size] == ':' ? word + size + 1 : NULL;

    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (!same_word(word, size, verbs[i].name))
            continue;
        if (value != NULL)
            return refuse(parsing, MESSAGE_USAGE_VALUE_UNWANTED, argument, NULL);
        return take_verb(parsing, argument, verbs[i].verb);
    }
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (same_word(word, size, options_table[i].name))
            return take_option(parsing, argument, i, value);
    const char *meant = nearest_word(word, size);
    return refuse(parsing, meant != NULL ? MESSAGE_USAGE_UNKNOWN_NEAR : MESSAGE_USAGE_UNKNOWN,
                  argument, meant);
}

/* Which word gave an option its value; NULL when it was not given. */
static const char *word_of(const struct parsing *parsing, take_function *take)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (options_table[i].take == take)
            return parsing->words[i];
    return NULL;
}

/* Options that say the opposite of each other. A dry run and an exported file change nothing here
 * that a restart could make true, the proxy of another machine cannot be asked from here, and who
 * wants to be asked cannot want it quiet. */
static bool contradict(struct parsing *parsing)
{
    static const struct {
        take_function *one;
        take_function *other;
    } pairs[] = {
        {take_prompt_restart, take_no_restart},
        {take_force_restart, take_no_restart},
        {take_force_restart, take_prompt_restart},
        {take_prompt_restart, take_dry_run},
        {take_force_restart, take_dry_run},
        {take_prompt_restart, take_from},
        {take_force_restart, take_from},
        {take_prompt_restart, take_quiet},
        {take_all_users, take_from},
        {take_probe, take_from},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const char *one = word_of(parsing, pairs[i].one);
        const char *other = word_of(parsing, pairs[i].other);
        if (one != NULL && other != NULL)
            return !refuse(parsing, MESSAGE_USAGE_NOT_WITH_VERB, one, other);
    }
    return false;
}

/* What only the whole line shows. */
static bool agree(struct parsing *parsing)
{
    const struct options *options = &parsing->options;
    if (options->verb == VERB_HELP || options->verb == VERB_VERSION)
        return true;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (parsing->words[i] == NULL)
            continue;
        if (options->verb == VERB_NONE)
            return refuse(parsing, MESSAGE_USAGE_NO_VERB_FOR, parsing->words[i], NULL);
        if ((options_table[i].with & 1U << options->verb) == 0)
            return refuse(parsing, MESSAGE_USAGE_NOT_WITH_VERB, parsing->words[i],
                          parsing->verb_word);
    }
    if (contradict(parsing))
        return false;
    if (options->all_users && options->scope == SCOPE_MACHINE) /* it has no users */
        return refuse(parsing, MESSAGE_USAGE_NOT_WITH_VERB, word_of(parsing, take_all_users),
                      word_of(parsing, take_scope));
    const char *report = word_of(parsing, take_report);
    size_t size = 0;
    if (report != NULL && report_path_unknown_variable(report, &size) != NULL)
        return refuse(parsing, MESSAGE_USAGE_NO_VARIABLE, report, NULL);
    if (options->from == NULL) {
        take_function *const need_from[] = {take_out, take_windows, take_code_page};
        for (size_t i = 0; i < sizeof need_from / sizeof need_from[0]; i++)
            if (word_of(parsing, need_from[i]) != NULL)
                return refuse(parsing, MESSAGE_USAGE_NEEDS, word_of(parsing, need_from[i]),
                              "/from:FILE.reg");
    } else if (options->verb == VERB_FIX && options->out == NULL && !options->dry_run) {
        return refuse(parsing, MESSAGE_USAGE_NEEDS, word_of(parsing, take_from), "/out:FIX.reg");
    }
    return true;
}

bool options_parse(int count, const char *const *arguments, struct options *options,
                   struct options_error *error)
{
    struct parsing parsing = {.error = error};
    for (int i = 0; i < count; i++)
        if (!take_argument(&parsing, arguments[i]))
            return false;
    if (!agree(&parsing))
        return false;
    *options = parsing.options;
    return true;
}

/* One entry of help: the word padded to a column, then its text, further lines in that column. */
static void append_help_line(struct byte_buffer *text, const struct message_source *messages,
                             const char *name, const char *value, message_id help)
{
    enum { COLUMN = 26 };
    struct byte_buffer words = {0};
    size_t start = text->size;

    byte_buffer_append_text(text, "  /");
    byte_buffer_append_text(text, name);
    if (value != NULL) {
        byte_buffer_append_byte(text, ':');
        byte_buffer_append_text(text, value);
    }
    byte_buffer_append_format(text, "%*s", (int)(start + COLUMN - text->size), "");
    message_append_line(&words, messages, help, NO_INSERTIONS);
    for (size_t i = 0; i < words.size; i++) {
        byte_buffer_append_byte(text, words.data[i]);
        if (words.data[i] == '\n' && i + 1 < words.size)
            byte_buffer_append_format(text, "%*s", COLUMN, "");
    }
    text->failed |= words.failed;
    byte_buffer_done(&words);
}

void options_append_help(struct byte_buffer *text, const struct message_source *messages,
                         const char *program)
{
    message_append_line(text, messages, MESSAGE_HELP_HEADING, INSERT(program));
    byte_buffer_append_byte(text, '\n');
    message_append_line(text, messages, MESSAGE_HELP_USAGE, NO_INSERTIONS);
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (verbs[i].help != 0)
            append_help_line(text, messages, verbs[i].name, NULL, verbs[i].help);
    byte_buffer_append_byte(text, '\n');
    message_append_line(text, messages, MESSAGE_HELP_OPTIONS, NO_INSERTIONS);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        append_help_line(text, messages, options_table[i].name, options_table[i].value,
                         options_table[i].help);
    byte_buffer_append_byte(text, '\n');
    message_append_line(text, messages, MESSAGE_HELP_EXIT_CODES, NO_INSERTIONS);
}
