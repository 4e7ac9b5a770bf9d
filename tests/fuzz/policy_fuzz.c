/* The policies for PromptFix, as they lie in the registry: those of the computer, and those of the
 * user, where a program of his may have written.
 *
 * The input is lines of a .reg file in the computer's key; "[HKCU\Software\Policies\PromptFix]"
 * goes on with the user's. Every number is one of the table, the safe one where nothing else can be
 * understood; what the computer sets the user changes by nothing; and the computer's alone are what
 * the machine half goes by. */
#include "agent/policy_reading.h"
#include "tests/fuzz/fuzz_registry.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

static void check_number(const struct policies *policies, enum policy_id id)
{
    const struct policy *policy = &policy_table[id];
    const struct policy_setting *setting = &policies->settings[id];
    const uint32_t number = policies_number(policies, id);
    if (setting->state == POLICY_UNUSABLE)
        ASSERT_FAST(number == policy->safe);
    else if (setting->state == POLICY_UNSET)
        ASSERT_FAST(number == policy->standard);
    else
        ASSERT_FAST(number >= policy->lowest && number <= policy->highest);
    ASSERT_FAST(policies_decide(policies, id) == (setting->state != POLICY_UNSET));
}

static void check_policies(const struct policies *policies)
{
    size_t problem_count = 0;
    for (int id = 0; id < POLICY_COUNT; id++) {
        const enum policy_kind kind = policy_table[id].kind;
        if (kind != POLICY_KIND_TEXT && kind != POLICY_KIND_LIST)
            check_number(policies, (enum policy_id)id);
        else if (kind == POLICY_KIND_TEXT)
            ASSERT_FAST((policies->settings[id].text != NULL) ==
                        (policies->settings[id].state == POLICY_SET));
    }
    for (const struct policy_problem *problem = policies->problems; problem != NULL;
         problem = problem->next)
        problem_count++;
    ASSERT_FAST(problem_count == policies->problem_count);
    for (uint32_t asked = 0; asked <= 3; asked += asked == 0 ? 2 : 1) {
        const uint32_t level = policies_level(policies, asked);
        ASSERT_FAST(level == 0 || level == 2 || level == 3);
        if (policies->settings[POLICY_LEVEL].state == POLICY_UNUSABLE)
            ASSERT_FAST(level == (asked != 0 ? 3 : 0)); /* nothing lower than it may mean */
        else if (policies->settings[POLICY_LEVEL].state == POLICY_UNSET)
            ASSERT_FAST(level == asked);
    }
}

/* What the computer says holds, whatever the user's key holds. */
static void expect_computer_wins(const struct policies *computer, const struct policies *both)
{
    for (int id = 0; id < POLICY_COUNT; id++) {
        const struct policy_setting *own = &computer->settings[id];
        const struct policy_setting *all = &both->settings[id];
        ASSERT_FAST(own->state == POLICY_UNSET || own->root == REGISTRY_LOCAL_MACHINE);
        if (policy_table[id].kind == POLICY_KIND_LIST || own->state == POLICY_UNSET)
            continue;
        ASSERT_FAST(all->state == own->state && all->number == own->number);
        ASSERT_FAST(own->text == NULL || strcmp(own->text, all->text) == 0);
    }
    for (const struct policy_problem *problem = computer->problems; problem != NULL;
         problem = problem->next)
        ASSERT_FAST(problem->root == REGISTRY_LOCAL_MACHINE);
    ASSERT_FAST(computer->problem_count <= both->problem_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct fuzz_input input = {bytes, size};
    struct memory_registry *memory = fuzz_registry_create("HKLM\\" POLICIES_KEY, &input);
    struct registry *registry = memory_registry_interface(memory);
    struct policies computer = {0};
    struct policies both = {0};
    struct arena arena = {0};
    ASSERT_FAST(policies_read(registry, POLICIES_OF_COMPUTER, &arena, &computer) == CODE_SUCCESS);
    ASSERT_FAST(policies_read(registry, POLICIES_OF_COMPUTER_AND_USER, &arena, &both) ==
                CODE_SUCCESS);
    check_policies(&computer);
    check_policies(&both);
    expect_computer_wins(&computer, &both);
    arena_done(&arena);
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    memory_registry_free(memory);
    return 0;
}
