/* What is made of the resulting set of policy: of each instance, in whatever order they come, and
 * together with the templates. */
#include "agent/policy_result.h"

#include "agent/level_policy.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define PATH "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel"
#define ELSEWHERE "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\NoLMHash"
#define ID "CN={31B2F340-016D-11D2-945F-00C04FB984F9},CN=Policies,CN=System,DC=contoso,DC=com"
#define OTHER_ID "CN={6AC1786C-016F-11D2-945F-00C04FB984F9},CN=Policies,CN=System,DC=contoso,DC=com"

/* In the order of struct policy_instance: path, data, object, type, precedence, status. */
static const struct {
    struct policy_instance instance;
    enum policy_result_state state;
    uint32_t level;
} cases[] = {
    {{PATH, "3", ID, 4, 1, 1}, POLICY_RESULT_SET, 3},
    {{PATH, "0", ID, 4, 1, 1}, POLICY_RESULT_SET, 0},
    {{PATH, "5", ID, 4, 1, 1}, POLICY_RESULT_SET, 5},
    {{PATH, "4,2", ID, 4, 1, 1}, POLICY_RESULT_SET, 2},
    {{PATH, "3", NULL, 4, 1, 1}, POLICY_RESULT_SET, 3},
    /* Not the level's, or not the one that wins. */
    {{ELSEWHERE, "1", ID, 4, 1, 1}, POLICY_RESULT_NONE, 0},
    {{NULL, "3", ID, 4, 1, 1}, POLICY_RESULT_NONE, 0},
    {{PATH, "3", ID, 4, 2, 1}, POLICY_RESULT_NONE, 0},
    {{PATH, "nonsense", ID, 7, 2, 3}, POLICY_RESULT_NONE, 0},
    /* The level's, and not understood. */
    {{PATH, "6", ID, 4, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "4294967299", ID, 4, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "-3", ID, 4, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "0x3", ID, 4, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "", ID, 4, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, NULL, ID, 4, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "1,3", ID, 4, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "3", ID, 1, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "3", ID, 0, 1, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "3", ID, 4, 0, 1}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "3", ID, 4, 1, 0}, POLICY_RESULT_UNKNOWN, 0},
    {{PATH, "3", ID, 4, 1, 3}, POLICY_RESULT_UNKNOWN, 0},
};

static struct policy_result result_of(const struct policy_instance *instances, size_t count)
{
    struct policy_result result;
    policy_result_begin(&result);
    for (size_t i = 0; i < count; i++)
        policy_result_take(&result, &instances[i]);
    return result;
}

START_TEST(each_instance_is_understood_or_unknown)
{
    const struct policy_result result = result_of(&cases[_i].instance, 1);
    ck_assert_int_eq(result.state, cases[_i].state);
    ck_assert_uint_eq(result.level, cases[_i].level);
    ck_assert_int_eq(policy_result_lacks_name(&result),
                     cases[_i].state == POLICY_RESULT_SET && cases[_i].instance.gpo_id != NULL);
}
END_TEST

START_TEST(the_one_that_wins_counts_in_whatever_order_they_come)
{
    static const struct policy_instance instances[] = {
        {ELSEWHERE, "1", OTHER_ID, 4, 1, 1},
        {PATH, "1", OTHER_ID, 4, 2, 1},
        {PATH, "5", ID, 4, 1, 1},
        {PATH, "0", OTHER_ID, 4, 3, 1},
    };
    for (size_t order = 0; order < 4; order++) {
        struct policy_instance turned[4];
        for (size_t i = 0; i < 4; i++)
            turned[i] = instances[(i + order) % 4];
        const struct policy_result result = result_of(turned, 4);
        ck_assert_int_eq(result.state, POLICY_RESULT_SET);
        ck_assert_uint_eq(result.level, 5);
        ck_assert_str_eq(result.gpo_id, ID);
    }
}
END_TEST

/* One that is not understood, or a second one that wins, before or behind a good one. */
START_TEST(a_contradiction_is_unknown)
{
    static const struct policy_instance others[] = {
        {PATH, "2", OTHER_ID, 4, 1, 1},
        {PATH, "3", OTHER_ID, 4, 1, 1},
        {PATH, "three", ID, 4, 1, 1},
        {PATH, "3", ID, 4, 1, 3},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct policy_instance both[] = {{PATH, "3", ID, 4, 1, 1}, others[i]};
        ck_assert_int_eq(result_of(both, 2).state, POLICY_RESULT_UNKNOWN);
        both[1] = both[0];
        both[0] = others[i];
        const struct policy_result result = result_of(both, 2);
        ck_assert_int_eq(result.state, POLICY_RESULT_UNKNOWN);
        ck_assert_str_eq(result.gpo_id, "");
    }
}
END_TEST

START_TEST(what_broke_off_is_unknown_whatever_came_before)
{
    struct policy_result result = result_of(&cases[0].instance, 1);
    policy_result_broke_off(&result);
    ck_assert_int_eq(result.state, POLICY_RESULT_UNKNOWN);
    policy_result_take(&result, &cases[0].instance);
    ck_assert_int_eq(result.state, POLICY_RESULT_UNKNOWN);
    policy_result_take_gpo(&result, ID, "Workstations");
    ck_assert_str_eq(result.gpo, "");
}
END_TEST

START_TEST(an_object_is_named_by_its_identifier)
{
    struct policy_result result = result_of(&cases[0].instance, 1);
    policy_result_take_gpo(&result, OTHER_ID, "Default Domain Controllers Policy");
    policy_result_take_gpo(&result, NULL, "Nobody's");
    policy_result_take_gpo(&result, ID, NULL);
    policy_result_take_gpo(&result, "", "Empty");
    ck_assert(policy_result_lacks_name(&result));
    policy_result_take_gpo(
        &result,
        "cn={31b2f340-016d-11d2-945f-00c04fb984f9},cn=policies,cn=system,DC=contoso,DC=com",
        "Default Domain Policy");
    ck_assert(!policy_result_lacks_name(&result));
    policy_result_take_gpo(&result, ID, "Another one");
    ck_assert_str_eq(result.gpo, "Default Domain Policy");
}
END_TEST

/* An object without an identifier, or with one that is no such thing, is never given a name. */
START_TEST(an_identifier_that_is_none_is_not_kept)
{
    static char longest[GPO_ID_SIZE + 1];
    memset(longest, 'x', GPO_ID_SIZE);
    const char *const ids[] = {NULL, "", longest, "CN={31B2F340}\r\nFORGED", "\x1B[31m", "\x7F"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        const struct policy_instance instance = {PATH, "3", ids[i], 4, 1, 1};
        struct policy_result result = result_of(&instance, 1);
        ck_assert_int_eq(result.state, POLICY_RESULT_SET);
        ck_assert_str_eq(result.gpo_id, "");
        policy_result_take_gpo(&result, ids[i], "Workstations");
        policy_result_take_gpo(&result, "", "Workstations");
        ck_assert_str_eq(result.gpo, "");
    }
    longest[GPO_ID_SIZE - 1] = '\0';
    const struct policy_instance instance = {PATH, "3", longest, 4, 1, 1};
    ck_assert_str_eq(result_of(&instance, 1).gpo_id, longest);
}
END_TEST

static void name_it(struct policy_result *result, const char *name)
{
    *result = result_of(&cases[0].instance, 1);
    policy_result_take_gpo(result, ID, name);
}

START_TEST(a_name_is_bounded_and_moves_no_cursor)
{
    struct policy_result result;
    static char name[4096];
    name_it(&result, "One\r\nTwo\tThree\x1B[31m\x7F"
                     "Four");
    ck_assert_str_eq(result.gpo, "One  Two Three [31m Four");
    name_it(&result, "Arbeitspl\xC3\xA4tze \xE2\x80\x93 M\xC3\xBCnchen");
    ck_assert_str_eq(result.gpo, "Arbeitspl\xC3\xA4tze \xE2\x80\x93 M\xC3\xBCnchen");
    for (size_t size = GPO_NAME_SIZE - 3; size < sizeof name; size += size < 300 ? 1 : 500) {
        memset(name, 'x', size);
        name[size] = '\0';
        name_it(&result, name);
        ck_assert_uint_eq(strlen(result.gpo), size < GPO_NAME_SIZE ? size : GPO_NAME_SIZE - 1);
    }
    /* Characters are kept whole: 85 of three bytes are 255. */
    name[0] = '\0';
    for (size_t i = 0; i < 100; i++)
        memcpy(name + 3 * i, "\xE7\xAD\x96", 4);
    name_it(&result, name);
    ck_assert_uint_eq(strlen(result.gpo), 255);
    memmove(name + 1, name, 301);
    name[0] = 'x';
    name_it(&result, name);
    ck_assert_uint_eq(strlen(result.gpo), 253);
}
END_TEST

static struct level_policy templates_say(enum level_policy_state state, uint32_t level)
{
    struct level_policy policy = {.state = state};
    if (state == LEVEL_POLICY_SET) {
        policy.level = level;
        snprintf(policy.template_name, sizeof policy.template_name, "gpt00001.dom");
    }
    return policy;
}

/* Each state of the templates with each of the result: what is known is never made less. */
START_TEST(the_result_adds_to_the_templates_and_takes_nothing_away)
{
    struct policy_result result;
    for (int state = LEVEL_POLICY_NOT_ASKED; state <= LEVEL_POLICY_UNKNOWN; state++) {
        for (int said = POLICY_RESULT_NOT_ASKED; said <= POLICY_RESULT_UNKNOWN; said++) {
            for (uint32_t level = 0; level <= 5; level++) {
                struct level_policy policy = templates_say((enum level_policy_state)state, 3);
                const struct level_policy before = policy;
                name_it(&result, "Workstations");
                result.state = (enum policy_result_state)said;
                result.level = level;
                const bool adds =
                    said == POLICY_RESULT_SET &&
                    (state == LEVEL_POLICY_UNKNOWN || (state == LEVEL_POLICY_SET && level == 3));
                level_policy_take_result(&policy, &result);
                ck_assert_int_eq(policy.state, adds ? LEVEL_POLICY_SET : before.state);
                ck_assert_uint_eq(policy.level, adds ? level : before.level);
                ck_assert_str_eq(policy.template_name, before.template_name);
                ck_assert_str_eq(policy.gpo, adds ? "Workstations" : "");
                ck_assert_str_eq(policy.gpo_id, adds ? ID : "");
                ck_assert(policy.is_in_result == adds);
            }
        }
    }
}
END_TEST

START_TEST(it_is_wanted_where_the_templates_leave_something_open)
{
    for (int state = LEVEL_POLICY_NOT_ASKED; state <= LEVEL_POLICY_UNKNOWN; state++) {
        const struct level_policy policy = templates_say((enum level_policy_state)state, 3);
        ck_assert(level_policy_wants_result(&policy) ==
                  (state == LEVEL_POLICY_SET || state == LEVEL_POLICY_UNKNOWN));
    }
}
END_TEST

Suite *policy_result_suite(void);

Suite *policy_result_suite(void)
{
    Suite *suite = suite_create("policy_result");
    TCase *tests = tcase_create("policy_result");
    tcase_add_loop_test(tests, each_instance_is_understood_or_unknown, 0,
                        (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(tests, the_one_that_wins_counts_in_whatever_order_they_come);
    tcase_add_test(tests, a_contradiction_is_unknown);
    tcase_add_test(tests, what_broke_off_is_unknown_whatever_came_before);
    tcase_add_test(tests, an_object_is_named_by_its_identifier);
    tcase_add_test(tests, an_identifier_that_is_none_is_not_kept);
    tcase_add_test(tests, a_name_is_bounded_and_moves_no_cursor);
    tcase_add_test(tests, the_result_adds_to_the_templates_and_takes_nothing_away);
    tcase_add_test(tests, it_is_wanted_where_the_templates_leave_something_open);
    suite_add_tcase(suite, tests);
    return suite;
}
