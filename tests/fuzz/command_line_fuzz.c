/* The command line: scripts, shortcuts and deployment tools put it together, not always well.
 *
 * The input is the words, parted by NULs. A line that is accepted obeys what README and /? say of
 * what goes with what; one that is refused names one of its own words and leaves the options
 * alone. */
#include "agent/options.h"
#include "agent/report_path.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_LIMIT = 64 };

static bool is_given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static void check_values(const struct options *options)
{
    ASSERT_FAST(options->level == 0 || options->level == 2 || options->level == 3);
    ASSERT_FAST(options->profile == NULL || is_given(options->profile));
    ASSERT_FAST(options->report == NULL || is_given(options->report));
    ASSERT_FAST(options->log == NULL || is_given(options->log));
    ASSERT_FAST(options->from == NULL || is_given(options->from));
    ASSERT_FAST(options->out == NULL || is_given(options->out));
    ASSERT_FAST(options->windows.major == 0 ||
                (options->windows.major >= 5 && options->windows.major <= 99));
    ASSERT_FAST(options->code_page <= 99999);
}

/* Nothing that goes with every verb but needs one. */
static bool shows_nothing(const struct options *options)
{
    return options->scope == SCOPE_ALL && options->report == NULL && options->log == NULL &&
           !options->json && !options->quiet;
}

static void check_agreement(const struct options *options)
{
    const bool changes = options->verb == VERB_FIX || options->verb == VERB_UNDO;
    const bool looks = options->verb == VERB_CHECK || options->verb == VERB_FIX;
    ASSERT_FAST(looks || options->verb == VERB_UNDO || shows_nothing(options));
    ASSERT_FAST(changes || (!options->dry_run && !options->no_restart));
    ASSERT_FAST(looks || (options->level == 0 && options->profile == NULL));
    ASSERT_FAST(looks || (!options->clear_always_prompt && !options->insecure));
    ASSERT_FAST(looks || options->from == NULL);
    ASSERT_FAST(options->verb == VERB_UNDO || !options->force);
    ASSERT_FAST(options->verb == VERB_FIX || options->out == NULL);
    ASSERT_FAST(options->from != NULL ||
                (options->out == NULL && options->windows.major == 0 && options->code_page == 0));
    /* A fix never falls back from the file to the registry of this machine. */
    ASSERT_FAST(options->verb != VERB_FIX || options->from == NULL || options->out != NULL ||
                options->dry_run);
    size_t size = 0;
    ASSERT_FAST(options->report == NULL ||
                report_path_unknown_variable(options->report, &size) == NULL);
}

/* What no line makes. */
static const struct options untouched = {
    .verb = VERB_VERSION, .level = 77, .from = "untouched", .force = true};

static void check_refusal(int count, const char *const *words, const struct options *options,
                          const struct options_error *error)
{
    bool is_a_word = false;
    for (int i = 0; i < count; i++)
        is_a_word = is_a_word || words[i] == error->first;
    ASSERT_FAST(is_a_word && error->message != 0);
    ASSERT_FAST(options->verb == untouched.verb && options->level == untouched.level &&
                options->from == untouched.from && options->force == untouched.force);
}

static void check_line(int count, const char *const *words)
{
    struct options options = untouched;
    struct options_error error = {0};
    if (!options_parse(count, words, &options, &error)) {
        check_refusal(count, words, &options, &error);
        return;
    }
    check_values(&options);
    if (options.verb != VERB_HELP && options.verb != VERB_VERSION)
        check_agreement(&options);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    /* Each word is an allocation of its own: reading beyond its NUL is seen. */
    char *words[WORD_LIMIT];
    int count = 0;
    size_t start = 0;
    while (start < size && count < WORD_LIMIT) {
        const void *end = memchr(bytes + start, '\0', size - start);
        size_t length = end != NULL ? (size_t)((const uint8_t *)end - bytes) - start : size - start;
        char *word = malloc(length + 1);
        ASSERT_FAST(word != NULL);
        memcpy(word, bytes + start, length);
        word[length] = '\0';
        words[count++] = word;
        start += length + 1;
    }
    check_line(count, (const char *const *)words);
    for (int i = 0; i < count; i++)
        free(words[i]);
    return 0;
}
