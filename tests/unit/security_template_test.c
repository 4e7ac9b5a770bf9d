/* What a security template says of the level, in every encoding that it may be in. */
#include "registry/security_template.h"

#include "agent/level_policy.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define NAME "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel"
#define SECTION "[Registry Values]\r\n"

/* Reads a copy without anything behind it: reading beyond the end is seen. */
static struct template_level read_bytes(const void *bytes, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    ASSERT_FAST(copy != NULL);
    if (size > 0)
        memcpy(copy, bytes, size);
    const struct template_level level = security_template_level(copy, size);
    free(copy);
    return level;
}

static struct template_level read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static struct template_level read_wide(const char *text, bool with_mark)
{
    struct byte_buffer wide = {0};
    if (with_mark)
        byte_buffer_append(&wide, "\xFF\xFE", 2);
    for (; *text != '\0'; text++) {
        byte_buffer_append_byte(&wide, (uint8_t)*text);
        byte_buffer_append_byte(&wide, 0);
    }
    const struct template_level level = read_bytes(wide.data, wide.size);
    byte_buffer_done(&wide);
    return level;
}

static void expect(struct template_level found, enum template_level_state state, uint32_t level)
{
    ck_assert_int_eq(found.state, state);
    ck_assert_uint_eq(found.level, level);
}

static const struct {
    const char *text;
    enum template_level_state state;
    uint32_t level;
} templates[] = {
    {"[Unicode]\r\nUnicode=yes\r\n" SECTION NAME "=4,3\r\n", TEMPLATE_LEVEL_SET, 3},
    {"[Version]\n[Registry Values]\n" NAME "=4,5  ", TEMPLATE_LEVEL_SET, 5},
    {SECTION "machine\\system\\currentcontrolset\\control\\lsa\\lmcompatibilitylevel=4,0\r\n",
     TEMPLATE_LEVEL_SET, 0},
    {"[REGISTRY VALUES]\r\n\t" NAME " = 4 , 2\t\r\n", TEMPLATE_LEVEL_SET, 2},
    {SECTION NAME "=4,1\r\n" NAME "=4,4\r\n", TEMPLATE_LEVEL_SET, 4},
    {SECTION NAME "=4,4294967295", TEMPLATE_LEVEL_SET, 4294967295U},
    {SECTION NAME "=4,4294967296", TEMPLATE_LEVEL_MALFORMED, 0},
    {SECTION NAME "=1,\"3\"\r\n", TEMPLATE_LEVEL_MALFORMED, 0},
    {SECTION NAME "=4\r\n", TEMPLATE_LEVEL_MALFORMED, 0},
    {SECTION NAME "=4,\r\n", TEMPLATE_LEVEL_MALFORMED, 0},
    {SECTION NAME "=4,3x\r\n", TEMPLATE_LEVEL_MALFORMED, 0},
    {SECTION NAME "=4,-1\r\n", TEMPLATE_LEVEL_MALFORMED, 0},
    {SECTION NAME "\r\n", TEMPLATE_LEVEL_ABSENT, 0},
    {SECTION ";" NAME "=4,3\r\n", TEMPLATE_LEVEL_ABSENT, 0},
    {SECTION NAME "2=4,3\r\n", TEMPLATE_LEVEL_ABSENT, 0},
    {SECTION "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NTLMMinClientSec=4,"
             "537395200\r\n",
     TEMPLATE_LEVEL_ABSENT, 0},
    {NAME "=4,3\r\n", TEMPLATE_LEVEL_ABSENT, 0},
    {SECTION "[System Access]\r\n" NAME "=4,3\r\n", TEMPLATE_LEVEL_ABSENT, 0},
    {"", TEMPLATE_LEVEL_ABSENT, 0},
};

START_TEST(reads_each_template_in_each_encoding)
{
    struct byte_buffer marked = {0};
    byte_buffer_append_text(&marked, "\xEF\xBB\xBF");
    byte_buffer_append_text(&marked, templates[_i].text);
    expect(read_text(templates[_i].text), templates[_i].state, templates[_i].level);
    expect(read_wide(templates[_i].text, true), templates[_i].state, templates[_i].level);
    expect(read_wide(templates[_i].text, false), templates[_i].state, templates[_i].level);
    expect(read_bytes(marked.data, marked.size), templates[_i].state, templates[_i].level);
    byte_buffer_done(&marked);
}
END_TEST

START_TEST(other_letters_are_passed_over)
{
    expect(read_text("[Profil\xE9]\r\nBeschreibung=f\xFCr alle\r\n" SECTION NAME "=4,3"),
           TEMPLATE_LEVEL_SET, 3);
    expect(read_text(SECTION "\xC3\xA9" NAME "=4,3"), TEMPLATE_LEVEL_ABSENT, 0);
    expect(read_bytes("\xFF\xFE", 2), TEMPLATE_LEVEL_ABSENT, 0);
    expect(read_bytes("\xFF\xFE[", 3), TEMPLATE_LEVEL_ABSENT, 0);
    expect(read_bytes("\xEF\xBB\xBF", 3), TEMPLATE_LEVEL_ABSENT, 0);
    /* U+0120 is no space, whatever its lower byte is. */
    static const char section[] = SECTION NAME "=4,3";
    uint8_t wide[2 * sizeof section] = {0};
    for (size_t i = 0; i < sizeof section; i++)
        wide[2 * i] = (uint8_t)section[i];
    expect(read_bytes(wide, sizeof wide), TEMPLATE_LEVEL_SET, 3);
    wide[2 * (sizeof "[Registry" - 1) + 1] = 1;
    expect(read_bytes(wide, sizeof wide), TEMPLATE_LEVEL_ABSENT, 0);
}
END_TEST

START_TEST(copies_go_by_their_numbers)
{
    static const struct {
        const char *name;
        bool is_copy;
        uint32_t number;
    } names[] = {
        {"gpt00000.inf", true, 0},  {"GPT00012.DOM", true, 12},      {"gpt7.inf", true, 7},
        {"gpt.inf", false, 0},      {"gpt00000.in", false, 0},       {"gpt00000.infx", false, 0},
        {"tmpgptfl.inf", false, 0}, {"gpt00000.txt", false, 0},      {"", false, 0},
        {"gp", false, 0},           {"gpt0123456789.inf", false, 0},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        uint32_t number = 0;
        ck_assert(security_template_number(names[i].name, &number) == names[i].is_copy);
        ck_assert_uint_eq(number, names[i].number);
    }
}
END_TEST

START_TEST(a_value_of_its_own_is_read_as_in_a_template)
{
    static const struct {
        const char *path, *data;
        enum template_level_state state;
        uint32_t level;
    } values[] = {
        {NAME, "3", TEMPLATE_LEVEL_SET, 3},
        {NAME, "4,3", TEMPLATE_LEVEL_SET, 3},
        {"machine\\SYSTEM\\currentcontrolset\\control\\LSA\\lmcompatibilitylevel ", " 4 , 0 ",
         TEMPLATE_LEVEL_SET, 0},
        {NAME, "4294967295", TEMPLATE_LEVEL_SET, 4294967295U},
        {NAME, "4294967296", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, "7,3", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, "4,", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, "4,3,3", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, ",3", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, "", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, "-1", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, "3\xC2\xA0", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, "three", TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME, NULL, TEMPLATE_LEVEL_MALFORMED, 0},
        {NAME "2", "3", TEMPLATE_LEVEL_ABSENT, 0},
        {"System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel", "3",
         TEMPLATE_LEVEL_ABSENT, 0},
        {"USER\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel", "3",
         TEMPLATE_LEVEL_ABSENT, 0},
        {"", "3", TEMPLATE_LEVEL_ABSENT, 0},
        {NULL, "3", TEMPLATE_LEVEL_ABSENT, 0},
        {NULL, NULL, TEMPLATE_LEVEL_ABSENT, 0},
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        expect(security_template_value(values[i].path, values[i].data), values[i].state,
               values[i].level);
}
END_TEST

static void take(struct level_policy *policy, const char *name, const char *text, error_code error)
{
    level_policy_take(policy, name, (const uint8_t *)text, strlen(text), error);
}

START_TEST(the_last_of_the_copies_counts_in_whatever_order_they_come)
{
    static const struct {
        const char *name;
        const char *text;
    } files[] = {{"gpt00002.inf", SECTION NAME "=4,2"},
                 {"gpt00010.dom", SECTION NAME "=4,5"},
                 {"gpt00001.dom", SECTION NAME "=4,1"},
                 {"gpt00011.inf", SECTION}};
    for (int order = 0; order < 4; order++) {
        struct level_policy policy = {.state = LEVEL_POLICY_NONE};
        for (int i = 0; i < 4; i++)
            take(&policy, files[(i + order) % 4].name, files[(i + order) % 4].text, CODE_SUCCESS);
        level_policy_listed(&policy, CODE_SUCCESS);
        ck_assert_int_eq(policy.state, LEVEL_POLICY_SET);
        ck_assert_uint_eq(policy.level, 5);
        ck_assert_str_eq(policy.template_name, "gpt00010.dom");
    }
}
END_TEST

START_TEST(what_may_not_be_read_is_unknown)
{
    static const struct {
        error_code file, folder;
        enum level_policy_state state;
    } cases[] = {{CODE_SUCCESS, CODE_SUCCESS, LEVEL_POLICY_NONE},
                 {CODE_SUCCESS, CODE_FILE_NOT_FOUND, LEVEL_POLICY_NONE},
                 {CODE_SUCCESS, CODE_PATH_NOT_FOUND, LEVEL_POLICY_NONE},
                 {CODE_SUCCESS, CODE_ACCESS_DENIED, LEVEL_POLICY_UNKNOWN},
                 {CODE_ACCESS_DENIED, CODE_SUCCESS, LEVEL_POLICY_UNKNOWN}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct level_policy policy = {.state = LEVEL_POLICY_NONE};
        take(&policy, "gpt00000.inf", SECTION, cases[i].file);
        level_policy_listed(&policy, cases[i].folder);
        ck_assert_int_eq(policy.state, cases[i].state);
        take(&policy, "gpt00001.inf", SECTION NAME "=4,3", CODE_SUCCESS);
        ck_assert_int_eq(policy.state, LEVEL_POLICY_SET);
        take(&policy, "gpt00002.inf", SECTION NAME "=4,three", CODE_SUCCESS);
        ck_assert_int_eq(policy.state, LEVEL_POLICY_SET);
    }
    struct level_policy policy = {.state = LEVEL_POLICY_NONE};
    take(&policy, "gpt00000.inf", SECTION NAME "=4,three", CODE_SUCCESS);
    ck_assert_int_eq(policy.state, LEVEL_POLICY_UNKNOWN);
}
END_TEST

Suite *security_template_suite(void);

Suite *security_template_suite(void)
{
    Suite *suite = suite_create("security_template");
    TCase *tests = tcase_create("security_template");
    tcase_add_loop_test(tests, reads_each_template_in_each_encoding, 0,
                        (int)(sizeof templates / sizeof templates[0]));
    tcase_add_test(tests, other_letters_are_passed_over);
    tcase_add_test(tests, a_value_of_its_own_is_read_as_in_a_template);
    tcase_add_test(tests, copies_go_by_their_numbers);
    tcase_add_test(tests, the_last_of_the_copies_counts_in_whatever_order_they_come);
    tcase_add_test(tests, what_may_not_be_read_is_unknown);
    suite_add_tcase(suite, tests);
    return suite;
}
