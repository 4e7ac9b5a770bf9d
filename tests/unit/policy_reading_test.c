#include "agent/policy_reading.h"

#include "tests/unit/failing_allocation.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define EXCLUDED POLICIES_KEY "\\ExcludedProfiles"

static struct memory_registry *memory;
static struct registry *registry;
static struct arena arena;
static struct policies policies;

static void set_up(void)
{
    memory = sample_registry_create();
    registry = memory_registry_interface(memory);
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    arena_done(&arena);
    memory_registry_free(memory);
}

static void read_for(enum policy_reach reach)
{
    memset(&policies, 0x5A, sizeof policies);
    ck_assert_uint_eq(policies_read(registry, reach, &arena, &policies), CODE_SUCCESS);
}

static void read_all(void)
{
    read_for(POLICIES_OF_COMPUTER_AND_USER);
}

static void set_number(enum registry_root root, enum policy_id id, uint32_t number)
{
    sample_dword(registry, root, POLICIES_KEY, policy_table[id].name, number);
}

static bool is_number(size_t id)
{
    return policy_table[id].kind != POLICY_KIND_TEXT && policy_table[id].kind != POLICY_KIND_LIST;
}

/* Policy `id` is in this state; all others are unset. */
static void expect_only(size_t id, enum policy_state state, uint32_t number)
{
    for (size_t other = 0; other < POLICY_COUNT; other++) {
        const struct policy_setting *setting = &policies.settings[other];
        ck_assert_uint_eq(setting->state, other == id ? state : POLICY_UNSET);
        ck_assert_uint_eq(policies_number(&policies, (enum policy_id)other),
                          other == id ? number : policy_table[other].standard);
    }
}

static void expect_no_problems(void)
{
    ck_assert_uint_eq(policies.problem_count, 0);
    ck_assert_ptr_null(policies.problems);
}

static void expect_one_problem(enum policy_problem_kind kind, enum registry_root root,
                               const char *key, const char *name, error_code error)
{
    const struct policy_problem *problem = policies.problems;
    ck_assert_uint_eq(policies.problem_count, 1);
    ck_assert_uint_eq(problem->kind, kind);
    ck_assert_uint_eq(problem->root, root);
    ck_assert_str_eq(problem->key, key);
    ck_assert_pstr_eq(problem->name, name);
    ck_assert_uint_eq(problem->error, error);
    ck_assert_ptr_null(problem->next);
}

START_TEST(nothing_set_means_the_defaults)
{
    read_all(); /* no key */
    expect_only(POLICY_COUNT, POLICY_UNSET, 0);
    expect_no_problems();
    sample_key(registry, REGISTRY_LOCAL_MACHINE, EXCLUDED);
    sample_key(registry, REGISTRY_CURRENT_USER, EXCLUDED);
    read_all(); /* keys without values */
    expect_only(POLICY_COUNT, POLICY_UNSET, 0);
    expect_no_problems();
    ck_assert_ptr_null(policies.excluded_profiles);
}
END_TEST

START_TEST(every_number_within_the_limits_is_read_and_none_beside_them)
{
    for (size_t id = 0; id < POLICY_COUNT; id++) {
        const struct policy *policy = &policy_table[id];
        for (uint32_t number = 0; is_number(id) && number <= policy->highest + 2; number++) {
            const bool usable = number >= policy->lowest && number <= policy->highest;
            set_number((enum registry_root)_i, (enum policy_id)id, number);
            read_all();
            expect_only(id, usable ? POLICY_SET : POLICY_UNUSABLE, usable ? number : policy->safe);
            ck_assert_uint_eq(policies.settings[id].root, _i);
            if (usable)
                expect_no_problems();
            else
                expect_one_problem(POLICY_PROBLEM_MALFORMED, (enum registry_root)_i, POLICIES_KEY,
                                   policy->name, CODE_SUCCESS);
            sample_delete(registry, (enum registry_root)_i, POLICIES_KEY, policy->name);
        }
    }
}
END_TEST

START_TEST(names_have_no_case)
{
    sample_dword(registry, REGISTRY_LOCAL_MACHINE, "SOFTWARE\\POLICIES\\promptfix", "ALLOWfix", 0);
    read_all();
    expect_only(POLICY_ALLOW_FIX, POLICY_SET, 0);
    expect_no_problems();
}
END_TEST

static const struct {
    uint32_t type;
    const char *bytes;
    size_t size;
} no_number[] = {
    {VALUE_DWORD, "\xFF\xFF\xFF\xFF", 4},
    {VALUE_DWORD, "\0\0\0\1", 4},
    {VALUE_DWORD, "\1\0\0", 3},
    {VALUE_DWORD, "\1\0\0\0\0", 5},
    {VALUE_DWORD, "", 0},
    {VALUE_BINARY, "\1\0\0\0", 4},
    {VALUE_STRING, "1\0\0\0", 4},
    {VALUE_DWORD_BIG_ENDIAN, "\0\0\0\1", 4},
    {VALUE_QWORD, "\1\0\0\0\0\0\0\0", 8},
    {VALUE_NONE, "", 0},
};

START_TEST(a_number_of_the_wrong_type_or_size_is_unusable)
{
    for (size_t id = 0; id < POLICY_COUNT; id++) {
        if (!is_number(id))
            continue;
        const char *name = policy_table[id].name;
        sample_write(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, name, no_number[_i].type,
                     no_number[_i].bytes, no_number[_i].size);
        read_all();
        expect_only(id, POLICY_UNUSABLE, policy_table[id].safe);
        expect_one_problem(POLICY_PROBLEM_MALFORMED, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, name,
                           CODE_SUCCESS);
        sample_delete(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, name);
    }
}
END_TEST

START_TEST(what_is_unusable_permits_nothing)
{
    static const enum policy_id permissions[] = {
        POLICY_ALLOW_NTLM,    POLICY_ALLOW_LEVEL, POLICY_ALLOW_FIX, POLICY_ALLOW_UNDO,
        POLICY_ALLOW_DISMISS, POLICY_ALLOW_EXIT,  POLICY_NOTIFY,    POLICY_RESTART,
    };
    for (size_t i = 0; i < sizeof permissions / sizeof permissions[0]; i++)
        ck_assert_uint_eq(policy_table[permissions[i]].safe, 0);
    ck_assert_uint_eq(policy_table[POLICY_ALWAYS_PROMPT].safe, ALWAYS_PROMPT_REPORT);
    ck_assert_uint_eq(policy_table[POLICY_LEVEL].safe, 3);
    ck_assert_uint_eq(policy_table[POLICY_SHOW_ICON].safe, SHOW_ICON_ON_PROBLEM);
}
END_TEST

/* What each of the two keys holds for one policy: all nine pairs. */
START_TEST(the_computer_wins_value_by_value)
{
    static const struct {
        enum policy_state state;
        uint32_t number;
    } held[] = {{POLICY_UNSET, 0}, {POLICY_SET, 0}, {POLICY_UNUSABLE, 9}};
    for (size_t computer = 0; computer < 3; computer++)
        for (size_t user = 0; user < 3; user++) {
            const size_t winner = computer != 0 ? computer : user;
            if (computer != 0)
                set_number(REGISTRY_LOCAL_MACHINE, POLICY_ALLOW_UNDO, held[computer].number);
            if (user != 0)
                set_number(REGISTRY_CURRENT_USER, POLICY_ALLOW_UNDO, held[user].number);
            set_number(REGISTRY_CURRENT_USER, POLICY_ALLOW_EXIT, 0);
            read_all();
            ck_assert_uint_eq(policies.settings[POLICY_ALLOW_UNDO].state, held[winner].state);
            ck_assert_uint_eq(policies_number(&policies, POLICY_ALLOW_UNDO), winner == 0);
            if (winner != 0)
                ck_assert_uint_eq(policies.settings[POLICY_ALLOW_UNDO].root,
                                  computer != 0 ? REGISTRY_LOCAL_MACHINE : REGISTRY_CURRENT_USER);
            ck_assert_uint_eq(policies.settings[POLICY_ALLOW_EXIT].state, POLICY_SET);
            ck_assert_uint_eq(policies.problem_count,
                              (size_t)(computer == 2) + (size_t)(user == 2));
            if (computer != 0)
                sample_delete(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowUndo");
            if (user != 0)
                sample_delete(registry, REGISTRY_CURRENT_USER, POLICIES_KEY, "AllowUndo");
        }
}
END_TEST

START_TEST(both_set_the_computers_number_holds)
{
    set_number(REGISTRY_LOCAL_MACHINE, POLICY_NOTIFY_DAYS, 7);
    set_number(REGISTRY_CURRENT_USER, POLICY_NOTIFY_DAYS, 2);
    set_number(REGISTRY_CURRENT_USER, POLICY_NOTIFY_TIMES, 5);
    read_all();
    ck_assert_uint_eq(policies_number(&policies, POLICY_NOTIFY_DAYS), 7);
    ck_assert_uint_eq(policies_number(&policies, POLICY_NOTIFY_TIMES), 5);
    read_for(POLICIES_OF_COMPUTER);
    expect_only(POLICY_NOTIFY_DAYS, POLICY_SET, 7);
}
END_TEST

START_TEST(for_the_machine_half_the_users_key_is_not_even_opened)
{
    set_number(REGISTRY_CURRENT_USER, POLICY_ALLOW_LEVEL, 0);
    sample_text(registry, REGISTRY_CURRENT_USER, EXCLUDED, "1", "Outlook");
    sample_dword(registry, REGISTRY_CURRENT_USER, POLICIES_KEY, "Nonsense", 1);
    size_t before = memory_registry_call_count(memory);
    read_for(POLICIES_OF_COMPUTER);
    ck_assert_uint_eq(memory_registry_call_count(memory) - before, 1);
    expect_only(POLICY_COUNT, POLICY_UNSET, 0);
    expect_no_problems();
    ck_assert_ptr_null(policies.excluded_profiles);
}
END_TEST

START_TEST(a_value_that_is_no_policy_is_named)
{
    static const char *const names[] = {"AllowFixes", "allow fix", "", "ExcludedProfiles"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        sample_dword(registry, REGISTRY_CURRENT_USER, POLICIES_KEY, names[i], 0);
        read_all();
        expect_only(POLICY_COUNT, POLICY_UNSET, 0);
        expect_one_problem(POLICY_PROBLEM_UNKNOWN, REGISTRY_CURRENT_USER, POLICIES_KEY, names[i],
                           CODE_SUCCESS);
        sample_delete(registry, REGISTRY_CURRENT_USER, POLICIES_KEY, names[i]);
    }
}
END_TEST

START_TEST(a_name_that_is_no_text_hides_nothing_behind_it)
{
    set_number(REGISTRY_LOCAL_MACHINE, POLICY_ALLOW_FIX, 0);
    set_number(REGISTRY_LOCAL_MACHINE, POLICY_ALLOW_UNDO, 0);
    memory_registry_fail(memory, 2, CODE_NO_UNICODE_TRANSLATION, false);
    read_all();
    expect_one_problem(POLICY_PROBLEM_UNKNOWN, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, NULL,
                       CODE_NO_UNICODE_TRANSLATION);
    /* The store lists one of the two first, and that is the one that failed. */
    ck_assert_uint_eq(policies_number(&policies, POLICY_ALLOW_FIX) +
                          policies_number(&policies, POLICY_ALLOW_UNDO),
                      1);
}
END_TEST

START_TEST(the_report_path_is_a_text_of_either_type)
{
    static const char *const path = "\\\\server\\berichte f\xC3\xBCr alle\\%COMPUTERNAME%.json";
    sample_text(registry, REGISTRY_CURRENT_USER, POLICIES_KEY, "ReportPath", path);
    read_all();
    expect_only(POLICY_REPORT_PATH, POLICY_SET, 0);
    ck_assert_str_eq(policies.settings[POLICY_REPORT_PATH].text, path);
    sample_write(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath", VALUE_EXPAND_STRING,
                 "r\0\0\0\0\0", 6);
    read_all();
    ck_assert_str_eq(policies.settings[POLICY_REPORT_PATH].text, "r");
    expect_no_problems();
}
END_TEST

static const struct {
    uint32_t type;
    const char *bytes;
    size_t size;
} no_text[] = {
    {VALUE_STRING, "", 0},
    {VALUE_STRING, "\0\0", 2},
    {VALUE_STRING, "a\0b", 3},
    {VALUE_STRING, "a\0\0\0b\0\0\0", 8}, /* an editor would show "a" */
    {VALUE_STRING, "\0\xD8\0\0", 4},
    {VALUE_MULTI_STRING, "a\0\0\0\0\0", 6},
    {VALUE_BINARY, "a\0\0\0", 4},
    {VALUE_DWORD, "\1\0\0\0", 4},
};

START_TEST(a_text_that_is_none_is_unusable)
{
    sample_write(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath", no_text[_i].type,
                 no_text[_i].bytes, no_text[_i].size);
    sample_text(registry, REGISTRY_CURRENT_USER, POLICIES_KEY, "ReportPath", "C:\\users.json");
    read_all();
    expect_only(POLICY_REPORT_PATH, POLICY_UNUSABLE, 0);
    ck_assert_ptr_null(policies.settings[POLICY_REPORT_PATH].text);
    expect_one_problem(POLICY_PROBLEM_MALFORMED, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath",
                       CODE_SUCCESS);
}
END_TEST

/* Nobody replaces it, and a file of that name nobody wants. */
START_TEST(a_report_path_with_an_unknown_variable_is_unusable)
{
    static const char *const unknown[] = {"\\\\server\\r\\%TEMP%.json", "%computername%%x%",
                                          "C:\\%ProgramFiles(x86)%\\r.csv"};
    static const char *const known[] = {"\\\\s\\r\\%userdomain%-%UserName%.csv", "100%.json", "%%"};
    for (size_t i = 0; i < 3; i++) {
        sample_text(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath", unknown[i]);
        read_all();
        expect_only(POLICY_REPORT_PATH, POLICY_UNUSABLE, 0);
        ck_assert_ptr_null(policies.settings[POLICY_REPORT_PATH].text);
        expect_one_problem(POLICY_PROBLEM_MALFORMED, REGISTRY_LOCAL_MACHINE, POLICIES_KEY,
                           "ReportPath", CODE_SUCCESS);
        sample_text(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath", known[i]);
        read_all();
        expect_only(POLICY_REPORT_PATH, POLICY_SET, 0);
        expect_no_problems();
    }
}
END_TEST

START_TEST(a_text_has_a_limit)
{
    char text[1025];
    for (size_t length = 1022; length <= 1024; length++) {
        memset(text, 'x', length);
        text[length] = '\0';
        sample_text(registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath", text);
        read_all();
        expect_only(POLICY_REPORT_PATH, length <= 1023 ? POLICY_SET : POLICY_UNUSABLE, 0);
    }
}
END_TEST

START_TEST(excluded_profiles_of_computer_and_user_add_up)
{
    sample_text(registry, REGISTRY_LOCAL_MACHINE, EXCLUDED, "1", "Outlook");
    sample_text(registry, REGISTRY_CURRENT_USER, EXCLUDED, "1", "J\xC3\xBCrgen");
    sample_text(registry, REGISTRY_CURRENT_USER, EXCLUDED, "Test", "Test"); /* as ADM writes it */
    read_all();
    expect_only(POLICY_EXCLUDED_PROFILES, POLICY_SET, 0);
    expect_no_problems();
    ck_assert(policies_exclude(&policies, "outLOOK"));
    ck_assert(policies_exclude(&policies, "J\xC3\x9CRGEN"));
    ck_assert(policies_exclude(&policies, "Test"));
    ck_assert(!policies_exclude(&policies, "Outlook 2"));
    ck_assert(!policies_exclude(&policies, "Outloo"));
    ck_assert(!policies_exclude(&policies, "1"));
    ck_assert(!policies_exclude(&policies, ""));
    read_for(POLICIES_OF_COMPUTER);
    ck_assert(policies_exclude(&policies, "Outlook"));
    ck_assert(!policies_exclude(&policies, "Test"));
}
END_TEST

START_TEST(one_entry_that_is_no_text_leaves_the_list_unknown)
{
    sample_text(registry, (enum registry_root)(1 - _i), EXCLUDED, "1", "Outlook");
    sample_dword(registry, (enum registry_root)_i, EXCLUDED, "2", 1);
    read_all();
    expect_only(POLICY_EXCLUDED_PROFILES, POLICY_UNUSABLE, 0);
    expect_one_problem(POLICY_PROBLEM_MALFORMED, (enum registry_root)_i, EXCLUDED, "2",
                       CODE_SUCCESS);
    ck_assert(policies_exclude(&policies, "Outlook")); /* what is known still counts */
}
END_TEST

static void deny(enum registry_root root, const char *key)
{
    ck_assert_uint_eq(memory_registry_deny(memory, root, key, REGISTRY_READ), CODE_SUCCESS);
}

START_TEST(a_key_that_may_not_be_read_permits_nothing)
{
    set_number(REGISTRY_LOCAL_MACHINE, POLICY_ALLOW_FIX, 1);
    set_number(REGISTRY_CURRENT_USER, POLICY_ALLOW_FIX, 1);
    set_number(REGISTRY_CURRENT_USER, POLICY_ALLOW_EXIT, 1);
    sample_text(registry, REGISTRY_LOCAL_MACHINE, EXCLUDED, "1", "Outlook");
    deny((enum registry_root)_i, POLICIES_KEY);
    read_all();
    expect_one_problem(POLICY_PROBLEM_UNREADABLE, (enum registry_root)_i, POLICIES_KEY, NULL,
                       CODE_ACCESS_DENIED);
    for (size_t id = 0; id < POLICY_COUNT; id++) {
        const bool known = _i == REGISTRY_CURRENT_USER && id == POLICY_ALLOW_FIX;
        ck_assert_uint_eq(policies.settings[id].state, known ? POLICY_SET : POLICY_UNUSABLE);
        ck_assert_uint_eq(policies.settings[id].number, known ? 1 : policy_table[id].safe);
    }
}
END_TEST

START_TEST(a_list_that_may_not_be_read_is_unknown_alone)
{
    set_number(REGISTRY_LOCAL_MACHINE, POLICY_ALLOW_FIX, 1);
    sample_text(registry, (enum registry_root)_i, EXCLUDED, "1", "Outlook");
    deny((enum registry_root)_i, EXCLUDED);
    read_all();
    expect_one_problem(POLICY_PROBLEM_UNREADABLE, (enum registry_root)_i, EXCLUDED, NULL,
                       CODE_ACCESS_DENIED);
    ck_assert_uint_eq(policies.settings[POLICY_EXCLUDED_PROFILES].state, POLICY_UNUSABLE);
    ck_assert_uint_eq(policies.settings[POLICY_ALLOW_FIX].state, POLICY_SET);
    ck_assert_uint_eq(policies.settings[POLICY_ALLOW_UNDO].state, POLICY_UNSET);
}
END_TEST

static void fill_both_keys(void)
{
    for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
        set_number((enum registry_root)root, POLICY_ALLOW_FIX, 1);
        set_number((enum registry_root)root, POLICY_NOTIFY, 7);
        sample_text(registry, (enum registry_root)root, POLICIES_KEY, "ReportPath", "r.json");
        sample_text(registry, (enum registry_root)root, EXCLUDED, "1", "Outlook");
    }
}

/* Of each key: the open, three values, the end of them; of its list: the open, a value, the end. */
START_TEST(each_key_is_opened_once_and_its_values_passed_over_once)
{
    fill_both_keys();
    size_t before = memory_registry_call_count(memory);
    read_all();
    ck_assert_uint_eq(memory_registry_call_count(memory) - before, 16);
}
END_TEST

START_TEST(whatever_call_fails_no_permission_comes_of_it)
{
    fill_both_keys();
    for (size_t call = 1; call <= 16; call++) {
        memory_registry_fail(memory, call, CODE_REGISTRY_IO_FAILED, false);
        read_all();
        memory_registry_fail(memory, 0, CODE_SUCCESS, false);
        const struct policy_problem *unreadable = policies.problems;
        while (unreadable != NULL && unreadable->kind != POLICY_PROBLEM_UNREADABLE)
            unreadable = unreadable->next;
        ck_assert_ptr_nonnull(unreadable);
        ck_assert_uint_eq(unreadable->error, CODE_REGISTRY_IO_FAILED);
        const bool list_failed = strcmp(unreadable->key, POLICIES_KEY) != 0;
        ck_assert(policies.settings[POLICY_ALLOW_UNDO].state ==
                  (list_failed ? POLICY_UNSET : POLICY_UNUSABLE));
    }
}
END_TEST

START_TEST(memory_that_runs_out_is_said_and_leaves_the_output_alone)
{
    struct policies poison;
    size_t number = 1;
    error_code code;
    memset(&poison, 0x5A, sizeof poison);
    fill_both_keys();
    do {
        memset(&policies, 0x5A, sizeof policies);
        failing_allocation_begin(number++, false);
        code = policies_read(registry, POLICIES_OF_COMPUTER_AND_USER, &arena, &policies);
        if (!failing_allocation_end())
            break;
        ck_assert_uint_eq(code, CODE_NOT_ENOUGH_MEMORY);
        ck_assert_mem_eq(&policies, &poison, sizeof poison);
        arena_done(&arena);
    } while (number < 1000);
    ck_assert_uint_eq(code, CODE_SUCCESS);
#if !defined(_WIN32)
    ck_assert_uint_gt(number, 3);
#endif
}
END_TEST

Suite *policy_reading_suite(void);

Suite *policy_reading_suite(void)
{
    Suite *suite = suite_create("policy_reading");
    TCase *tests = tcase_create("policy_reading");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, nothing_set_means_the_defaults);
    tcase_add_loop_test(tests, every_number_within_the_limits_is_read_and_none_beside_them, 0, 2);
    tcase_add_test(tests, names_have_no_case);
    tcase_add_loop_test(tests, a_number_of_the_wrong_type_or_size_is_unusable, 0,
                        sizeof no_number / sizeof no_number[0]);
    tcase_add_test(tests, what_is_unusable_permits_nothing);
    tcase_add_test(tests, the_computer_wins_value_by_value);
    tcase_add_test(tests, both_set_the_computers_number_holds);
    tcase_add_test(tests, for_the_machine_half_the_users_key_is_not_even_opened);
    tcase_add_test(tests, a_value_that_is_no_policy_is_named);
    tcase_add_test(tests, a_name_that_is_no_text_hides_nothing_behind_it);
    tcase_add_test(tests, the_report_path_is_a_text_of_either_type);
    tcase_add_test(tests, a_report_path_with_an_unknown_variable_is_unusable);
    tcase_add_loop_test(tests, a_text_that_is_none_is_unusable, 0,
                        sizeof no_text / sizeof no_text[0]);
    tcase_add_test(tests, a_text_has_a_limit);
    tcase_add_test(tests, excluded_profiles_of_computer_and_user_add_up);
    tcase_add_loop_test(tests, one_entry_that_is_no_text_leaves_the_list_unknown, 0, 2);
    tcase_add_loop_test(tests, a_key_that_may_not_be_read_permits_nothing, 0, 2);
    tcase_add_loop_test(tests, a_list_that_may_not_be_read_is_unknown_alone, 0, 2);
    tcase_add_test(tests, each_key_is_opened_once_and_its_values_passed_over_once);
    tcase_add_test(tests, whatever_call_fails_no_permission_comes_of_it);
    tcase_add_test(tests, memory_that_runs_out_is_said_and_leaves_the_output_alone);
    suite_add_tcase(suite, tests);
    return suite;
}
