/* Asks the RPC proxies whether NTLM can work through them, before an account is switched to it.
 *
 * Who is asked: the proxy of each account that the fix would switch, or make to sign on by the name
 * of its certificate; with /probe on the line, that of each account. Each proxy once, all at the
 * same time, and once a day: what it answered is kept (proxy_record.h). A /check reads what is
 * kept, and asks nobody unless /probe or /principal is on its line: it promises only to read, and a
 * logon script must not wait for a network.
 *
 * With /allusers an answer counts for everybody with that proxy, and is kept by the account that
 * runs. What a visited user's own registry has kept counts for him alone: he may write there what
 * he likes. And so does what came of a logon.
 */
#include "agent/run.h"

#include "agent/account_proxy.h"
#include "agent/proxy_record.h"

#include <string.h>

/* What is to be asked in one go. */
struct asking {
    struct run *run;
    struct probe_rules rules;
    const char *user_root; /* of another user, whose logon this account does not have; else NULL */
    struct proxy_exchange *exchanges;
    struct known_proxy **proxies; /* whose answer each one is */
    size_t count;
    struct known_proxy **signing; /* those for the second step; the others are among them */
    size_t signing_count;
};

/* Does this run change something? A dry run is a check. */
static bool changes(const struct run *run)
{
    return run->options->verb == VERB_FIX && !run->options->dry_run;
}

struct probe_rules run_probe_rules(const struct run *run, const struct policies *policies)
{
    const enum probe_mode line = run->options->probe;
    const bool decided = policies_decide(policies, POLICY_PROBE);
    const uint32_t number = policies_number(policies, POLICY_PROBE);
    struct probe_rules rules = {
        .off = decided ? number == PROBE_POLICY_OFF : line == PROBE_OFF,
        .required = decided ? number == PROBE_POLICY_REQUIRE : line == PROBE_REQUIRE,
    };
    rules.asks_all =
        !rules.off && (line == PROBE_PREFER || line == PROBE_REQUIRE || line == PROBE_SIGN_ON);
    /* A policy that cannot be understood may have meant that nobody is asked: the logon is kept. */
    rules.signs_on = !rules.off && line == PROBE_SIGN_ON &&
                     policies->settings[POLICY_PROBE].state != POLICY_UNUSABLE;
    return rules;
}

bool run_asks_later(const struct run *run)
{
    const struct options *options = run->options;
    return options->from == NULL && options->probe == PROBE_AS_USUAL && !changes(run);
}

/* What is known of a proxy that counts for this user alone; for all, with NULL. */
static struct known_proxy *find_known(const struct run *run, const struct proxy_address *address,
                                      const char *user_root)
{
    struct known_proxy *proxy = run->proxies;
    while (proxy != NULL && !(proxy_address_equal(&proxy->address, address) &&
                              (user_root == NULL || proxy->user_root == NULL
                                   ? proxy->user_root == user_root
                                   : strcmp(proxy->user_root, user_root) == 0)))
        proxy = proxy->next;
    return proxy;
}

static struct known_proxy *add_known(struct run *run, const struct proxy_address *address,
                                     const char *user_root)
{
    struct known_proxy *proxy = arena_allocate(&run->arena, sizeof *proxy);
    if (proxy == NULL)
        return NULL;
    proxy->address = *address;
    proxy->user_root = user_root;
    proxy->next = run->proxies;
    run->proxies = proxy;
    return proxy;
}

/* Would the fix switch this account, for all that is known without the proxy? */
static bool would_switch(const struct diagnosis *diagnosis, const struct exchange_account *account)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        if (finding->account == account && finding->remedy == REMEDY_SWITCH_TO_NTLM &&
            finding->in_scope && finding_can_be_mended(finding))
            return true;
    }
    return false;
}

/* Is the proxy's certificate all that is missing, for an account that is to sign on by its name? */
static bool would_sign_on_by_name(const struct diagnosis *diagnosis,
                                  const struct exchange_account *account)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        if (finding->account == account && finding->id == FINDING_CERTIFICATE_NAME_SUFFICES &&
            finding->in_scope && finding->blocked_by == BLOCKED_BY_PROBE)
            return true;
    }
    return false;
}

/* An account that a policy leaves out is looked at no further. */
static bool has_proxy(const struct observation *observation, const struct exchange_account *account)
{
    return account_uses_rpc_over_http(account) == ANSWER_YES &&
           !account_is_excluded(observation, account);
}

static bool is_to_be_asked(const struct asking *asking, const struct diagnosis *diagnosis,
                           const struct exchange_account *account)
{
    const struct run *run = asking->run;
    if (asking->rules.asks_all)
        return true;
    if (run->options->probe == PROBE_KEPT)
        return false;
    /* With /principal on the line a dry run asks too: without, it could not say what would be done.
     */
    return (changes(run) && would_switch(diagnosis, account)) ||
           ((changes(run) || run->options->principal != PRINCIPAL_KEEP) &&
            run->report.user_root == NULL && would_sign_on_by_name(diagnosis, account));
}

/* In the registry of the account that runs, and in nobody else's. */
static void keep(struct run *run, const struct known_proxy *proxy)
{
    struct registry *own = run->visitor != NULL ? run->visitor : run->registry;
    /* What cannot be kept is asked again next time. */
    if (changes(run) && probe_answer_is_lasting(&proxy->answer))
        (void)proxy_record_write(own, &proxy->address, &proxy->answer);
}

static void add_question(struct asking *asking, struct known_proxy *proxy, bool signs_on)
{
    asking->exchanges[asking->count] = (struct proxy_exchange){
        .address = proxy->address,
        .signs_on = signs_on,
    };
    asking->proxies[asking->count++] = proxy;
}

/* Notes a proxy for the second step, once. It may be known already: asked for another user. */
static void add_sign_on(struct asking *asking, struct known_proxy *proxy)
{
    if (!asking->rules.signs_on || asking->user_root != NULL ||
        proxy->answer.sign_on != SIGN_ON_NOT_TRIED)
        return;
    for (size_t i = 0; i < asking->signing_count; i++)
        if (asking->signing[i] == proxy)
            return;
    asking->signing[asking->signing_count++] = proxy;
}

/* The second step: to no other host does this run send anything of the user's. */
static void sign_on(struct asking *asking)
{
    struct host *host = asking->run->host;
    asking->count = 0;
    for (size_t i = 0; i < asking->signing_count; i++) {
        struct known_proxy *proxy = asking->signing[i];
        if (probe_may_sign_on(&proxy->answer))
            add_question(asking, proxy, true);
    }
    if (asking->count > 0)
        host->probe(host, asking->exchanges, asking->count);
    for (size_t i = 0; i < asking->count; i++)
        asking->proxies[i]->answer.sign_on = proxy_probe_judge_sign_on(&asking->exchanges[i]);
    for (size_t i = 0; i < asking->signing_count; i++)
        keep(asking->run, asking->signing[i]);
}

static void ask(struct asking *asking)
{
    struct run *run = asking->run;
    if (asking->count > 0)
        run->host->probe(run->host, asking->exchanges, asking->count);
    for (size_t i = 0; i < asking->count; i++) {
        proxy_probe_judge(&asking->exchanges[i], run->report.time, &asking->proxies[i]->answer);
        if (asking->signing_count == 0)
            keep(run, asking->proxies[i]);
    }
    if (asking->signing_count > 0)
        sign_on(asking);
}

/* That this account's logon was accepted, or refused, says nothing of another user's. */
static error_code without_sign_on(struct run *run, const struct probe_answer **answer)
{
    if ((*answer)->sign_on == SIGN_ON_NOT_TRIED)
        return CODE_SUCCESS;
    struct probe_answer *copy = arena_copy(&run->arena, *answer, sizeof **answer);
    if (copy == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    copy->sign_on = SIGN_ON_NOT_TRIED;
    *answer = copy;
    return CODE_SUCCESS;
}

/* What is known of a proxy without asking, or kept in a registry; `proxy` stays as it is where
 * nothing is. What counts for one user alone is found with his `user_root`. */
static error_code find_answer(struct asking *asking, struct registry *registry,
                              const struct proxy_address *address, const char *user_root,
                              struct known_proxy **proxy)
{
    struct run *run = asking->run;
    struct probe_answer kept;
    struct known_proxy *known = find_known(run, address, user_root);
    /* What the tray agent knows by itself may be older than what another run has kept. */
    if ((known == NULL || run->options->probe == PROBE_KEPT) && !asking->rules.asks_all &&
        registry != NULL &&
        proxy_record_read(registry, address, run->report.time, &kept) == CODE_SUCCESS) {
        known = add_known(run, address, user_root);
        if (known == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        known->answer = kept;
    }
    if (known != NULL)
        *proxy = known;
    return CODE_SUCCESS;
}

/* The answer of a proxy that can be asked: known, kept, or put on the list of those to be asked. */
static error_code answer_of(struct asking *asking, const struct proxy_address *address, bool wanted,
                            const struct probe_answer **answer)
{
    struct run *run = asking->run;
    const bool is_visit = run->visitor != NULL;
    struct known_proxy *proxy = NULL;
    error_code code = CODE_SUCCESS;
    if (asking->user_root != NULL)
        code = find_answer(asking, is_visit ? run->registry : NULL, address, asking->user_root,
                           &proxy);
    if (code == CODE_SUCCESS && proxy == NULL)
        code = find_answer(asking, is_visit ? run->visitor : run->registry, address, NULL, &proxy);
    if (code != CODE_SUCCESS || (proxy == NULL && !wanted))
        return code;
    if (proxy == NULL) {
        proxy = add_known(run, address, NULL);
        if (proxy == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        add_question(asking, proxy, false);
    }
    add_sign_on(asking, proxy);
    *answer = &proxy->answer;
    return asking->user_root != NULL && proxy->user_root == NULL ? without_sign_on(run, answer)
                                                                 : CODE_SUCCESS;
}

/* The answer of an account's proxy; none where nobody is to be asked. */
static error_code answer_for(struct asking *asking, const struct observation *observation,
                             const struct diagnosis *diagnosis,
                             const struct exchange_account *account,
                             const struct probe_answer **answer)
{
    struct run *run = asking->run;
    struct proxy_address address;
    if (!has_proxy(observation, account))
        return CODE_SUCCESS;
    const bool wanted = is_to_be_asked(asking, diagnosis, account);
    if (account_proxy_address(observation, account, &address))
        return answer_of(asking, &address, wanted, answer);
    if (!wanted)
        return CODE_SUCCESS;
    struct probe_answer *none = arena_allocate(&run->arena, sizeof *none);
    if (none == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    proxy_probe_without_address(run->report.time, none);
    *answer = none;
    return CODE_SUCCESS;
}

error_code run_probe(struct run *run, struct observation *observation,
                     const struct diagnosis *before)
{
    const size_t count = observation->accounts.count;
    struct asking asking = {
        .run = run,
        .rules = run_probe_rules(run, &observation->policies),
        .user_root = observation->user_root,
    };
    if (count == 0 || run->options->from != NULL || asking.rules.off ||
        !run_includes(run, REGISTRY_CURRENT_USER))
        return CODE_SUCCESS;
    const struct probe_answer **answers =
        arena_allocate(&run->arena, count * sizeof(const struct probe_answer *));
    asking.exchanges = arena_allocate(&run->arena, count * sizeof *asking.exchanges);
    asking.proxies = arena_allocate(&run->arena, count * sizeof(struct known_proxy *));
    asking.signing = arena_allocate(&run->arena, count * sizeof(struct known_proxy *));
    if (answers == NULL || asking.exchanges == NULL || asking.proxies == NULL ||
        asking.signing == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    for (size_t i = 0; i < count; i++) {
        error_code code = answer_for(&asking, observation, before,
                                     &observation->accounts.accounts[i], &answers[i]);
        if (code != CODE_SUCCESS)
            return code;
    }
    ask(&asking);
    observation->answers = answers;
    return CODE_SUCCESS;
}
