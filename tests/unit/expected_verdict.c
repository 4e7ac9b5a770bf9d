#include "tests/unit/expected_verdict.h"

/* A case in the words of the page. */
struct words {
    bool used;  /* the account uses RPC over HTTP */
    bool basic; /* in effect: policy beats profile */
    bool ntlm;
    bool negotiated; /* Negotiate or a certificate, known to 2010 and later */
    bool told_only;  /* its place is not known well enough to be changed */
    bool scheme_set_by_policy;
    bool ssl;
    bool by_name;  /* SSL, mutual authentication and a principal name: the second way */
    bool switched; /* Basic, but about to be NTLM */
    bool user_in_scope;
    bool machine_in_scope;
    bool level_matters;
    int level; /* in effect; -1: unknown */
    int needed;
};

static struct words words_of(const struct verdict_case *verdict_case)
{
    const struct diagnosis_request *request = &verdict_case->request;
    struct words words = {.used = verdict_case->roh};
    words.scheme_set_by_policy = verdict_case->policy == POLICY_BASIC ||
                                 verdict_case->policy == POLICY_NTLM ||
                                 verdict_case->policy == POLICY_NEGOTIATE;
    words.basic = words.scheme_set_by_policy ? verdict_case->policy == POLICY_BASIC
                                             : verdict_case->scheme == SCHEME_BASIC;
    words.ntlm = words.scheme_set_by_policy ? verdict_case->policy == POLICY_NTLM
                                            : verdict_case->scheme == SCHEME_NTLM;
    const bool names_other = words.scheme_set_by_policy
                                 ? verdict_case->policy == POLICY_NEGOTIATE
                                 : verdict_case->scheme == SCHEME_NEGOTIATE ||
                                       verdict_case->scheme == SCHEME_CERTIFICATE;
    words.negotiated = names_other && verdict_case->outlook != OUTLOOK_CASE_2003;
    words.told_only = verdict_case->outlook == OUTLOOK_CASE_PROVIDER;
    words.ssl = verdict_case->ssl && verdict_case->policy != POLICY_FLAGS_WITHOUT_SSL;
    words.by_name = words.ssl && verdict_case->mutual && verdict_case->principal;
    words.user_in_scope = request->scope != SCOPE_MACHINE;
    words.machine_in_scope = request->scope != SCOPE_USER;
    words.switched = words.used && words.basic && !words.told_only && !words.scheme_set_by_policy &&
                     (words.ssl || request->insecure) && words.user_in_scope;
    words.level_matters =
        request->scope == SCOPE_MACHINE || (words.used && (words.ntlm || words.switched));
    words.level = verdict_case_effective_level(verdict_case->level);
    words.needed = request->level != 0 ? (int)request->level : 2;
    return words;
}

static void add_if(struct expected_verdict *verdict, bool applies, struct expected_finding finding)
{
    if (applies)
        verdict->findings[verdict->count++] = finding;
}

static void expect_about_account(struct expected_verdict *verdict,
                                 const struct verdict_case *verdict_case, const struct words *words)
{
    const bool user = words->user_in_scope;
    const bool clears = verdict_case->request.clear_always_prompt;
    const bool no_ssl_blocks = !words->ssl && !verdict_case->request.insecure;
    const bool policy = verdict_case->policy != POLICY_NONE;
    const bool policy_prompts = words->scheme_set_by_policy && !words->ntlm && !words->negotiated;
    const bool told_only = words->told_only;
    const enum remedy to_ntlm = told_only ? REMEDY_NONE : REMEDY_SWITCH_TO_NTLM;
    const enum remedy to_quiet = told_only ? REMEDY_NONE : REMEDY_CLEAR_ALWAYS_PROMPT;
    const enum blocked_by blocked = told_only                     ? BLOCKED_BY_NOTHING
                                    : words->scheme_set_by_policy ? BLOCKED_BY_POLICY
                                    : no_ssl_blocks               ? BLOCKED_BY_NO_SSL
                                                                  : BLOCKED_BY_NOTHING;
    const struct expected_finding rows[] = {
        {FINDING_BASIC_AUTHENTICATION, true, SEVERITY_PROBLEM, to_ntlm, blocked, user,
         words->switched},
        {FINDING_UNKNOWN_AUTHENTICATION, true, SEVERITY_PROBLEM, REMEDY_NONE, BLOCKED_BY_NOTHING,
         user, false},
        {FINDING_NO_SSL, true, SEVERITY_ADVICE, REMEDY_NONE, BLOCKED_BY_NOTHING, user, false},
        {FINDING_ALWAYS_PROMPT, true, SEVERITY_PROBLEM, to_quiet, BLOCKED_BY_NOTHING, user,
         user && clears && !told_only},
        {FINDING_SET_BY_POLICY, true, policy_prompts ? SEVERITY_PROBLEM : SEVERITY_ADVICE,
         REMEDY_NONE, BLOCKED_BY_NOTHING, user, false},
    };
    add_if(verdict, words->basic, rows[0]);
    add_if(verdict, !words->basic && !words->ntlm && !words->negotiated, rows[1]);
    add_if(verdict, !words->ssl, rows[2]);
    add_if(verdict, verdict_case->prompts, rows[3]);
    add_if(verdict, policy, rows[4]);
}

static void expect_about_level(struct expected_verdict *verdict,
                               const struct verdict_case *verdict_case, const struct words *words)
{
    const enum scope scope = verdict_case->request.scope;
    const bool machine = words->machine_in_scope;
    const bool one = scope != SCOPE_MACHINE; /* seen from the account, or from the machine */
    const bool invalid = verdict_case->level == LEVEL_6 ||
                         verdict_case->level == LEVEL_WRONG_TYPE ||
                         verdict_case->level == LEVEL_WRONG_SIZE;
    const struct expected_finding rows[] = {
        {FINDING_LM_LEVEL_TOO_LOW, one, one && words->by_name ? SEVERITY_ADVICE : SEVERITY_PROBLEM,
         REMEDY_RAISE_LEVEL, BLOCKED_BY_NOTHING, machine, machine},
        {FINDING_LEVEL_2_AND_EXTENDED_PROTECTION, one, SEVERITY_ADVICE, REMEDY_NONE,
         BLOCKED_BY_NOTHING, machine, false},
        {FINDING_INVALID_LEVEL, false, SEVERITY_PROBLEM, REMEDY_NONE, BLOCKED_BY_NOTHING, machine,
         false},
        {FINDING_UNREADABLE, false, SEVERITY_PROBLEM, REMEDY_NONE, BLOCKED_BY_NOTHING, machine,
         false},
    };
    const bool known = words->level >= 0;
    add_if(verdict, known && words->level < words->needed, rows[0]);
    add_if(verdict, known && words->level >= words->needed && words->level == 2, rows[1]);
    add_if(verdict, !known && invalid, rows[2]);
    add_if(verdict, !known && !invalid, rows[3]);
}

struct expected_verdict expected_verdict_of(const struct verdict_case *verdict_case)
{
    const struct words words = words_of(verdict_case);
    struct expected_verdict verdict = {0};
    if (words.used)
        expect_about_account(&verdict, verdict_case, &words);
    if (words.level_matters)
        expect_about_level(&verdict, verdict_case, &words);

    for (size_t i = 0; i < verdict.count; i++) {
        const struct expected_finding *finding = &verdict.findings[i];
        if (finding->carried_out && finding->remedy == REMEDY_RAISE_LEVEL)
            verdict.raise_level_to =
                verdict_case->request.level != 0 ? (int)verdict_case->request.level : 3;
        verdict.switch_to_ntlm |= finding->carried_out && finding->remedy == REMEDY_SWITCH_TO_NTLM;
        verdict.clear_always_prompt |=
            finding->carried_out && finding->remedy == REMEDY_CLEAR_ALWAYS_PROMPT;
        if (!finding->in_scope || finding->severity != SEVERITY_PROBLEM)
            continue;
        if (!finding->carried_out)
            verdict.check_exit_code = 2;
        else if (verdict.check_exit_code == 0)
            verdict.check_exit_code = 1;
    }
    return verdict;
}
