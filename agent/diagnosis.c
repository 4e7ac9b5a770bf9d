#include "agent/diagnosis.h"

#include "agent/cause_table.h"
#include "agent/principal_name.h"
#include "agent/sign_on_by_name.h"

/* The most findings that one account, and the rest of the machine, can have. */
enum { FINDINGS_PER_ACCOUNT = 11 + PROMPT_CAUSE_COUNT, FINDINGS_BESIDES = 12 };

/* What is in force for an account: the profile's settings with policy laid over them. */
struct settings_in_force {
    enum answer basic;
    enum answer ntlm;
    enum answer ssl;
    bool negotiated;       /* Negotiate or a certificate, and this Outlook knows them */
    bool signs_on_by_name; /* SSL, mutual authentication and a principal name (facts.md 0.1 a) */
    bool scheme_by_policy;
};

struct judging {
    const struct observation *observation;
    const struct diagnosis_request *request;
    struct diagnosis diagnosis;
    bool level_matters;
    bool computer_judged; /* for the causes that are the same for every account */
};

enum answer account_uses_rpc_over_http(const struct exchange_account *account)
{
    if (account->error != CODE_SUCCESS || account->roh_flags.state == PROPERTY_MALFORMED)
        return ANSWER_UNKNOWN;
    bool uses = account->roh_flags.state == PROPERTY_READ &&
                (account->roh_flags.value & ROH_USE) != 0 &&
                account->proxy_server.state != PROPERTY_ABSENT;
    return uses ? ANSWER_YES : ANSWER_NO;
}

bool accounts_use_rpc_over_http(const struct account_list *accounts)
{
    for (size_t i = 0; i < accounts->count; i++)
        if (account_uses_rpc_over_http(&accounts->accounts[i]) == ANSWER_YES)
            return true;
    return false;
}

static enum answer flag_of(const struct property_long *flags, uint32_t flag)
{
    if (flags->state != PROPERTY_READ)
        return ANSWER_UNKNOWN;
    return (flags->value & flag) != 0 ? ANSWER_YES : ANSWER_NO;
}

enum answer account_has_flag(const struct exchange_account *account, uint32_t flag)
{
    return flag_of(&account->roh_flags, flag);
}

enum answer account_always_prompts(const struct exchange_account *account)
{
    if (account->error == CODE_SUCCESS && account->config_flags.state == PROPERTY_ABSENT)
        return ANSWER_NO; /* the flag has never been set */
    return flag_of(&account->config_flags, CONFIG_ALWAYS_PROMPT);
}

bool authentication_is_negotiated(enum outlook_version version,
                                  const struct property_long *authentication)
{
    return outlook_version_negotiates(version) && authentication->state == PROPERTY_READ &&
           (authentication->value == AUTHENTICATION_NEGOTIATE ||
            authentication->value == AUTHENTICATION_CERTIFICATE);
}

static struct settings_in_force settings_of(const struct observation *observation,
                                            const struct exchange_account *account)
{
    const struct outlook_policy *policy = observation_policy_for(observation, account);
    struct settings_in_force settings = {0};
    const struct property_long *scheme = observation_authentication(observation, account);
    /* A policy that cannot be read may say anything: nothing can be claimed. */
    settings.scheme_by_policy = scheme == &policy->authentication || policy->error != CODE_SUCCESS;

    if (scheme->state == PROPERTY_READ) {
        settings.basic = scheme->value == AUTHENTICATION_BASIC ? ANSWER_YES : ANSWER_NO;
        settings.ntlm = scheme->value == AUTHENTICATION_NTLM ? ANSWER_YES : ANSWER_NO;
    }
    settings.negotiated = authentication_is_negotiated(account->outlook, scheme);
    settings.ssl = flag_of(observation_roh_flags(observation, account), ROH_SSL);
    settings.signs_on_by_name = account_signs_on_by_name(observation, account);
    return settings;
}

enum answer account_implicit_logon(const struct observation *observation,
                                   const struct exchange_account *account)
{
    const struct lm_compatibility *level = &observation->level;
    if (account_uses_rpc_over_http(account) != ANSWER_YES)
        return ANSWER_UNKNOWN;
    struct settings_in_force settings = settings_of(observation, account);
    if (settings.basic == ANSWER_YES)
        return ANSWER_NO;
    if (settings.ntlm != ANSWER_YES)
        return ANSWER_UNKNOWN;
    if (settings.signs_on_by_name)
        return ANSWER_YES;
    if (!level->effective_known)
        return ANSWER_UNKNOWN;
    return level->effective >= LM_COMPATIBILITY_LOWEST_SILENT ? ANSWER_YES : ANSWER_NO;
}

static struct finding *add(struct judging *judging, enum finding_id id,
                           const struct exchange_account *account, enum registry_root half,
                           enum severity severity)
{
    enum scope scope = judging->request->scope;
    enum scope other = half == REGISTRY_CURRENT_USER ? SCOPE_MACHINE : SCOPE_USER;
    struct finding *finding = &judging->diagnosis.findings[judging->diagnosis.count++];
    *finding = (struct finding){
        .id = id,
        .account = account,
        .half = half,
        .severity = severity,
        .in_scope = scope != other,
    };
    return finding;
}

static void add_unreadable(struct judging *judging, enum unreadable_part part,
                           const struct exchange_account *account, enum registry_root half,
                           error_code error)
{
    struct finding *finding = add(judging, FINDING_UNREADABLE, account, half, SEVERITY_PROBLEM);
    finding->part = part;
    finding->error = error;
}

/* The remedy may not be carried out because of a policy for PromptFix. */
static void block(struct finding *finding, enum policy_id id)
{
    finding->blocked_by = BLOCKED_BY_POLICY;
    finding->policy = &policy_table[id];
}

/* May the settings of an account be changed? Where the list of excluded profiles is not known, any
 * may be one of them. */
static bool block_account(struct finding *finding, const struct policies *policies)
{
    if (policies->settings[POLICY_EXCLUDED_PROFILES].state == POLICY_UNUSABLE)
        block(finding, POLICY_EXCLUDED_PROFILES);
    return finding->blocked_by != BLOCKED_BY_NOTHING;
}

/* The level in effect, seen from one account, or from the whole machine (`account` NULL). */
static void judge_level(struct judging *judging, const struct exchange_account *account,
                        enum severity too_low)
{
    const struct lm_compatibility *level = &judging->observation->level;
    if (level->effective < judging->diagnosis.least_level) {
        struct finding *finding =
            add(judging, FINDING_LM_LEVEL_TOO_LOW, account, REGISTRY_LOCAL_MACHINE, too_low);
        finding->remedy = REMEDY_RAISE_LEVEL;
        if (level->source == LM_COMPATIBILITY_POLICY)
            finding->blocked_by = BLOCKED_BY_POLICY;
        else if (policies_number(&judging->observation->policies, POLICY_ALLOW_LEVEL) == 0)
            block(finding, POLICY_ALLOW_LEVEL);
    } else if (level->effective == LM_COMPATIBILITY_LOWEST_SILENT) {
        add(judging, FINDING_LEVEL_2_AND_EXTENDED_PROTECTION, account, REGISTRY_LOCAL_MACHINE,
            SEVERITY_ADVICE);
    }
}

/* An account that is, or is about to be, NTLM: for it the level matters. Where signing on by name
 * is going to stand in for it, a higher one is only advisable, as where it does already. */
static void judge_level_for(struct judging *judging, const struct exchange_account *account,
                            const struct settings_in_force *settings)
{
    struct finding by_name = {0};
    judging->level_matters = true;
    if (!judging->observation->level.effective_known || judging->request->scope == SCOPE_MACHINE)
        return;
    const bool says_name =
        sign_on_by_name_judge(judging->observation, judging->request, account, &by_name);
    const bool stands_in = says_name && finding_can_be_mended(&by_name);
    judge_level(judging, account,
                settings->signs_on_by_name || stands_in ? SEVERITY_ADVICE : SEVERITY_PROBLEM);
    if (says_name)
        judging->diagnosis.findings[judging->diagnosis.count++] = by_name;
}

/* What is known of the proxy: unknown too where it was not asked. */
static enum probe_verdict verdict_for(const struct judging *judging,
                                      const struct exchange_account *account)
{
    const struct probe_answer *answer = observation_answer(judging->observation, account);
    return answer != NULL ? probe_verdict_of(answer) : PROBE_VERDICT_UNKNOWN;
}

/* Does what the proxy was seen to do, or not to do, stop the switch to NTLM? */
static bool probe_stops(const struct judging *judging, const struct exchange_account *account)
{
    const struct diagnosis_request *request = judging->request;
    const enum probe_verdict verdict = verdict_for(judging, account);
    if (request->asks_later && observation_answer(judging->observation, account) == NULL)
        return false;
    return verdict == PROBE_VERDICT_NO ||
           (verdict == PROBE_VERDICT_UNKNOWN && request->require_probe);
}

static void judge_authentication(struct judging *judging, const struct exchange_account *account,
                                 const struct settings_in_force *settings)
{
    if (settings->ntlm == ANSWER_YES) {
        judge_level_for(judging, account, settings);
        return;
    }
    if (settings->negotiated)
        return; /* how it signs on then, NTLM or not, is decided elsewhere */
    if (settings->basic != ANSWER_YES) {
        add(judging, FINDING_UNKNOWN_AUTHENTICATION, account, REGISTRY_CURRENT_USER,
            SEVERITY_PROBLEM);
        return;
    }
    const struct policies *policies = &judging->observation->policies;
    struct finding *finding = add(judging, FINDING_BASIC_AUTHENTICATION, account,
                                  REGISTRY_CURRENT_USER, SEVERITY_PROBLEM);
    if (account->report_only)
        return;
    finding->remedy = REMEDY_SWITCH_TO_NTLM;
    if (settings->scheme_by_policy)
        finding->blocked_by = BLOCKED_BY_POLICY;
    else if (policies_number(policies, POLICY_ALLOW_NTLM) == 0)
        block(finding, POLICY_ALLOW_NTLM);
    else if (block_account(finding, policies))
        return;
    else if (settings->ssl != ANSWER_YES && !judging->request->insecure)
        finding->blocked_by = BLOCKED_BY_NO_SSL;
    else if (probe_stops(judging, account))
        finding->blocked_by = BLOCKED_BY_PROBE;
    else if (finding->in_scope)
        judge_level_for(judging, account, settings);
}

/* What the proxy was seen to do, for an account that uses NTLM, or Basic and could use NTLM. */
static void judge_proxy(struct judging *judging, const struct exchange_account *account,
                        const struct settings_in_force *settings)
{
    const struct probe_answer *answer = observation_answer(judging->observation, account);
    if (answer == NULL)
        return;
    if ((settings->basic == ANSWER_YES || settings->ntlm == ANSWER_YES) &&
        probe_verdict_of(answer) == PROBE_VERDICT_NO) {
        const enum finding_id id = answer->sign_on == SIGN_ON_BROKEN    ? FINDING_NTLM_BROKEN
                                   : answer->sign_on == SIGN_ON_REFUSED ? FINDING_NTLM_REFUSED
                                                                        : FINDING_NTLM_NOT_OFFERED;
        add(judging, id, account, REGISTRY_CURRENT_USER, SEVERITY_PROBLEM);
    }
    /* Only then does RPC compare the names. */
    if (settings->signs_on_by_name &&
        principal_compare(account_principal_in_force(judging->observation, account),
                          answer->certificate_name) == PRINCIPAL_DIFFERS) {
        struct finding *finding = add(judging, FINDING_PRINCIPAL_MISMATCH, account,
                                      REGISTRY_CURRENT_USER, SEVERITY_PROBLEM);
        if (sign_on_by_name_stands_in(&judging->diagnosis,
                                      account)) /* which gives the profile the right name */
            finding->remedy = REMEDY_SIGN_ON_BY_CERTIFICATE_NAME;
    }
}

static void judge_always_prompt(struct judging *judging, const struct exchange_account *account)
{
    const struct policies *policies = &judging->observation->policies;
    enum answer prompts = account_always_prompts(account);
    if (prompts == ANSWER_UNKNOWN) {
        add_unreadable(judging, UNREADABLE_CONFIG_FLAGS, account, REGISTRY_CURRENT_USER,
                       CODE_INVALID_DATA);
    } else if (prompts == ANSWER_YES) {
        struct finding *finding =
            add(judging, FINDING_ALWAYS_PROMPT, account, REGISTRY_CURRENT_USER, SEVERITY_PROBLEM);
        if (account->report_only)
            return;
        finding->remedy = REMEDY_CLEAR_ALWAYS_PROMPT;
        if (policies_decide(policies, POLICY_ALWAYS_PROMPT) &&
            policies_number(policies, POLICY_ALWAYS_PROMPT) == ALWAYS_PROMPT_REPORT)
            block(finding, POLICY_ALWAYS_PROMPT);
        else if (!block_account(finding, policies))
            finding->needs_request =
                !judging->request->clear_always_prompt &&
                policies_number(policies, POLICY_ALWAYS_PROMPT) != ALWAYS_PROMPT_CLEAR;
    }
}

bool account_is_excluded(const struct observation *observation,
                         const struct exchange_account *account)
{
    return account->profile != NULL && policies_exclude(&observation->policies, account->profile);
}

static void judge_account(struct judging *judging, const struct exchange_account *account)
{
    const struct outlook_policy *policy = observation_policy_for(judging->observation, account);
    if (account_is_excluded(judging->observation, account))
        return;
    if (account->error != CODE_SUCCESS) {
        add_unreadable(judging, UNREADABLE_ACCOUNT, account, REGISTRY_CURRENT_USER, account->error);
        return;
    }
    enum answer uses = account_uses_rpc_over_http(account);
    if (uses == ANSWER_UNKNOWN)
        add_unreadable(judging, UNREADABLE_ROH_FLAGS, account, REGISTRY_CURRENT_USER,
                       CODE_INVALID_DATA);
    if (uses != ANSWER_YES)
        return;

    struct settings_in_force settings = settings_of(judging->observation, account);
    judge_authentication(judging, account, &settings);
    if (settings.basic == ANSWER_YES && !settings.scheme_by_policy &&
        judging->observation->rewritten != NULL &&
        judging->observation->rewritten[account - judging->observation->accounts.accounts])
        add(judging, FINDING_REWRITTEN_BY_AUTODISCOVER, account, REGISTRY_CURRENT_USER,
            SEVERITY_PROBLEM);
    judge_proxy(judging, account, &settings);
    if (settings.ssl != ANSWER_YES)
        add(judging, FINDING_NO_SSL, account, REGISTRY_CURRENT_USER, SEVERITY_ADVICE);
    judge_always_prompt(judging, account);
    if (policy->key != NULL && policy->error == CODE_SUCCESS)
        add(judging, FINDING_SET_BY_POLICY, account, REGISTRY_CURRENT_USER,
            settings.scheme_by_policy && settings.ntlm != ANSWER_YES && !settings.negotiated
                ? SEVERITY_PROBLEM
                : SEVERITY_ADVICE);
}

/* Is it known already why this account makes Outlook ask? */
static bool is_explained(const struct judging *judging, const struct exchange_account *account)
{
    for (size_t i = 0; i < judging->diagnosis.count; i++) {
        const struct finding *finding = &judging->diagnosis.findings[i];
        if (finding->account == account && finding->severity == SEVERITY_PROBLEM &&
            (finding->id == FINDING_BASIC_AUTHENTICATION ||
             finding->id == FINDING_LM_LEVEL_TOO_LOW ||
             finding->id == FINDING_CERTIFICATE_NAME_SUFFICES))
            return true;
    }
    return false;
}

static void judge_prompts(struct judging *judging, size_t number)
{
    const struct exchange_account *account = &judging->observation->accounts.accounts[number];
    const struct prompt_histories *prompts = &judging->observation->prompts;
    if (account_uses_rpc_over_http(account) == ANSWER_YES &&
        !account_is_excluded(judging->observation, account) && !is_explained(judging, account) &&
        prompt_history_continues(prompt_history_of(prompts, number), prompts->fixed))
        add(judging, FINDING_PROMPTS_CONTINUE, account, REGISTRY_CURRENT_USER, SEVERITY_PROBLEM);
}

/* Where the policy forces too low a level, a higher one that somebody has set does not last. */
static void judge_level_policy(struct judging *judging)
{
    const struct observation *observation = judging->observation;
    const struct lm_compatibility *level = &observation->level;
    const uint32_t least = judging->diagnosis.least_level;
    if (observation->level_policy.state != LEVEL_POLICY_SET)
        return;
    const bool too_low = observation->level_policy.level < least ||
                         (level->effective_known && level->effective < least);
    add(judging, FINDING_SET_BY_POLICY, NULL, REGISTRY_LOCAL_MACHINE,
        too_low ? SEVERITY_PROBLEM : SEVERITY_ADVICE);
}

static void judge_cause(struct judging *judging, const struct exchange_account *account,
                        const struct cause *row, const struct prompt_cause *cause)
{
    const enum registry_root half = cause->evidence[0].root;
    const struct exchange_account *about = row->of_computer ? NULL : account;
    struct finding *finding = NULL;
    if (row->of_computer && judging->computer_judged)
        return;
    if (cause->seen == ANSWER_YES) {
        finding = add(judging, row->finding, about, half, SEVERITY_ADVICE);
    } else if (prompt_cause_error(cause) != CODE_SUCCESS) {
        add_unreadable(judging, UNREADABLE_CAUSE, about, half, prompt_cause_error(cause));
        finding = &judging->diagnosis.findings[judging->diagnosis.count - 1];
        finding->severity = SEVERITY_ADVICE;
    } else {
        return;
    }
    finding->cause = cause;
}

/* The causes beyond the article: advice only, since none of them is sure (facts.md section 5). */
static void judge_causes(struct judging *judging, size_t number)
{
    const struct observation *observation = judging->observation;
    const struct exchange_account *account = &observation->accounts.accounts[number];
    if (observation->causes == NULL || observation->causes[number] == NULL ||
        account_is_excluded(observation, account))
        return;
    for (size_t i = 0; i < PROMPT_CAUSE_COUNT; i++)
        if (cause_table[i].told != 0)
            judge_cause(judging, account, &cause_table[i], &observation->causes[number]->causes[i]);
    judging->computer_judged = true;
}

/* What is about the machine and not about one account. */
static void judge_machine(struct judging *judging)
{
    const struct lm_compatibility *level = &judging->observation->level;
    if (judging->request->scope == SCOPE_MACHINE)
        judging->level_matters = true; /* a startup script sees no profiles */
    if (!judging->level_matters)
        return;
    if (level->source == LM_COMPATIBILITY_INVALID) {
        add(judging, FINDING_INVALID_LEVEL, NULL, REGISTRY_LOCAL_MACHINE, SEVERITY_PROBLEM);
    } else if (level->source == LM_COMPATIBILITY_UNREADABLE) {
        add_unreadable(judging, UNREADABLE_LEVEL, NULL, REGISTRY_LOCAL_MACHINE, level->error);
    } else if (!level->effective_known) {
        add_unreadable(judging, UNREADABLE_LEVEL_DEFAULT, NULL, REGISTRY_LOCAL_MACHINE,
                       CODE_FILE_NOT_FOUND);
    } else if (judging->request->scope == SCOPE_MACHINE) {
        judge_level(judging, NULL, SEVERITY_PROBLEM);
    }
    judge_level_policy(judging);
}

static void judge_interrupted(struct judging *judging, enum registry_root half)
{
    const struct interrupted_run *interrupted = &judging->observation->interrupted[half];
    if (interrupted->error != CODE_SUCCESS) {
        add_unreadable(judging, UNREADABLE_UNDO_RECORD, NULL, half, interrupted->error);
    } else if (interrupted->pending) {
        struct finding *finding =
            add(judging, FINDING_INTERRUPTED_FIX, NULL, half, SEVERITY_PROBLEM);
        finding->remedy = REMEDY_RECOVER;
    }
}

static void judge_outlook_policies(struct judging *judging)
{
    for (int version = 0; version < OUTLOOK_VERSION_COUNT; version++) {
        const struct outlook_policy *policy =
            &judging->observation->outlook_policies.by_version[version];
        if (policy->error == CODE_SUCCESS)
            continue;
        add_unreadable(judging, UNREADABLE_POLICY, NULL, REGISTRY_CURRENT_USER, policy->error);
        judging->diagnosis.findings[judging->diagnosis.count - 1].outlook_policy = policy;
    }
}

/* They count for nothing themselves: where a policy that is unusable matters, a remedy is blocked.
 */
static void judge_policies(struct judging *judging)
{
    for (const struct policy_problem *problem = judging->observation->policies.problems;
         problem != NULL; problem = problem->next) {
        struct finding *finding =
            add(judging, FINDING_POLICY_PROBLEM, NULL, problem->root, SEVERITY_ADVICE);
        finding->problem = problem;
        finding->error = problem->error;
        finding->in_scope = true; /* in any half */
    }
}

error_code diagnose(const struct observation *observation, const struct diagnosis_request *request,
                    struct arena *arena, struct diagnosis *diagnosis)
{
    const struct account_list *accounts = &observation->accounts;
    const struct policies *policies = &observation->policies;
    const uint32_t level = policies_level(policies, request->level);
    struct judging judging = {.observation = observation, .request = request};
    judging.diagnosis.least_level = level != 0 ? level : LM_COMPATIBILITY_LOWEST_SILENT;
    judging.diagnosis.target_level = level != 0 ? level : LM_COMPATIBILITY_RECOMMENDED;
    judging.diagnosis.findings =
        arena_allocate(arena, (accounts->count * FINDINGS_PER_ACCOUNT + FINDINGS_BESIDES +
                               policies->problem_count) *
                                  sizeof *judging.diagnosis.findings);
    if (judging.diagnosis.findings == NULL)
        return CODE_NOT_ENOUGH_MEMORY;

    judge_interrupted(&judging, REGISTRY_CURRENT_USER);
    judge_interrupted(&judging, REGISTRY_LOCAL_MACHINE);
    for (size_t i = 0; i < accounts->count; i++) {
        judge_account(&judging, &accounts->accounts[i]);
        judge_prompts(&judging, i);
        judge_causes(&judging, i);
    }
    if (accounts->error != CODE_SUCCESS)
        add_unreadable(&judging, UNREADABLE_PROFILES, NULL, REGISTRY_CURRENT_USER, accounts->error);
    judge_outlook_policies(&judging);
    if (observation->lines_passed_over > 0) {
        add_unreadable(&judging, UNREADABLE_LINES, NULL, REGISTRY_CURRENT_USER, CODE_INVALID_DATA);
        judging.diagnosis.findings[judging.diagnosis.count - 1].in_scope = true; /* in any half */
    }
    judge_machine(&judging);
    judge_policies(&judging);
    *diagnosis = judging.diagnosis;
    return CODE_SUCCESS;
}

bool finding_can_be_mended(const struct finding *finding)
{
    return finding->remedy != REMEDY_NONE && finding->blocked_by == BLOCKED_BY_NOTHING &&
           !finding->needs_request;
}
