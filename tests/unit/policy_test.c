#include "agent/policy.h"

#include <check.h>
#include <string.h>

static struct policies policies;

static void set_up(void)
{
    memset(&policies, 0, sizeof policies);
}

static void set(enum policy_id id, enum policy_state state, uint32_t number)
{
    policies.settings[id] = (struct policy_setting){.state = state, .number = number};
}

START_TEST(every_row_of_the_table_is_whole)
{
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        const struct policy *policy = &policy_table[i];
        ck_assert_msg(policy->name != NULL && policy->name[0] != '\0', "row %u", (unsigned)i);
        ck_assert(policy->title != 0 && policy->help != 0);
        ck_assert_uint_le(policy->lowest, policy->highest);
        for (size_t other = 0; other < i; other++)
            ck_assert_str_ne(policy->name, policy_table[other].name);
        if (policy->kind != POLICY_KIND_TEXT && policy->kind != POLICY_KIND_LIST) {
            ck_assert(policy->standard >= policy->lowest && policy->standard <= policy->highest);
            ck_assert(policy->safe >= policy->lowest && policy->safe <= policy->highest);
        }
        if (policy->kind == POLICY_KIND_SWITCH)
            ck_assert(policy->lowest == 0 && policy->highest == 1);
        for (uint32_t choice = 0; choice < POLICY_CHOICES_MAX; choice++)
            ck_assert_int_eq(policy->choices[choice] != 0,
                             policy->kind == POLICY_KIND_CHOICE &&
                                 choice <= policy->highest - policy->lowest);
    }
}
END_TEST

START_TEST(nothing_is_decided_until_it_is_set)
{
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        const enum policy_id id = (enum policy_id)i;
        ck_assert(!policies_decide(&policies, id));
        ck_assert_uint_eq(policies_number(&policies, id), policy_table[i].standard);
        set(id, POLICY_SET, policy_table[i].standard);
        ck_assert(policies_decide(&policies, id));
        set(id, POLICY_UNUSABLE, policy_table[i].safe);
        ck_assert(policies_decide(&policies, id));
    }
    ck_assert(!policies_exclude(&policies, "Outlook"));
}
END_TEST

/* All there is: the policy unset, 2, 3 or unusable, and nothing, 2 or 3 asked for. */
START_TEST(the_level_of_the_policy_wins)
{
    static const struct {
        enum policy_state state;
        uint32_t number;
        uint32_t expected[3]; /* asked for: nothing, 2, 3 */
    } cases[] = {
        {POLICY_UNSET, 3, {0, 2, 3}},
        {POLICY_SET, 2, {2, 2, 2}},
        {POLICY_SET, 3, {3, 3, 3}},
        {POLICY_UNUSABLE, 3, {0, 3, 3}},
    };
    static const uint32_t asked[] = {0, 2, 3};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        set(POLICY_LEVEL, cases[i].state, cases[i].number);
        for (size_t j = 0; j < 3; j++)
            ck_assert_uint_eq(policies_level(&policies, asked[j]), cases[i].expected[j]);
    }
}
END_TEST

START_TEST(every_difference_counts)
{
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        struct policies other = policies;
        ck_assert(policies_equal(&policies, &other));
        other.settings[i].state = POLICY_SET;
        ck_assert(!policies_equal(&policies, &other));
        other.settings[i] = policies.settings[i];
        other.settings[i].number++;
        ck_assert(!policies_equal(&policies, &other));
        other.settings[i] = policies.settings[i];
        other.settings[i].text = "a";
        ck_assert(!policies_equal(&policies, &other));
        ck_assert(!policies_equal(&other, &policies));
    }
}
END_TEST

Suite *policy_suite(void);

Suite *policy_suite(void)
{
    Suite *suite = suite_create("policy");
    TCase *tests = tcase_create("policy");
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, every_row_of_the_table_is_whole);
    tcase_add_test(tests, nothing_is_decided_until_it_is_set);
    tcase_add_test(tests, the_level_of_the_policy_wins);
    tcase_add_test(tests, every_difference_counts);
    suite_add_tcase(suite, tests);
    return suite;
}
