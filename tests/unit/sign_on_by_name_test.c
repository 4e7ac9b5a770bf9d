/* Signing on by the name of the proxy's certificate: every combination of account, level, policy,
 * rights, certificate and request, against the page that says when it is done (README.md, "Without
 * rights"); and which changes it may consist of. */
#include "agent/sign_on_by_name.h"

#include "agent/remediation.h"
#include "tests/unit/sample_registry.h"
#include "tests/unit/verdict_cases.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

enum certificate_case {
    CERTIFICATE_NOT_ASKED,
    CERTIFICATE_GOOD,    /* of the name that the profile may have */
    CERTIFICATE_RENAMED, /* of another */
    CERTIFICATE_BAD,     /* not trusted */
    CERTIFICATE_WITHOUT_NTLM,
    CERTIFICATE_CASES,
};

enum level_obstacle {
    LEVEL_CAN_BE_RAISED,
    LEVEL_NEEDS_RIGHTS,
    LEVEL_SET_BY_POLICY,
    LEVEL_MUST_NOT_BE_RAISED,
    LEVEL_OBSTACLES,
};

enum own_policy { OWN_POLICY_UNSET, OWN_POLICY_NEVER, OWN_POLICY_BY_ITSELF, OWN_POLICIES };

struct name_case {
    const struct verdict_case *base;
    enum certificate_case certificate;
    enum level_obstacle obstacle;
    enum own_policy own_policy;
    enum principal_mode principal;
};

struct expected_name {
    bool is_said; /* there is a finding */
    enum blocked_by blocked_by;
    bool is_carried_out;
    bool replaces;
};

static bool signs_on_by_name(const struct verdict_case *base)
{
    return base->ssl && base->policy != POLICY_FLAGS_WITHOUT_SSL && base->mutual && base->principal;
}

/* NTLM in effect, or about to be. */
static bool uses_ntlm(const struct name_case *name_case)
{
    const struct verdict_case *base = name_case->base;
    if (base->policy == POLICY_BASIC || base->policy == POLICY_NTLM ||
        base->policy == POLICY_NEGOTIATE)
        return base->policy == POLICY_NTLM;
    return base->scheme == SCHEME_NTLM ||
           (base->scheme == SCHEME_BASIC && base->ssl && base->policy == POLICY_NONE &&
            name_case->certificate != CERTIFICATE_WITHOUT_NTLM);
}

/* The page's list, line by line. */
static struct expected_name expected_of(const struct name_case *name_case)
{
    const struct verdict_case *base = name_case->base;
    const int level = verdict_case_effective_level(base->level);
    const bool is_asked_for =
        name_case->principal != PRINCIPAL_KEEP || name_case->own_policy == OWN_POLICY_BY_ITSELF;
    const bool is_seen =
        name_case->certificate == CERTIFICATE_GOOD || name_case->certificate == CERTIFICATE_RENAMED;
    struct expected_name expected = {0};
    expected.replaces = base->principal && name_case->certificate == CERTIFICATE_RENAMED;
    if (base->outlook == OUTLOOK_CASE_PROVIDER) /* of which only is told */
        return expected;
    if (!base->roh || base->request.scope == SCOPE_MACHINE || !uses_ntlm(name_case) || level < 0 ||
        level > 1 || name_case->obstacle == LEVEL_CAN_BE_RAISED ||
        (signs_on_by_name(base) && !expected.replaces))
        return expected;
    if (name_case->own_policy == OWN_POLICY_NEVER || base->policy == POLICY_FLAGS_WITHOUT_SSL)
        expected.blocked_by = BLOCKED_BY_POLICY;
    else if (!base->ssl)
        expected.blocked_by = BLOCKED_BY_NO_SSL;
    else if (!is_seen)
        expected.blocked_by = BLOCKED_BY_PROBE;
    expected.is_said = expected.blocked_by == BLOCKED_BY_NOTHING || is_asked_for;
    expected.is_carried_out =
        expected.blocked_by == BLOCKED_BY_NOTHING &&
        (expected.replaces ? name_case->principal == PRINCIPAL_REPLACE : is_asked_for);
    return expected;
}

static struct policy_setting setting_of(uint32_t number)
{
    return (struct policy_setting){
        .state = POLICY_SET, .root = REGISTRY_LOCAL_MACHINE, .number = number};
}

static void fill_answer(enum certificate_case certificate, struct probe_answer *answer)
{
    *answer = (struct probe_answer){
        .outcome = certificate == CERTIFICATE_WITHOUT_NTLM ? PROBE_ONLY_BASIC : PROBE_OFFERS_NTLM,
        .status = 401};
    if (certificate == CERTIFICATE_BAD)
        answer->certificate_problems = CERTIFICATE_UNTRUSTED;
    snprintf(answer->certificate_name, sizeof answer->certificate_name, "%s",
             certificate == CERTIFICATE_RENAMED ? "new.contoso.com" : "mail.contoso.com");
}

/* What the account is after the changes, by the bytes that would be written. */
static void expect_signs_on_afterwards(const struct name_case *name_case,
                                       const struct observation *observation,
                                       const struct change_set *set)
{
    struct exchange_account account = observation->accounts.accounts[0];
    const uint32_t before = account.roh_flags.value;
    char name[200] = "";
    for (size_t i = 0; i < set->count; i++) {
        const struct registry_change *change = &set->changes[i];
        if (!remediation_may_change(REGISTRY_CURRENT_USER, change))
            ck_abort_msg("%s may not be changed so: %s", change->name,
                         verdict_case_text(name_case->base));
        if (strcmp(change->name, "00036623") == 0)
            account.roh_flags.value = change->after.bytes[0];
        if (strcmp(change->name, "001f6625") == 0)
            for (size_t unit = 0; 2 * unit < change->after.size; unit++)
                name[unit] = (char)change->after.bytes[2 * unit];
    }
    if (name[0] != '\0')
        account.principal_name = (struct property_text){.state = PROPERTY_READ, .text = name};
    struct observation after = *observation;
    after.accounts.accounts = &account;
    if (account.roh_flags.value != (before | 6) || !account_signs_on_by_name(&after, &account) ||
        account_names_certificate(&after, &account) != ANSWER_YES)
        ck_abort_msg("does not sign on: %s", verdict_case_text(name_case->base));
}

static bool writes(const struct change_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->changes[i].name, name) == 0)
            return true;
    return false;
}

static void expect_changes(const struct name_case *name_case, const struct observation *observation,
                           const struct diagnosis *diagnosis, const struct expected_name *expected,
                           struct arena *arena)
{
    const struct verdict_case *base = name_case->base;
    struct remediation remediation;
    if (remediate(observation, diagnosis, arena, &remediation) != CODE_SUCCESS)
        ck_abort_msg("out of memory");
    const struct change_set *set = &remediation.halves[REGISTRY_CURRENT_USER];
    const bool flags = expected->is_carried_out && !base->mutual;
    const bool name = expected->is_carried_out && (!base->principal || expected->replaces);
    if (writes(set, "00036623") != flags || writes(set, "001f6625") != name)
        ck_abort_msg("other changes: %s", verdict_case_text(base));
    if (expected->is_carried_out)
        expect_signs_on_afterwards(name_case, observation, set);
}

static void expect_name(const struct name_case *name_case, const struct observation *given,
                        struct arena *arena)
{
    const struct expected_name expected = expected_of(name_case);
    struct diagnosis_request request = name_case->base->request;
    struct observation observation = *given;
    struct probe_answer answer;
    const struct probe_answer *answers[] = {&answer};
    struct diagnosis diagnosis;
    const struct finding *by_name = NULL;
    const struct finding *level = NULL;

    request.principal = name_case->principal;
    fill_answer(name_case->certificate, &answer);
    if (name_case->certificate != CERTIFICATE_NOT_ASKED)
        observation.answers = answers;
    observation.machine_needs_rights = name_case->obstacle == LEVEL_NEEDS_RIGHTS;
    if (name_case->obstacle == LEVEL_SET_BY_POLICY && observation.level.effective_known)
        observation.level.source = LM_COMPATIBILITY_POLICY;
    if (name_case->obstacle == LEVEL_MUST_NOT_BE_RAISED)
        observation.policies.settings[POLICY_ALLOW_LEVEL] = setting_of(0);
    if (name_case->own_policy != OWN_POLICY_UNSET)
        observation.policies.settings[POLICY_SIGN_ON_BY_NAME] =
            setting_of(name_case->own_policy == OWN_POLICY_BY_ITSELF);
    if (diagnose(&observation, &request, arena, &diagnosis) != CODE_SUCCESS)
        ck_abort_msg("out of memory");
    for (size_t i = 0; i < diagnosis.count; i++) {
        if (diagnosis.findings[i].id == FINDING_CERTIFICATE_NAME_SUFFICES)
            by_name = &diagnosis.findings[i];
        if (diagnosis.findings[i].id == FINDING_LM_LEVEL_TOO_LOW)
            level = &diagnosis.findings[i];
    }
    if ((by_name != NULL) != expected.is_said ||
        (by_name != NULL &&
         (by_name->blocked_by != expected.blocked_by ||
          finding_can_be_mended(by_name) != expected.is_carried_out ||
          by_name->severity != (expected.is_carried_out ? SEVERITY_PROBLEM : SEVERITY_ADVICE))))
        ck_abort_msg("certificate %d, obstacle %d, own policy %d, principal %d: %s",
                     name_case->certificate, name_case->obstacle, name_case->own_policy,
                     name_case->principal, verdict_case_text(name_case->base));
    if (level != NULL && level->account != NULL &&
        (level->severity == SEVERITY_ADVICE) !=
            (expected.is_carried_out || signs_on_by_name(name_case->base)))
        ck_abort_msg("level: %s", verdict_case_text(name_case->base));
    expect_changes(name_case, &observation, &diagnosis, &expected, arena);
}

struct exhaustion {
    struct arena arena;
    size_t count;
    size_t carried_out_count;
};

/* What plays no part is left out: other useless levels and schemes, and what else is asked for. */
static bool counts(const struct verdict_case *base)
{
    return !base->prompts && !base->request.clear_always_prompt && !base->request.insecure &&
           base->request.level == 0 &&
           (base->outlook == OUTLOOK_CASE_2003 || base->outlook == OUTLOOK_CASE_2016 ||
            base->outlook == OUTLOOK_CASE_PROVIDER) &&
           base->scheme <= SCHEME_NEGOTIATE &&
           (base->level == LEVEL_ABSENT_XP || (base->level >= LEVEL_0 && base->level <= LEVEL_3) ||
            base->level == LEVEL_6);
}

static void expect_names(const struct verdict_case *base, const struct observation *observation,
                         void *context)
{
    enum { COMBINATIONS = CERTIFICATE_CASES * LEVEL_OBSTACLES * OWN_POLICIES * 3 };
    struct exhaustion *exhaustion = context;
    if (!counts(base))
        return;
    for (int i = 0; i < COMBINATIONS; i++) {
        const int rest = i / CERTIFICATE_CASES;
        const struct name_case name_case = {
            .base = base,
            .certificate = (enum certificate_case)(i % CERTIFICATE_CASES),
            .obstacle = (enum level_obstacle)(rest % LEVEL_OBSTACLES),
            .own_policy = (enum own_policy)(rest / LEVEL_OBSTACLES % OWN_POLICIES),
            .principal = (enum principal_mode)(rest / LEVEL_OBSTACLES / OWN_POLICIES),
        };
        expect_name(&name_case, observation, &exhaustion->arena);
        exhaustion->count++;
        exhaustion->carried_out_count += expected_of(&name_case).is_carried_out;
    }
    arena_done(&exhaustion->arena);
    exhaustion->arena = (struct arena){0};
}

START_TEST(in_every_case_it_is_done_where_the_page_says_so_and_nowhere_else)
{
    struct exhaustion exhaustion = {0};
    const size_t all = (size_t)3 * 6 * 4 * POLICY_CASES * 16 * 3 * CERTIFICATE_CASES *
                       LEVEL_OBSTACLES * OWN_POLICIES * 3;
    verdict_cases_each(expect_names, &exhaustion);
    if (VERDICT_CASE_STEP == 1)
        ck_assert_uint_eq(exhaustion.count, all);
    else /* some of the cases that are left out do not count here */
        ck_assert_uint_gt(exhaustion.count, all / 2 / VERDICT_CASE_STEP);
    ck_assert_uint_gt(exhaustion.carried_out_count, 0);
}
END_TEST

/* A change of a value of the sample profile. */
static bool may_change(const char *name, struct stored_data before, struct stored_data after)
{
    const struct registry_change change = {
        .key = sample_section("Outlook"), .name = name, .before = before, .after = after};
    return remediation_may_change(REGISTRY_CURRENT_USER, &change);
}

#define DATA(type, text)                                                                           \
    ((struct stored_data){true, type, (const uint8_t *)(text), sizeof(text) - 1})
#define ABSENT ((struct stored_data){0})
#define NAME "m\0s\0s\0t\0d\0:\0a\0\0\0"

START_TEST(flags_are_only_set_and_only_those_two)
{
    static const struct {
        const char *before;
        const char *after;
        bool may;
    } cases[] = {
        {"\x29\0\0\0", "\x2f\0\0\0", true},  {"\x2b\0\0\0", "\x2f\0\0\0", true},
        {"\x2b\0\0\1", "\x2f\0\0\1", true},  {"\x2f\0\0\0", "\x2f\0\0\0", false},
        {"\x2b\0\0\0", "\x3f\0\0\0", false}, {"\x29\0\0\0", "\x2b\0\0\0", false},
        {"\x3b\0\0\0", "\x2f\0\0\0", false}, {"\x2f\0\0\0", "\x29\0\0\0", false},
        {"\x28\0\0\0", "\x2e\0\0\0", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct stored_data before = {true, VALUE_BINARY, (const uint8_t *)cases[i].before, 4};
        const struct stored_data after = {true, VALUE_BINARY, (const uint8_t *)cases[i].after, 4};
        ck_assert_msg(may_change("00036623", before, after) == cases[i].may, "case %u",
                      (unsigned)i);
    }
    ck_assert(!may_change("00036623", ABSENT, DATA(VALUE_BINARY, "\x2f\0\0\0")));
}
END_TEST

START_TEST(a_principal_name_is_one_of_a_certificate)
{
    ck_assert(may_change("001f6625", ABSENT, DATA(VALUE_BINARY, NAME)));
    ck_assert(may_change("001f6625", DATA(VALUE_BINARY, "x"), DATA(VALUE_BINARY, NAME)));
    ck_assert(may_change("001e6625", DATA(VALUE_STRING, "x\0\0"), DATA(VALUE_STRING, NAME)));
    ck_assert(!may_change("001f6625", ABSENT, DATA(VALUE_STRING, NAME)));
    ck_assert(!may_change("001f6625", DATA(VALUE_STRING, ""), DATA(VALUE_BINARY, NAME)));
    ck_assert(!may_change("001f6625", DATA(VALUE_DWORD, "1234"), DATA(VALUE_DWORD, NAME)));
    ck_assert(!may_change("001f6625", DATA(VALUE_BINARY, NAME), ABSENT));
    ck_assert(!may_change("001f6625", ABSENT, DATA(VALUE_BINARY, "m\0s\0s\0t\0d\0:\0\0\0")));
    ck_assert(!may_change("001f6625", ABSENT, DATA(VALUE_BINARY, "m\0s\0s\0t\0d\0:\0a\0b\0")));
    ck_assert(!may_change("001f6625", ABSENT, DATA(VALUE_BINARY, NAME "\0\0")));
    ck_assert(!may_change("001f6625", ABSENT, DATA(VALUE_BINARY, NAME "x")));
    ck_assert(!may_change("001f6625", ABSENT, DATA(VALUE_BINARY, "f\0s\0s\0t\0d\0:\0a\0\0\0")));
    ck_assert(!may_change("001f6622", ABSENT, DATA(VALUE_BINARY, NAME)));
}
END_TEST

Suite *sign_on_by_name_suite(void);

Suite *sign_on_by_name_suite(void)
{
    Suite *suite = suite_create("sign_on_by_name");
    TCase *tests = tcase_create("sign_on_by_name");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, in_every_case_it_is_done_where_the_page_says_so_and_nowhere_else);
    tcase_add_test(tests, flags_are_only_set_and_only_those_two);
    tcase_add_test(tests, a_principal_name_is_one_of_a_certificate);
    suite_add_tcase(suite, tests);
    return suite;
}
