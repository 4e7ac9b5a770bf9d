#include "agent/remediation.h"

#include "tests/unit/expected_verdict.h"
#include "tests/unit/modern_sample.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* The cases are compared first, and only a difference is reported: Check writes down every
 * assertion that holds, which is too slow for a million of them. */
struct planning {
    struct arena arena;
    size_t since_release;
    char sections[OUTLOOK_CASES][512];
    size_t change_count; /* over all cases: a table that never changes anything proves nothing */
};

enum { NO_NUMBER = 0xffff };

static uint32_t number_in(const struct stored_data *data)
{
    if (!data->present || data->size != 4)
        return NO_NUMBER;
    return (uint32_t)data->bytes[0] | (uint32_t)data->bytes[1] << 8 |
           (uint32_t)data->bytes[2] << 16 | (uint32_t)data->bytes[3] << 24;
}

static const struct registry_change *change_of(const struct change_set *set, const char *key,
                                               const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->changes[i].key, key) == 0 && strcmp(set->changes[i].name, name) == 0)
            return &set->changes[i];
    return NULL;
}

/* The user half: the two values that may change, each as it should. */
static bool user_half_is_right(const struct change_set *set, const char *key,
                               const struct verdict_case *verdict_case,
                               const struct expected_verdict *expected)
{
    const struct registry_change *scheme = change_of(set, key, "00036627");
    const struct registry_change *prompts = change_of(set, key, "00036601");
    if (set->root != REGISTRY_CURRENT_USER ||
        set->count != (size_t)expected->switch_to_ntlm + expected->clear_always_prompt ||
        (scheme != NULL) != expected->switch_to_ntlm ||
        (prompts != NULL) != expected->clear_always_prompt)
        return false;
    if (scheme != NULL &&
        (scheme->before.type != VALUE_BINARY || scheme->after.type != VALUE_BINARY ||
         number_in(&scheme->before) != 1 || number_in(&scheme->after) != 2 ||
         (!verdict_case->request.insecure && !verdict_case->ssl)))
        return false;
    return prompts == NULL ||
           (prompts->after.type == VALUE_BINARY && number_in(&prompts->before) == 0x118c &&
            number_in(&prompts->after) == 0x1184);
}

/* The machine half: the level, raised and never lowered, or nothing. */
static bool machine_half_is_right(const struct change_set *set,
                                  const struct verdict_case *verdict_case,
                                  const struct expected_verdict *expected)
{
    if (set->root != REGISTRY_LOCAL_MACHINE || set->count != (expected->raise_level_to != 0))
        return false;
    if (set->count == 0)
        return true;
    const struct registry_change *change = &set->changes[0];
    const uint32_t after = number_in(&change->after);
    const bool stored = verdict_case->level >= LEVEL_0 && verdict_case->level <= LEVEL_5;
    return strcmp(change->key, "SYSTEM\\CurrentControlSet\\Control\\Lsa") == 0 &&
           strcmp(change->name, "LmCompatibilityLevel") == 0 && change->after.type == VALUE_DWORD &&
           after == (uint32_t)expected->raise_level_to && (after == 2 || after == 3) &&
           (int)after > verdict_case_effective_level(verdict_case->level) &&
           change->before.present == stored &&
           (!stored || number_in(&change->before) == (uint32_t)verdict_case->level - LEVEL_0);
}

static void expect_changes(const struct verdict_case *verdict_case,
                           const struct observation *observation, void *context)
{
    struct planning *planning = context;
    struct diagnosis diagnosis = {0};
    struct remediation plan = {0};
    if (planning->since_release++ == 256) {
        arena_done(&planning->arena);
        planning->since_release = 0;
    }
    if (diagnose(observation, &verdict_case->request, &planning->arena, &diagnosis) !=
            CODE_SUCCESS ||
        remediate(observation, &diagnosis, &planning->arena, &plan) != CODE_SUCCESS)
        ck_abort_msg("out of memory");

    const struct expected_verdict expected = expected_verdict_of(verdict_case);
    const struct change_set *user = &plan.halves[REGISTRY_CURRENT_USER];
    const struct change_set *machine = &plan.halves[REGISTRY_LOCAL_MACHINE];
    planning->change_count += user->count + machine->count;
    if (!user_half_is_right(user, planning->sections[verdict_case->outlook], verdict_case,
                            &expected) ||
        !machine_half_is_right(machine, verdict_case, &expected))
        ck_abort_msg("%s", verdict_case_text(verdict_case));
    /* Said once more, without the table: what is out of scope is not written. */
    if ((verdict_case->request.scope == SCOPE_MACHINE && user->count > 0) ||
        (verdict_case->request.scope == SCOPE_USER && machine->count > 0))
        ck_abort_msg("out of scope: %s", verdict_case_text(verdict_case));
}

START_TEST(plans_in_every_case_what_the_verdict_table_says_and_nothing_else)
{
    static struct planning planning;
    const char *const roots[OUTLOOK_CASES] = {NULL, SAMPLE_ROOT_2010, SAMPLE_ROOT_2013,
                                              SAMPLE_ROOT_2016, NULL};
    snprintf(planning.sections[OUTLOOK_CASE_2003], sizeof planning.sections[0], "%s",
             sample_section("Outlook"));
    for (int i = OUTLOOK_CASE_2010; i <= OUTLOOK_CASE_2016; i++)
        snprintf(planning.sections[i], sizeof planning.sections[i], "%s",
                 modern_sample_section(roots[i], "Outlook", 0));
    verdict_cases_each(expect_changes, &planning);
    ck_assert_uint_gt(planning.change_count, 500000 / VERDICT_CASE_STEP);
    arena_done(&planning.arena);
}
END_TEST

/* A store of one's own, and what is planned for it. */
struct planned {
    struct memory_registry *memory;
    struct registry *registry;
    struct arena arena;
    struct remediation plan;
};

static void planned_init(struct planned *planned)
{
    *planned = (struct planned){.memory = sample_registry_create()};
    planned->registry = memory_registry_interface(planned->memory);
    sample_level(planned->registry, 0);
}

static void plan(struct planned *planned, const struct diagnosis_request *request)
{
    const struct windows_version windows = {.major = 5, .minor = 1};
    struct observation observation;
    struct diagnosis diagnosis;
    ck_assert_uint_eq(observation_read(planned->registry, &windows, NULL,
                                       POLICIES_OF_COMPUTER_AND_USER, &planned->arena,
                                       &observation),
                      CODE_SUCCESS);
    ck_assert_uint_eq(diagnose(&observation, request, &planned->arena, &diagnosis), CODE_SUCCESS);
    ck_assert_uint_eq(remediate(&observation, &diagnosis, &planned->arena, &planned->plan),
                      CODE_SUCCESS);
}

static void planned_done(struct planned *planned)
{
    arena_done(&planned->arena);
    memory_registry_free(planned->memory);
}

START_TEST(raises_the_level_once_for_many_accounts)
{
    struct planned planned;
    planned_init(&planned);
    sample_exchange_profile(planned.registry, "A", SAMPLE_BASIC);
    sample_exchange_profile(planned.registry, "B", SAMPLE_NTLM);
    sample_exchange_profile(planned.registry, "C", SAMPLE_BASIC);
    plan(&planned, &(struct diagnosis_request){0});
    ck_assert_uint_eq(planned.plan.halves[REGISTRY_CURRENT_USER].count, 2);
    ck_assert_uint_eq(planned.plan.halves[REGISTRY_LOCAL_MACHINE].count, 1);
    planned_done(&planned);
}
END_TEST

START_TEST(keeps_every_other_bit_and_the_type_of_the_flags)
{
    const struct diagnosis_request request = {.clear_always_prompt = true};
    for (unsigned bit = 0; bit < 32; bit++) {
        struct planned planned;
        planned_init(&planned);
        sample_exchange_profile(planned.registry, "A", SAMPLE_BASIC);
        const char *key = sample_section("A");
        const uint32_t flags = 1U << bit | 0x8U;
        sample_dword(planned.registry, REGISTRY_CURRENT_USER, key, "00036601", flags);
        sample_dword(planned.registry, REGISTRY_CURRENT_USER, key, "00036627", 1);
        plan(&planned, &request);
        const struct change_set *set = &planned.plan.halves[REGISTRY_CURRENT_USER];
        ck_assert_uint_eq(set->count, 2);
        const struct registry_change *change = change_of(set, key, "00036601");
        ck_assert_uint_eq(change->after.type, VALUE_DWORD); /* the type that was there */
        ck_assert_uint_eq(number_in(&change->after), flags & ~0x8U);
        change = change_of(set, key, "00036627");
        ck_assert_uint_eq(change->after.type, VALUE_DWORD);
        ck_assert_uint_eq(number_in(&change->after), 2);
        planned_done(&planned);
    }
}
END_TEST

static bool permitted(enum registry_root root, const char *key, const char *name,
                      struct stored_data before, struct stored_data after)
{
    const struct registry_change change = {key, name, before, after, CHANGE_PLANNED};
    return remediation_may_change(root, &change);
}

#define NUMBER(type, bytes) ((struct stored_data){true, type, (const uint8_t *)(bytes), 4})
#define NO_VALUE ((struct stored_data){0})

START_TEST(only_its_own_values_may_stand_in_an_undo_record)
{
    static const char lsa[] = "SYSTEM\\CurrentControlSet\\Control\\Lsa";
    static const char level[] = "LmCompatibilityLevel";
    static const char run[] = "Software\\Microsoft\\Windows\\CurrentVersion\\Run";
    const char *section = sample_section("Outlook");
    const enum registry_root user = REGISTRY_CURRENT_USER;
    const enum registry_root machine = REGISTRY_LOCAL_MACHINE;
    const struct stored_data basic = NUMBER(VALUE_BINARY, "\1\0\0");
    const struct stored_data ntlm = NUMBER(VALUE_BINARY, "\2\0\0");
    const struct stored_data set = NUMBER(VALUE_BINARY, "\x8c\x11\0");
    const struct stored_data clear = NUMBER(VALUE_BINARY, "\x84\x11\0");
    const struct stored_data one = NUMBER(VALUE_DWORD, "\1\0\0");
    const struct stored_data three = NUMBER(VALUE_DWORD, "\3\0\0");
    ck_assert(permitted(user, section, "00036627", basic, ntlm));
    ck_assert(permitted(user, section, "00036601", set, clear));
    ck_assert(permitted(machine, lsa, level, one, three));
    ck_assert(permitted(machine, lsa, level, NO_VALUE, three));
    ck_assert(!permitted(user, section, "00036623", basic, ntlm));
    ck_assert(!permitted(machine, section, "00036627", basic, ntlm));
    ck_assert(!permitted(user, lsa, level, one, three));
    ck_assert(!permitted(machine, lsa, "Notification Packages", one, three));
    ck_assert(!permitted(machine, run, level, one, three));
    ck_assert(!permitted(user, run, "00036627", basic, ntlm));
    ck_assert(!permitted(user, section, "00036627", ntlm, basic));
    ck_assert(!permitted(user, section, "00036627", NO_VALUE, ntlm));
    ck_assert(!permitted(user, section, "00036627", one, ntlm));
    ck_assert(!permitted(user, section, "00036601", clear, set));
    ck_assert(!permitted(user, section, "00036601", set, basic));
    ck_assert(!permitted(machine, lsa, level, three, one));
    ck_assert(!permitted(machine, lsa, level, three, three));
    ck_assert(!permitted(machine, lsa, level, one, NO_VALUE));
    ck_assert(!permitted(machine, lsa, level, one, NUMBER(VALUE_DWORD, "\5\0\0")));
    ck_assert(!permitted(machine, lsa, level, basic, three));
}
END_TEST

Suite *remediation_suite(void);

Suite *remediation_suite(void)
{
    Suite *suite = suite_create("remediation");
    TCase *table = tcase_create("verdict table");
    tcase_set_timeout(table, 120);
    tcase_add_test(table, plans_in_every_case_what_the_verdict_table_says_and_nothing_else);
    suite_add_tcase(suite, table);
    TCase *tests = tcase_create("remediation");
    tcase_add_test(tests, raises_the_level_once_for_many_accounts);
    tcase_add_test(tests, keeps_every_other_bit_and_the_type_of_the_flags);
    tcase_add_test(tests, only_its_own_values_may_stand_in_an_undo_record);
    suite_add_tcase(suite, tests);
    return suite;
}
