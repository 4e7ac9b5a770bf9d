#include "agent/tray_state.h"

#include "agent/run.h"
#include "tests/unit/sample_registry.h"
#include "tests/unit/verdict_cases.h"

#include <check.h>

/* Every kind of finding there is, with what it is by the order that the header promises. */
enum kind { NO_MATTER, MENDED, FOR_A_PERSON, BY_POLICY, UNKNOWN };

struct finding_kind {
    struct finding finding;
    enum kind kind;
};

#define PROBLEM(...)                                                                               \
    {                                                                                              \
        .severity = SEVERITY_PROBLEM, .in_scope = true, __VA_ARGS__                                \
    }
#define ADVICE(...)                                                                                \
    {                                                                                              \
        .severity = SEVERITY_ADVICE, .in_scope = true, __VA_ARGS__                                 \
    }

static const struct finding_kind kinds[] = {
    {PROBLEM(.id = FINDING_BASIC_AUTHENTICATION, .remedy = REMEDY_SWITCH_TO_NTLM), MENDED},
    {PROBLEM(.id = FINDING_LM_LEVEL_TOO_LOW, .half = REGISTRY_LOCAL_MACHINE,
             .remedy = REMEDY_RAISE_LEVEL),
     MENDED},
    {PROBLEM(.id = FINDING_INTERRUPTED_FIX, .remedy = REMEDY_RECOVER), MENDED},
    {PROBLEM(.id = FINDING_ALWAYS_PROMPT, .remedy = REMEDY_CLEAR_ALWAYS_PROMPT), MENDED},
    {PROBLEM(.id = FINDING_ALWAYS_PROMPT, .remedy = REMEDY_CLEAR_ALWAYS_PROMPT,
             .needs_request = true),
     FOR_A_PERSON},
    {PROBLEM(.id = FINDING_BASIC_AUTHENTICATION, .remedy = REMEDY_SWITCH_TO_NTLM,
             .blocked_by = BLOCKED_BY_NO_SSL),
     FOR_A_PERSON},
    {PROBLEM(.id = FINDING_BASIC_AUTHENTICATION, .remedy = REMEDY_SWITCH_TO_NTLM,
             .blocked_by = BLOCKED_BY_POLICY),
     BY_POLICY},
    {PROBLEM(.id = FINDING_LM_LEVEL_TOO_LOW, .half = REGISTRY_LOCAL_MACHINE,
             .remedy = REMEDY_RAISE_LEVEL, .blocked_by = BLOCKED_BY_POLICY),
     BY_POLICY},
    {PROBLEM(.id = FINDING_SET_BY_POLICY), BY_POLICY},
    {PROBLEM(.id = FINDING_UNKNOWN_AUTHENTICATION), UNKNOWN},
    {PROBLEM(.id = FINDING_INVALID_LEVEL, .half = REGISTRY_LOCAL_MACHINE), UNKNOWN},
    {PROBLEM(.id = FINDING_UNREADABLE, .part = UNREADABLE_PROFILES), UNKNOWN},
    {ADVICE(.id = FINDING_SET_BY_POLICY), NO_MATTER},
    {ADVICE(.id = FINDING_NO_SSL), NO_MATTER},
    {ADVICE(.id = FINDING_LM_LEVEL_TOO_LOW, .remedy = REMEDY_RAISE_LEVEL), NO_MATTER},
    {ADVICE(.id = FINDING_LEVEL_2_AND_EXTENDED_PROTECTION), NO_MATTER},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static const struct restart_pending marks[] = {
    {0}, {.outlook = true}, {.windows = true}, {.outlook = true, .windows = true}};

static enum tray_state expected_state(unsigned bits, const struct restart_pending *pending)
{
    bool has[UNKNOWN + 1] = {false};
    for (unsigned i = 0; i < KINDS; i++)
        if ((bits & 1U << i) != 0)
            has[kinds[i].kind] = true;
    if (has[MENDED])
        return TRAY_PROBLEM;
    if (pending != NULL && (pending->outlook || pending->windows))
        return TRAY_RESTART_PENDING;
    if (has[FOR_A_PERSON])
        return TRAY_PROBLEM;
    if (has[BY_POLICY])
        return TRAY_SET_BY_ADMINISTRATOR;
    return has[UNKNOWN] || pending == NULL ? TRAY_CANNOT_TELL : TRAY_FINE;
}

START_TEST(every_combination_of_findings_has_its_state)
{
    for (unsigned bits = 0; bits < 1U << KINDS; bits++) {
        struct finding findings[KINDS];
        struct report report = {.observed = true, .diagnosis = {.findings = findings}};
        for (unsigned i = 0; i < KINDS; i++)
            if ((bits & 1U << i) != 0)
                findings[report.diagnosis.count++] = kinds[i].finding;
        for (size_t mark = 0; mark <= sizeof marks / sizeof marks[0]; mark++) {
            const struct restart_pending *pending =
                mark < sizeof marks / sizeof marks[0] ? &marks[mark] : NULL;
            const enum tray_state state = tray_state_of(&report, pending);
            if (state != expected_state(bits, pending))
                ck_abort_msg("findings %x, mark %u: state %d", bits, (unsigned)mark, (int)state);
        }
        bool mended = tray_state_can_be_mended(&report);
        ASSERT_FAST(mended == ((bits & 0xF) != 0));
    }
}
END_TEST

START_TEST(a_failed_examination_tells_nothing)
{
    const struct report report = {.observed = false};
    for (size_t mark = 0; mark < sizeof marks / sizeof marks[0]; mark++)
        ck_assert_int_eq(tray_state_of(&report, &marks[mark]), TRAY_CANNOT_TELL);
    ck_assert_int_eq(tray_state_of(&report, NULL), TRAY_CANNOT_TELL);
    ck_assert(!tray_state_can_be_mended(&report));
}
END_TEST

/* A policy that cannot be read may say anything: that an administrator has decided is not known. */
START_TEST(an_unreadable_policy_is_no_decision)
{
    struct finding finding = kinds[6].finding;
    struct report report = {.observed = true, .diagnosis = {&finding, 1, 2, 3}};
    ck_assert_int_eq(tray_state_of(&report, &marks[0]), TRAY_SET_BY_ADMINISTRATOR);
    report.observation.outlook_policies.by_version[OUTLOOK_UNKNOWN].error = CODE_ACCESS_DENIED;
    ck_assert_int_eq(tray_state_of(&report, &marks[0]), TRAY_CANNOT_TELL);
    finding = kinds[7].finding; /* the machine's policy is another */
    ck_assert_int_eq(tray_state_of(&report, &marks[0]), TRAY_SET_BY_ADMINISTRATOR);
}
END_TEST

struct comparing {
    struct arena arena;
    size_t count;
};

/* The icon and the exit code of /check tell the same story. */
static void compare_with_exit_code(const struct verdict_case *verdict_case,
                                   const struct observation *observation, void *context)
{
    struct comparing *comparing = context;
    struct run run = {.report = {.observed = true, .observation = *observation}};
    if (verdict_case->request.scope != SCOPE_ALL || verdict_case->request.level != 0)
        return;
    if (comparing->count++ % 256 == 0)
        arena_done(&comparing->arena);
    ASSERT_FAST(diagnose(observation, &verdict_case->request, &comparing->arena,
                         &run.report.diagnosis) == CODE_SUCCESS);
    run_judge_findings(&run);
    const enum tray_state state = tray_state_of(&run.report, &marks[0]);
    const enum exit_code code = exit_code_of(&run.outcome);
    /* Exit code 2 stands before 1: then there may be something to mend as well. */
    const bool same = code == EXIT_NOTHING_LEFT    ? state == TRAY_FINE
                      : code == EXIT_CAN_BE_MENDED ? state == TRAY_PROBLEM
                                                   : state != TRAY_FINE;
    if (!same)
        ck_abort_msg("exit code %d, state %d: %s", (int)code, (int)state,
                     verdict_case_text(verdict_case));
}

START_TEST(the_icon_is_fine_exactly_where_check_ends_with_0)
{
    struct comparing comparing = {0};
    verdict_cases_each(compare_with_exit_code, &comparing);
    ck_assert_uint_gt(comparing.count, 10000);
    arena_done(&comparing.arena);
}
END_TEST

Suite *tray_state_suite(void);

Suite *tray_state_suite(void)
{
    Suite *suite = suite_create("tray_state");
    TCase *tests = tcase_create("tray_state");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, every_combination_of_findings_has_its_state);
    tcase_add_test(tests, a_failed_examination_tells_nothing);
    tcase_add_test(tests, an_unreadable_policy_is_no_decision);
    tcase_add_test(tests, the_icon_is_fine_exactly_where_check_ends_with_0);
    suite_add_tcase(suite, tests);
    return suite;
}
