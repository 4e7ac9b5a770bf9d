#include "agent/options.h"

#include "tests/unit/fake_host.h"

#include <check.h>
#include <string.h>

#define PARSE(options, error, ...)                                                                 \
    options_parse((int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *)),             \
                  (const char *[]){__VA_ARGS__}, options, error)

/* A line that is right. */
#define EXPECT_GOOD(options, ...)                                                                  \
    do {                                                                                           \
        struct options_error none = {0};                                                           \
        memset(options, 0, sizeof *(options));                                                     \
        ck_assert(PARSE(options, &none, __VA_ARGS__));                                             \
    } while (0)

/* A line that is wrong: the message, the word that it names, and the second word or NULL. */
static void expect_refusal(const struct options_error *error, message_id message, const char *first,
                           const char *second)
{
    ck_assert_uint_eq(error->message, message);
    ck_assert_pstr_eq(error->first, first);
    ck_assert_pstr_eq(error->second, second);
}

#define EXPECT_BAD(message, first, second, ...)                                                    \
    do {                                                                                           \
        struct options_error error = {0};                                                          \
        struct options before;                                                                     \
        struct options after;                                                                      \
        memset(&before, 0x5a, sizeof before);                                                      \
        memset(&after, 0x5a, sizeof after);                                                        \
        ck_assert(!PARSE(&after, &error, __VA_ARGS__));                                            \
        expect_refusal(&error, message, first, second);                                            \
        ck_assert_mem_eq(&before, &after, sizeof before);                                          \
    } while (0)

START_TEST(an_empty_line_is_no_verb_and_no_option)
{
    struct options options;
    struct options_error error = {0};
    memset(&options, 0x5a, sizeof options);
    ck_assert(options_parse(0, NULL, &options, &error));
    ck_assert_int_eq(options.verb, VERB_NONE);
    ck_assert_int_eq(options.scope, SCOPE_ALL);
    ck_assert_uint_eq(options.level, 0);
    ck_assert_ptr_null(options.profile);
}
END_TEST

START_TEST(takes_every_verb_in_any_case_and_with_either_sign)
{
    static const struct {
        const char *word;
        enum verb verb;
    } words[] = {
        {"/check", VERB_CHECK}, {"-CHECK", VERB_CHECK},     {"/fix", VERB_FIX},
        {"-Fix", VERB_FIX},     {"/undo", VERB_UNDO},       {"-uNdO", VERB_UNDO},
        {"/?", VERB_HELP},      {"-?", VERB_HELP},          {"/help", VERB_HELP},
        {"-HELP", VERB_HELP},   {"/version", VERB_VERSION}, {"-Version", VERB_VERSION},
    };
    struct options options;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        EXPECT_GOOD(&options, words[i].word);
        ck_assert_int_eq(options.verb, words[i].verb);
    }
}
END_TEST

START_TEST(takes_every_option)
{
    struct options options;
    EXPECT_GOOD(&options, "/fix", "/scope:user", "/level:2", "/profile:Outlook", "/dryrun",
                "/norestart", "/alwaysprompt:clear", "/insecure", "/principal:Auto", "/json",
                "/report:r.json", "/log:l.txt", "/quiet", "/from:a.reg", "/out:b.reg",
                "/windows:5.1", "/codepage:932");
    ck_assert_int_eq(options.verb, VERB_FIX);
    ck_assert_int_eq(options.scope, SCOPE_USER);
    ck_assert_uint_eq(options.level, 2);
    ck_assert_str_eq(options.profile, "Outlook");
    ck_assert(options.dry_run && options.no_restart && options.clear_always_prompt);
    ck_assert(options.insecure && options.json && options.quiet && !options.force);
    ck_assert_int_eq(options.principal, PRINCIPAL_AUTO);
    ck_assert_str_eq(options.report, "r.json");
    ck_assert_str_eq(options.log, "l.txt");
    ck_assert_str_eq(options.from, "a.reg");
    ck_assert_str_eq(options.out, "b.reg");
    ck_assert_uint_eq(options.windows.major, 5);
    ck_assert_uint_eq(options.windows.minor, 1);
    ck_assert_uint_eq(options.code_page, 932);
    EXPECT_GOOD(&options, "/undo", "/force");
    ck_assert(options.force);
    ck_assert_int_eq(options.principal, PRINCIPAL_KEEP);
    EXPECT_GOOD(&options, "/check", "/principal:replace");
    ck_assert_int_eq(options.principal, PRINCIPAL_REPLACE);
}
END_TEST

START_TEST(takes_each_kind_of_restart)
{
    struct options options;
    EXPECT_GOOD(&options, "/fix", "/PromptRestart", "/json", "/report:r.json", "/log:l.txt");
    ck_assert(options.prompt_restart && !options.force_restart && !options.no_restart);
    EXPECT_GOOD(&options, "/undo", "-promptrestart", "/scope:user");
    ck_assert(options.prompt_restart);
    EXPECT_GOOD(&options, "/fix", "/forcerestart", "/quiet", "/profile:Outlook");
    ck_assert(options.force_restart && !options.prompt_restart && !options.no_restart);
    EXPECT_GOOD(&options, "/undo", "/forcerestart", "/force");
    ck_assert(options.force_restart && options.force);
}
END_TEST

START_TEST(refuses_a_restart_that_contradicts_the_rest)
{
    static const struct {
        const char *one;
        const char *other;
    } cases[] = {
        {"/promptrestart", "/norestart"},    {"/forcerestart", "/norestart"},
        {"/forcerestart", "/promptrestart"}, {"/promptrestart", "/dryrun"},
        {"/forcerestart", "/dryrun"},        {"/promptrestart", "/quiet"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *one = cases[i].one;
        const char *other = cases[i].other;
        EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, one, other, "/fix", one, other);
        EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, one, other, other, "/fix", one);
    }
    EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, "/promptrestart", "/from:a.reg", "/fix",
               "/promptrestart", "/from:a.reg", "/out:b.reg");
    EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, "/forcerestart", "/from:a.reg", "/fix", "/forcerestart",
               "/from:a.reg", "/out:b.reg");
    EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, "/promptrestart", "/check", "/check", "/promptrestart");
    EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, "-forcerestart", "/check", "/check", "-forcerestart");
    EXPECT_BAD(MESSAGE_USAGE_NO_VERB_FOR, "/forcerestart", NULL, "/forcerestart");
    EXPECT_BAD(MESSAGE_USAGE_VALUE_UNWANTED, "/forcerestart:60", NULL, "/fix", "/forcerestart:60");
}
END_TEST

START_TEST(takes_values_in_any_case_where_they_are_words)
{
    struct options options;
    EXPECT_GOOD(&options, "-CHECK", "-SCOPE:Machine", "-AlwaysPrompt:CLEAR");
    ck_assert_int_eq(options.scope, SCOPE_MACHINE);
    ck_assert(options.clear_always_prompt);
    EXPECT_GOOD(&options, "/check", "/scope:all");
    ck_assert_int_eq(options.scope, SCOPE_ALL);
    EXPECT_GOOD(&options, "/check", "/level:3");
    ck_assert_uint_eq(options.level, 3);
}
END_TEST

START_TEST(keeps_colons_and_case_in_values)
{
    struct options options;
    EXPECT_GOOD(&options, "/check", "/report:C:\\Temp\\R.json", "/profile:Post: \xE6\x97\xA5");
    ck_assert_str_eq(options.report, "C:\\Temp\\R.json");
    ck_assert_str_eq(options.profile, "Post: \xE6\x97\xA5");
    EXPECT_GOOD(&options, "/check", "/profile::");
    ck_assert_str_eq(options.profile, ":");
}
END_TEST

START_TEST(names_the_word_it_does_not_know)
{
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN_NEAR, "/fixx", "fix", "/fixx", "/level:9");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN_NEAR, "/CHEKC", "check", "/CHEKC");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN_NEAR, "/sope:user", "scope", "/fix", "/sope:user");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN, "/che", NULL, "/che");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN, "/", NULL, "/check", "/");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN, "-", NULL, "-");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN_NEAR, "--check", "check", "--check");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN, "/:user", NULL, "/check", "/:user");
    EXPECT_BAD(MESSAGE_USAGE_UNKNOWN, "/quux:off", NULL, "/fix", "/quux:off");
    EXPECT_BAD(MESSAGE_USAGE_NO_OPTION, "check", NULL, "check");
    EXPECT_BAD(MESSAGE_USAGE_NO_OPTION, "mail", NULL, "/check", "/profile:My", "mail");
    EXPECT_BAD(MESSAGE_USAGE_NO_OPTION, "", NULL, "/check", "");
}
END_TEST

START_TEST(names_the_word_that_is_there_twice)
{
    EXPECT_BAD(MESSAGE_USAGE_REPEATED, "-JSON", NULL, "/check", "/json", "-JSON");
    EXPECT_BAD(MESSAGE_USAGE_REPEATED, "/level:3", NULL, "/fix", "/level:2", "/level:3");
    EXPECT_BAD(MESSAGE_USAGE_TWO_VERBS, "/undo", "/fix", "/fix", "/undo");
    EXPECT_BAD(MESSAGE_USAGE_TWO_VERBS, "-check", "/check", "/check", "-check");
    EXPECT_BAD(MESSAGE_USAGE_TWO_VERBS, "/version", "/check", "/check", "/version");
}
END_TEST

START_TEST(names_a_value_that_is_missing_unwanted_or_wrong)
{
    static const struct {
        const char *verb;
        const char *word;
        message_id message;
        const char *second;
    } cases[] = {
        {"/fix", "/level", MESSAGE_USAGE_VALUE_MISSING, "2|3"},
        {"/fix", "/scope", MESSAGE_USAGE_VALUE_MISSING, "all|user|machine"},
        {"/fix", "/alwaysprompt", MESSAGE_USAGE_VALUE_MISSING, "clear"},
        {"/fix", "/principal", MESSAGE_USAGE_VALUE_MISSING, "auto|replace"},
        {"/fix", "/principal:off", MESSAGE_USAGE_VALUE_WRONG, "auto|replace"},
        {"/fix", "/profile", MESSAGE_USAGE_VALUE_MISSING, "NAME"},
        {"/fix", "/level:", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/level:1", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/level:4", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/level:9", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/level:-3", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/level:3 ", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/level:0x3", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/level:4294967299", MESSAGE_USAGE_VALUE_WRONG, "2|3"},
        {"/fix", "/scope:", MESSAGE_USAGE_VALUE_WRONG, "all|user|machine"},
        {"/fix", "/scope:both", MESSAGE_USAGE_VALUE_WRONG, "all|user|machine"},
        {"/fix", "/scope:userx", MESSAGE_USAGE_VALUE_WRONG, "all|user|machine"},
        {"/fix", "/scope:use", MESSAGE_USAGE_VALUE_WRONG, "all|user|machine"},
        {"/fix", "/alwaysprompt:set", MESSAGE_USAGE_VALUE_WRONG, "clear"},
        {"/fix", "/profile:", MESSAGE_USAGE_VALUE_WRONG, "NAME"},
        {"/fix", "/report:", MESSAGE_USAGE_VALUE_WRONG, "FILE"},
        {"/fix", "/log:", MESSAGE_USAGE_VALUE_WRONG, "FILE"},
        {"/fix", "/from:", MESSAGE_USAGE_VALUE_WRONG, "FILE.reg"},
        {"/fix", "/out:", MESSAGE_USAGE_VALUE_WRONG, "FIX.reg"},
        {"/fix", "/dryrun:yes", MESSAGE_USAGE_VALUE_UNWANTED, NULL},
        {"/fix", "/json:", MESSAGE_USAGE_VALUE_UNWANTED, NULL},
        {"/undo", "/force:1", MESSAGE_USAGE_VALUE_UNWANTED, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        EXPECT_BAD(cases[i].message, cases[i].word, cases[i].second, cases[i].verb, cases[i].word);
    EXPECT_BAD(MESSAGE_USAGE_VALUE_UNWANTED, "/check:now", NULL, "/check:now");
    EXPECT_BAD(MESSAGE_USAGE_VALUE_UNWANTED, "/?:", NULL, "/?:");
    EXPECT_BAD(MESSAGE_USAGE_NO_VARIABLE, "/report:%TEMP%.csv", NULL, "/check",
               "/report:%TEMP%.csv");
}
END_TEST

START_TEST(knows_windows_versions_and_code_pages)
{
    static const char *const bad_versions[] = {"/windows:",     "/windows:5",     "/windows:5.",
                                               "/windows:.1",   "/windows:4.0",   "/windows:XP",
                                               "/windows:5.1.", "/windows:100.0", "/windows:5.1 "};
    static const char *const bad_pages[] = {"/codepage:", "/codepage:0", "/codepage:99999",
                                            "/codepage:cp932", "/codepage:932x"};
    struct options options;
    EXPECT_GOOD(&options, "/check", "/from:a.reg", "/windows:10.0", "/codepage:1252");
    ck_assert_uint_eq(options.windows.major, 10);
    ck_assert_uint_eq(options.windows.minor, 0);
    ck_assert(!options.windows.workstation);
    for (size_t i = 0; i < sizeof bad_versions / sizeof bad_versions[0]; i++)
        EXPECT_BAD(MESSAGE_USAGE_VALUE_WRONG, bad_versions[i], "N.N", "/check", "/from:a.reg",
                   bad_versions[i]);
    for (size_t i = 0; i < sizeof bad_pages / sizeof bad_pages[0]; i++)
        EXPECT_BAD(MESSAGE_USAGE_VALUE_WRONG, bad_pages[i], "N", "/check", "/from:a.reg",
                   bad_pages[i]);
}
END_TEST

START_TEST(refuses_options_that_do_not_go_with_the_verb)
{
    static const struct {
        const char *word;
        bool with_check, with_fix, with_undo;
    } options_and_verbs[] = {
        {"/scope:user", true, true, true},
        {"/level:3", true, true, false},
        {"/profile:x", true, true, false},
        {"/dryrun", false, true, true},
        {"/norestart", false, true, true},
        {"/promptrestart", false, true, true},
        {"/forcerestart", false, true, true},
        {"/alwaysprompt:clear", true, true, false},
        {"/principal:auto", true, true, false},
        {"/insecure", true, true, false},
        {"/force", false, false, true},
        {"/json", true, true, true},
        {"/report:x", true, true, true},
        {"/log:x", true, true, true},
        {"/quiet", true, true, true},
        {"/from:x", true, false, false}, /* with /fix it needs /out: see below */
    };
    struct options options;
    for (size_t i = 0; i < sizeof options_and_verbs / sizeof options_and_verbs[0]; i++) {
        const char *word = options_and_verbs[i].word;
        EXPECT_BAD(MESSAGE_USAGE_NO_VERB_FOR, word, NULL, word);
        if (options_and_verbs[i].with_check)
            EXPECT_GOOD(&options, word, "/check");
        else
            EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, word, "/check", word, "/check");
        if (options_and_verbs[i].with_undo)
            EXPECT_GOOD(&options, word, "/undo");
        else
            EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, word, "/undo", word, "/undo");
        if (options_and_verbs[i].with_fix)
            EXPECT_GOOD(&options, word, "/fix");
        else if (strcmp(word, "/from:x") != 0)
            EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, word, "/fix", word, "/fix");
    }
    EXPECT_BAD(MESSAGE_USAGE_NOT_WITH_VERB, "/out:b", "/check", "/check", "/from:a", "/out:b");
}
END_TEST

START_TEST(from_and_its_companions_belong_together)
{
    struct options options;
    EXPECT_BAD(MESSAGE_USAGE_NEEDS, "/from:a", "/out:FIX.reg", "/fix", "/from:a");
    EXPECT_BAD(MESSAGE_USAGE_NEEDS, "/out:b", "/from:FILE.reg", "/fix", "/out:b");
    EXPECT_BAD(MESSAGE_USAGE_NEEDS, "-Windows:5.1", "/from:FILE.reg", "/check", "-Windows:5.1");
    EXPECT_BAD(MESSAGE_USAGE_NEEDS, "/codepage:932", "/from:FILE.reg", "/fix", "/codepage:932");
    EXPECT_GOOD(&options, "/fix", "/from:a", "/out:b");
    EXPECT_GOOD(&options, "/fix", "/from:a", "/dryrun"); /* nothing is written: no /out needed */
    EXPECT_GOOD(&options, "/out:b", "/from:a", "/fix");  /* in any order */
}
END_TEST

START_TEST(whoever_asks_for_help_gets_it)
{
    struct options options;
    EXPECT_GOOD(&options, "/fix", "/?");
    ck_assert_int_eq(options.verb, VERB_HELP);
    EXPECT_GOOD(&options, "/?", "/fix", "/force");
    ck_assert_int_eq(options.verb, VERB_HELP);
    EXPECT_GOOD(&options, "/level:3", "/help");
    ck_assert_int_eq(options.verb, VERB_HELP);
    EXPECT_GOOD(&options, "/?", "/version");
    ck_assert_int_eq(options.verb, VERB_HELP);
}
END_TEST

/* How often the line that explains `word` stands in the help. */
static int count_lines_of(const char *help, const char *word)
{
    int count = 0;
    size_t size = strlen(word);
    for (const char *line = help; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
        line += *line == '\n';
        count += strncmp(line, "  /", 3) == 0 && strncmp(line + 3, word, size) == 0 &&
                 (line[3 + size] == ':' || line[3 + size] == ' ');
    }
    return count;
}

START_TEST(help_lists_every_word_once_in_80_columns)
{
    static const char *const words[] = {
        "check",        "fix",          "undo",     "?",         "version",
        "scope",        "level",        "dryrun",   "norestart", "promptrestart",
        "forcerestart", "alwaysprompt", "insecure", "force",     "json",
        "report",       "log",          "quiet",    "from",      "out",
        "windows",      "codepage",     "profile",  "allusers",  "probe",
        "principal",
    };
    struct byte_buffer help = {0};
    options_append_help(&help, &fake_messages, "promptfix 0.1.0");
    const char *text = byte_buffer_text(&help);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        ck_assert_msg(count_lines_of(text, words[i]) == 1, "%s", words[i]);

    size_t listed = 0;
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        listed += strncmp(line, "  /", 3) == 0;
        size_t length = strcspn(line, "\n");
        ck_assert_msg(length < 80, "%.*s", (int)length, line); /* in 80 a console wraps */
        ck_assert(length == 0 || line[length - 1] != ' ');
    }
    ck_assert_uint_eq(listed, sizeof words / sizeof words[0]);
    ck_assert_ptr_nonnull(strstr(text, "promptfix 0.1.0"));
    byte_buffer_done(&help);
}
END_TEST

START_TEST(help_names_every_exit_code)
{
    static const char *const codes[] = {"  0 ", "  1 ",   "  2 ",   "  13 ",  "  87 ",  "740 ",
                                        "1603", " 1618 ", " 3010 ", " 3011 ", " 1223 ", " 1641 "};
    struct byte_buffer help = {0};
    options_append_help(&help, &fake_messages, "promptfix");
    const char *list = strstr(byte_buffer_text(&help), "Exit codes:");
    ck_assert_ptr_nonnull(list);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        ck_assert_msg(strstr(list, codes[i]) != NULL, "%s", codes[i]);
    byte_buffer_done(&help);
}
END_TEST

Suite *options_suite(void);

Suite *options_suite(void)
{
    Suite *suite = suite_create("options");
    TCase *tests = tcase_create("options");
    tcase_add_test(tests, an_empty_line_is_no_verb_and_no_option);
    tcase_add_test(tests, takes_every_verb_in_any_case_and_with_either_sign);
    tcase_add_test(tests, takes_every_option);
    tcase_add_test(tests, takes_each_kind_of_restart);
    tcase_add_test(tests, refuses_a_restart_that_contradicts_the_rest);
    tcase_add_test(tests, takes_values_in_any_case_where_they_are_words);
    tcase_add_test(tests, keeps_colons_and_case_in_values);
    tcase_add_test(tests, names_the_word_it_does_not_know);
    tcase_add_test(tests, names_the_word_that_is_there_twice);
    tcase_add_test(tests, names_a_value_that_is_missing_unwanted_or_wrong);
    tcase_add_test(tests, knows_windows_versions_and_code_pages);
    tcase_add_test(tests, refuses_options_that_do_not_go_with_the_verb);
    tcase_add_test(tests, from_and_its_companions_belong_together);
    tcase_add_test(tests, whoever_asks_for_help_gets_it);
    tcase_add_test(tests, help_lists_every_word_once_in_80_columns);
    tcase_add_test(tests, help_names_every_exit_code);
    suite_add_tcase(suite, tests);
    return suite;
}
