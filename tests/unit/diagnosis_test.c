#include "agent/diagnosis.h"

#include "agent/run.h"
#include "tests/unit/expected_verdict.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

static const struct finding *find(const struct diagnosis *diagnosis, enum finding_id id)
{
    for (size_t i = 0; i < diagnosis->count; i++)
        if (diagnosis->findings[i].id == id)
            return &diagnosis->findings[i];
    return NULL;
}

/* What the exhaustive tests need besides the case. */
struct exhaustion {
    struct arena arena;
    size_t since_release; /* cases since the arena was emptied */
    size_t implicit_logon_count;
};

/* Check writes down every assertion that holds: too slow for a million of them, so the cases are
 * compared first, and only a difference is reported. */
static struct diagnosis diagnose_case(const struct verdict_case *verdict_case,
                                      const struct observation *observation,
                                      struct exhaustion *exhaustion)
{
    struct diagnosis diagnosis = {0};
    if (exhaustion->since_release++ == 256) {
        arena_done(&exhaustion->arena);
        exhaustion->since_release = 0;
    }
    if (diagnose(observation, &verdict_case->request, &exhaustion->arena, &diagnosis) !=
        CODE_SUCCESS)
        ck_abort_msg("out of memory");
    return diagnosis;
}

static bool as_expected(const struct finding *finding, const struct expected_finding *expected)
{
    return finding != NULL && (finding->account != NULL) == expected->about_account &&
           finding->severity == expected->severity && finding->remedy == expected->remedy &&
           finding->blocked_by == expected->blocked_by && finding->in_scope == expected->in_scope &&
           (finding->in_scope && finding_can_be_mended(finding)) == expected->carried_out;
}

/* "Unknown" is never "fine": may a check of this case end with 0? Not where the account is used and
 * its scheme cannot be told, nor where the level counts and cannot be told. */
static bool may_be_fine(const struct verdict_case *verdict_case)
{
    const enum scope scope = verdict_case->request.scope;
    const bool knows_more = verdict_case->outlook != OUTLOOK_CASE_2003;
    const bool own_known =
        verdict_case->scheme == SCHEME_BASIC || verdict_case->scheme == SCHEME_NTLM ||
        (knows_more &&
         (verdict_case->scheme == SCHEME_NEGOTIATE || verdict_case->scheme == SCHEME_CERTIFICATE));
    const bool by_policy =
        verdict_case->policy != POLICY_NONE && verdict_case->policy != POLICY_FLAGS_WITHOUT_SSL;
    const bool scheme_known =
        by_policy ? verdict_case->policy != POLICY_NEGOTIATE || knows_more : own_known;
    const bool level_known = verdict_case_effective_level(verdict_case->level) >= 0;
    if (verdict_case->roh && !scheme_known && scope != SCOPE_MACHINE)
        return false;
    /* Whether Negotiate comes to NTLM, for which the level counts, is decided elsewhere. */
    const bool negotiated =
        knows_more && (by_policy ? verdict_case->policy == POLICY_NEGOTIATE
                                 : verdict_case->scheme == SCHEME_NEGOTIATE ||
                                       verdict_case->scheme == SCHEME_CERTIFICATE);
    return level_known ||
           (scope != SCOPE_MACHINE && (!verdict_case->roh || negotiated || scope == SCOPE_USER));
}

static void expect_findings(const struct verdict_case *verdict_case,
                            const struct observation *observation, void *context)
{
    const struct expected_verdict expected = expected_verdict_of(verdict_case);
    struct run run = {.report.diagnosis = diagnose_case(verdict_case, observation, context)};
    const struct diagnosis *diagnosis = &run.report.diagnosis;
    bool same = diagnosis->count == expected.count;
    for (size_t i = 0; same && i < expected.count; i++)
        same = as_expected(find(diagnosis, expected.findings[i].id), &expected.findings[i]);
    if (!same)
        ck_abort_msg("%u findings, %u expected: %s", (unsigned)diagnosis->count,
                     (unsigned)expected.count, verdict_case_text(verdict_case));

    run_judge_findings(&run);
    const unsigned code = (unsigned)exit_code_of(&run.outcome);
    if (code != expected.check_exit_code)
        ck_abort_msg("exit code %u: %s", code, verdict_case_text(verdict_case));
    if (code == 0 && !may_be_fine(verdict_case))
        ck_abort_msg("unknown is fine: %s", verdict_case_text(verdict_case));
}

START_TEST(finds_in_every_case_what_the_verdict_table_says)
{
    struct exhaustion exhaustion = {0};
    size_t count = verdict_cases_each(expect_findings, &exhaustion);
    ck_assert_uint_eq(count, VERDICT_CASE_CALLS);
    arena_done(&exhaustion.arena);
}
END_TEST

static void expect_implicit_logon(const struct verdict_case *verdict_case,
                                  const struct observation *observation, void *context)
{
    struct exhaustion *exhaustion = context;
    const int level = verdict_case_effective_level(verdict_case->level);
    const bool by_policy =
        verdict_case->policy != POLICY_NONE && verdict_case->policy != POLICY_FLAGS_WITHOUT_SSL;
    const bool ntlm =
        by_policy ? verdict_case->policy == POLICY_NTLM : verdict_case->scheme == SCHEME_NTLM;
    const bool basic =
        by_policy ? verdict_case->policy == POLICY_BASIC : verdict_case->scheme == SCHEME_BASIC;
    const bool by_name = verdict_case->ssl && verdict_case->mutual && verdict_case->principal &&
                         verdict_case->policy != POLICY_FLAGS_WITHOUT_SSL;
    const bool knows = verdict_case->roh && (basic || (ntlm && (by_name || level >= 0)));
    const bool signs_on = ntlm && (by_name || level >= 2);
    const enum answer expected = !knows ? ANSWER_UNKNOWN : signs_on ? ANSWER_YES : ANSWER_NO;
    if (verdict_case->request.level != 0 || verdict_case->request.scope != SCOPE_ALL)
        return; /* what is asked for plays no part */
    exhaustion->implicit_logon_count += expected == ANSWER_YES;
    if (account_implicit_logon(observation, &observation->accounts.accounts[0]) != expected)
        ck_abort_msg("%s", verdict_case_text(verdict_case));
}

START_TEST(tells_in_every_case_whether_windows_signs_on_by_itself)
{
    struct exhaustion exhaustion = {0};
    verdict_cases_each(expect_implicit_logon, &exhaustion);
    ck_assert_uint_gt(exhaustion.implicit_logon_count, 0);
}
END_TEST

/* A store of one's own, read and judged at once. */
struct judged {
    struct memory_registry *memory;
    struct registry *registry;
    struct arena arena;
    struct observation observation;
    struct diagnosis diagnosis;
};

static void judged_init(struct judged *judged)
{
    *judged = (struct judged){.memory = sample_registry_create()};
    judged->registry = memory_registry_interface(judged->memory);
    sample_level(judged->registry, 3);
}

static void judge(struct judged *judged)
{
    const struct windows_version windows = {.major = 5, .minor = 1};
    const struct diagnosis_request request = {.scope = SCOPE_ALL};
    ck_assert_uint_eq(observation_read(judged->registry, &windows, NULL,
                                       POLICIES_OF_COMPUTER_AND_USER, &judged->arena,
                                       &judged->observation),
                      CODE_SUCCESS);
    ck_assert_uint_eq(diagnose(&judged->observation, &request, &judged->arena, &judged->diagnosis),
                      CODE_SUCCESS);
}

static void judged_done(struct judged *judged)
{
    ck_assert_uint_eq(memory_registry_open_count(judged->memory), 0);
    arena_done(&judged->arena);
    memory_registry_free(judged->memory);
}

/* The only finding is an unreadable part. */
static void expect_unreadable(struct judged *judged, enum unreadable_part part, error_code error)
{
    judge(judged);
    ck_assert_uint_eq(judged->diagnosis.count, 1);
    const struct finding *finding = &judged->diagnosis.findings[0];
    ck_assert_int_eq(finding->id, FINDING_UNREADABLE);
    ck_assert_int_eq(finding->part, part);
    ck_assert_uint_eq(finding->error, error);
    ck_assert_int_eq(finding->severity, SEVERITY_PROBLEM);
    ck_assert_int_eq(finding->remedy, REMEDY_NONE);
    judged_done(judged);
}

START_TEST(an_account_that_cannot_be_read_is_a_problem)
{
    struct judged judged;
    judged_init(&judged);
    sample_exchange_profile(judged.registry, "Outlook", SAMPLE_BASIC);
    ck_assert_uint_eq(memory_registry_deny(judged.memory, REGISTRY_CURRENT_USER,
                                           sample_section("Outlook"), REGISTRY_READ),
                      CODE_SUCCESS);
    expect_unreadable(&judged, UNREADABLE_ACCOUNT, CODE_ACCESS_DENIED);
}
END_TEST

START_TEST(flags_of_a_wrong_size_are_a_problem_and_hide_nothing_else)
{
    struct judged judged;
    judged_init(&judged);
    sample_exchange_profile(judged.registry, "Outlook", SAMPLE_BASIC);
    sample_write(judged.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036623",
                 VALUE_BINARY, "\x2f\0\0", 3);
    expect_unreadable(&judged, UNREADABLE_ROH_FLAGS, CODE_INVALID_DATA);
    judged_init(&judged);
    sample_exchange_profile(judged.registry, "Outlook", SAMPLE_NTLM);
    sample_text(judged.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036601", "4");
    expect_unreadable(&judged, UNREADABLE_CONFIG_FLAGS, CODE_INVALID_DATA);
}
END_TEST

START_TEST(profiles_that_cannot_be_listed_are_a_problem)
{
    struct judged judged;
    judged_init(&judged);
    sample_exchange_profile(judged.registry, "Outlook", SAMPLE_NTLM);
    ck_assert_uint_eq(memory_registry_deny(judged.memory, REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY,
                                           REGISTRY_READ),
                      CODE_SUCCESS);
    expect_unreadable(&judged, UNREADABLE_PROFILES, CODE_ACCESS_DENIED);
}
END_TEST

START_TEST(a_policy_that_cannot_be_read_blocks_the_switch)
{
    struct judged judged;
    judged_init(&judged);
    sample_exchange_profile(judged.registry, "Outlook", SAMPLE_BASIC);
    sample_policy(judged.registry, "11.0", "ProxyAuthenticationService", 2);
    ck_assert_uint_eq(
        memory_registry_deny(judged.memory, REGISTRY_CURRENT_USER,
                             "Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\RPC",
                             REGISTRY_READ),
        CODE_SUCCESS);
    judge(&judged);
    ck_assert_uint_eq(judged.diagnosis.count, 2);
    ck_assert_int_eq(find(&judged.diagnosis, FINDING_BASIC_AUTHENTICATION)->blocked_by,
                     BLOCKED_BY_POLICY);
    ck_assert_int_eq(find(&judged.diagnosis, FINDING_UNREADABLE)->part, UNREADABLE_POLICY);
    judged_done(&judged);
}
END_TEST

START_TEST(a_level_that_policy_sets_is_not_raised)
{
    struct judged judged;
    judged_init(&judged);
    sample_exchange_profile(judged.registry, "Outlook", SAMPLE_NTLM);
    sample_level(judged.registry, 1);
    judge(&judged);
    judged.observation.level.source = LM_COMPATIBILITY_POLICY; /* nothing reads that yet */
    const struct diagnosis_request request = {.scope = SCOPE_ALL};
    ck_assert_uint_eq(diagnose(&judged.observation, &request, &judged.arena, &judged.diagnosis),
                      CODE_SUCCESS);
    const struct finding *finding = find(&judged.diagnosis, FINDING_LM_LEVEL_TOO_LOW);
    ck_assert_int_eq(finding->blocked_by, BLOCKED_BY_POLICY);
    ck_assert(!finding_can_be_mended(finding));
    judged_done(&judged);
}
END_TEST

START_TEST(an_account_without_proxy_server_was_never_set_up)
{
    struct judged judged;
    judged_init(&judged);
    sample_account(judged.registry, &(struct sample_account){.profile = "Outlook",
                                                             .flags = SAMPLE_FLAGS,
                                                             .authentication = SAMPLE_BASIC});
    judge(&judged);
    ck_assert_uint_eq(judged.observation.accounts.count, 1);
    ck_assert_uint_eq(judged.diagnosis.count, 0);
    judged_done(&judged);
}
END_TEST

START_TEST(an_ldap_section_is_no_account)
{
    struct judged judged;
    judged_init(&judged);
    sample_ldap_profile(judged.registry, "Addresses");
    judge(&judged);
    ck_assert_uint_eq(judged.observation.accounts.count, 0);
    ck_assert_uint_eq(judged.diagnosis.count, 0);
    judged_done(&judged);
}
END_TEST

START_TEST(every_account_is_judged_by_itself)
{
    struct judged judged;
    judged_init(&judged);
    sample_exchange_profile(judged.registry, "A", SAMPLE_BASIC);
    sample_exchange_profile(judged.registry, "B", SAMPLE_NTLM);
    sample_exchange_profile(judged.registry, "C", 16);
    sample_exchange_profile(judged.registry, "D", SAMPLE_BASIC);
    judge(&judged);
    static const struct {
        enum finding_id id;
        const char *profile;
    } expected[] = {
        {FINDING_BASIC_AUTHENTICATION, "A"},
        {FINDING_UNKNOWN_AUTHENTICATION, "C"},
        {FINDING_BASIC_AUTHENTICATION, "D"},
    };
    ck_assert_uint_eq(judged.diagnosis.count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(judged.diagnosis.findings[i].id, expected[i].id);
        ck_assert_str_eq(judged.diagnosis.findings[i].account->profile, expected[i].profile);
    }
    judged_done(&judged);
}
END_TEST

START_TEST(lines_that_were_passed_over_are_a_problem_in_any_scope)
{
    for (int scope = SCOPE_ALL; scope <= SCOPE_MACHINE; scope++) {
        struct arena arena = {0};
        struct diagnosis diagnosis = {0};
        const struct observation observation = {
            .level = {.source = LM_COMPATIBILITY_REGISTRY, .effective_known = true, .effective = 3},
            .lines_passed_over = 1,
        };
        const struct diagnosis_request request = {.scope = (enum scope)scope};
        ck_assert_uint_eq(diagnose(&observation, &request, &arena, &diagnosis), CODE_SUCCESS);
        ck_assert_uint_eq(diagnosis.count, 1);
        ck_assert_int_eq(diagnosis.findings[0].part, UNREADABLE_LINES);
        ck_assert(diagnosis.findings[0].in_scope);
        arena_done(&arena);
    }
}
END_TEST

Suite *diagnosis_suite(void);

Suite *diagnosis_suite(void)
{
    Suite *suite = suite_create("diagnosis");
    TCase *table = tcase_create("verdict table");
    tcase_set_timeout(table, 120);
    tcase_add_test(table, finds_in_every_case_what_the_verdict_table_says);
    tcase_add_test(table, tells_in_every_case_whether_windows_signs_on_by_itself);
    suite_add_tcase(suite, table);
    TCase *tests = tcase_create("diagnosis");
    tcase_add_test(tests, an_account_that_cannot_be_read_is_a_problem);
    tcase_add_test(tests, flags_of_a_wrong_size_are_a_problem_and_hide_nothing_else);
    tcase_add_test(tests, profiles_that_cannot_be_listed_are_a_problem);
    tcase_add_test(tests, a_policy_that_cannot_be_read_blocks_the_switch);
    tcase_add_test(tests, a_level_that_policy_sets_is_not_raised);
    tcase_add_test(tests, an_account_without_proxy_server_was_never_set_up);
    tcase_add_test(tests, an_ldap_section_is_no_account);
    tcase_add_test(tests, every_account_is_judged_by_itself);
    tcase_add_test(tests, lines_that_were_passed_over_are_a_problem_in_any_scope);
    suite_add_tcase(suite, tests);
    return suite;
}
