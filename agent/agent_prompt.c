#include "agent/agent_prompt.h"

#include "agent/agent_policy.h"
#include "agent/fix_time.h"
#include "agent/prompt_account.h"
#include "agent/prompt_record.h"

void agent_prompt_init(struct agent_prompt *prompt, struct host *host, struct desktop *desktop)
{
    *prompt = (struct agent_prompt){.host = host, .desktop = desktop};
}

void agent_prompt_watch(struct agent_prompt *prompt, bool wanted)
{
    if (prompt->is_watched != wanted)
        prompt->desktop->watch_prompts(prompt->desktop, wanted);
    prompt->is_watched = wanted;
}

bool agent_prompt_is_wanted(const struct settings *settings, const struct examination *now)
{
    const struct observation *observation = &now->run.report.observation;
    const struct account_list *accounts = &observation->accounts;
    if (!now->run.report.observed ||
        !agent_policy_notices_prompts(&observation->policies, settings))
        return false;
    for (size_t i = 0; i < accounts->count; i++)
        if (account_uses_rpc_over_http(&accounts->accounts[i]) == ANSWER_YES &&
            !account_is_excluded(observation, &accounts->accounts[i]))
            return true;
    return false;
}

static bool fix_is_in_effect(struct registry *registry, const struct examination *now)
{
    char fixed[UTC_TIME_SIZE] = "";
    const struct restart_pending *pending = examination_pending(now);
    return pending != NULL && !pending->windows && !pending->outlook &&
           fix_time_read(registry, fixed) == CODE_SUCCESS && fixed[0] != '\0';
}

bool agent_prompt_count(struct agent_prompt *prompt, const struct examination *now,
                        const char *caption)
{
    struct host *host = prompt->host;
    char time[TIME_SIZE];
    char name[PROMPT_RECORD_NAME_SIZE];
    const struct exchange_account *account =
        prompt_account_find(caption, &now->run.report.observation);
    if (account == NULL || account_is_excluded(&now->run.report.observation, account) ||
        !prompt_record_name(account, name))
        return false;
    host->now(host, time);
    (void)prompt_record_add(host->registry, name, time, prompt->desktop->session,
                            fix_is_in_effect(host->registry, now));
    return true;
}

void agent_prompt_prune(struct agent_prompt *prompt)
{
    struct host *host = prompt->host;
    char time[TIME_SIZE];
    host->now(host, time);
    (void)prompt_records_prune(host->registry, time); /* else at the next start */
}
