#include "agent/agent_probe.h"

#include "agent/account_proxy.h"
#include "agent/probe_text.h"
#include "agent/proxy_record.h"

#include <stdlib.h>
#include <string.h>

void agent_probe_init(struct agent_probe *probe, struct host *host, struct desktop *desktop)
{
    *probe = (struct agent_probe){.host = host, .desktop = desktop};
}

/* ---- what is known ---- */

static bool every_one(const struct probe_answer *answer, const char *time)
{
    (void)answer;
    (void)time;
    return true;
}

static bool is_old(const struct probe_answer *answer, const char *time)
{
    return !probe_time_is_of_today(answer->time, time);
}

static bool is_failed(const struct probe_answer *answer, const char *time)
{
    (void)time;
    return !probe_answer_is_lasting(answer);
}

static void forget(struct agent_probe *probe,
                   bool (*goes)(const struct probe_answer *answer, const char *time))
{
    char time[TIME_SIZE];
    struct known_proxy **link = &probe->known;
    probe->host->now(probe->host, time);
    while (*link != NULL) {
        struct known_proxy *proxy = *link;
        if (goes(&proxy->answer, time)) {
            *link = proxy->next;
            free(proxy);
        } else {
            link = &proxy->next;
        }
    }
}

const struct known_proxy *agent_probe_known(struct agent_probe *probe)
{
    forget(probe, is_old);
    return probe->known;
}

void agent_probe_forget_failed(struct agent_probe *probe)
{
    forget(probe, is_failed);
    probe->cannot_begin = false;
}

/* Where memory does not suffice, the proxy is as one that was not asked. */
static struct probe_answer *answer_of(struct agent_probe *probe,
                                      const struct proxy_address *address)
{
    struct known_proxy *proxy = probe->known;
    while (proxy != NULL && !proxy_address_equal(&proxy->address, address))
        proxy = proxy->next;
    if (proxy == NULL) {
        proxy = calloc(1, sizeof *proxy);
        if (proxy == NULL)
            return NULL;
        proxy->address = *address;
        proxy->next = probe->known;
        probe->known = proxy;
    }
    return &proxy->answer;
}

/* ---- whom to ask ---- */

static bool may_ask(const struct report *report)
{
    return policies_number(&report->observation.policies, POLICY_PROBE) != PROBE_POLICY_OFF;
}

bool agent_probe_is_forbidden(const struct report *report)
{
    /* A policy that cannot be understood may have meant that nobody is asked. */
    return !may_ask(report) ||
           report->observation.policies.settings[POLICY_PROBE].state == POLICY_UNUSABLE;
}

/* The address of an account's proxy, if it is used. */
static bool find_address(const struct report *report, const struct exchange_account *account,
                         struct proxy_address *address)
{
    const struct observation *observation = &report->observation;
    return account_uses_rpc_over_http(account) == ANSWER_YES &&
           !account_is_excluded(observation, account) &&
           account_proxy_address(observation, account, address);
}

bool agent_probe_has_proxy(const struct report *report)
{
    const struct account_list *accounts = &report->observation.accounts;
    struct proxy_address address;
    for (size_t i = 0; report->observed && i < accounts->count; i++)
        if (find_address(report, &accounts->accounts[i], &address))
            return true;
    return false;
}

static bool every_account(const struct report *report, size_t index)
{
    (void)report;
    (void)index;
    return true;
}

/* One that would be switched if its proxy agrees; or one with NTLM of which Outlook has asked for a
 * password in the last week: the proxy may be why. */
static bool has_question(const struct report *report, size_t index)
{
    const struct observation *observation = &report->observation;
    const struct exchange_account *account = &observation->accounts.accounts[index];
    const struct prompt_history *history = prompt_history_of(&observation->prompts, index);
    bool uses_ntlm = true;
    if (observation_answer(observation, account) != NULL)
        return false;
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (finding->account != account)
            continue;
        if (finding->id == FINDING_BASIC_AUTHENTICATION && finding->in_scope &&
            (finding_can_be_mended(finding) || finding->blocked_by == BLOCKED_BY_PROBE))
            return true;
        if (finding->id == FINDING_BASIC_AUTHENTICATION ||
            finding->id == FINDING_UNKNOWN_AUTHENTICATION)
            uses_ntlm = false;
    }
    return uses_ntlm && history != NULL &&
           prompt_history_sums(history, observation->prompts.fixed).lately > 0;
}

/* Puts the proxies of those accounts on the list, each once. */
static void gather(struct agent_probe *probe, const struct report *report,
                   bool (*is_wanted)(const struct report *report, size_t index))
{
    const struct account_list *accounts = &report->observation.accounts;
    struct proxy_address address;
    if (accounts->count == 0)
        return;
    probe->addresses = calloc(accounts->count, sizeof *probe->addresses);
    for (size_t i = 0; probe->addresses != NULL && i < accounts->count; i++) {
        if (!find_address(report, &accounts->accounts[i], &address) || !is_wanted(report, i))
            continue;
        size_t same = 0;
        while (same < probe->address_count &&
               !proxy_address_equal(&probe->addresses[same], &address))
            same++;
        if (same == probe->address_count)
            probe->addresses[probe->address_count++] = address;
    }
}

/* ---- asking ---- */

static void end(struct agent_probe *probe)
{
    free(probe->addresses);
    probe->addresses = NULL;
    probe->address_count = 0;
    probe->stage = PROBE_STAGE_IDLE;
}

void agent_probe_stop(struct agent_probe *probe)
{
    if (probe->stage != PROBE_STAGE_IDLE)
        probe->desktop->stop_probe(probe->desktop);
    end(probe);
}

void agent_probe_done(struct agent_probe *probe)
{
    agent_probe_stop(probe);
    forget(probe, every_one);
}

/* To no other one anything of the user's is sent. */
static bool may_sign_on(struct agent_probe *probe, const struct proxy_address *address)
{
    const struct probe_answer *answer = answer_of(probe, address);
    return answer != NULL && probe_may_sign_on(answer);
}

/* Hands the question to the desktop; false when there is none, or it cannot be put. */
static bool put(struct agent_probe *probe, enum probe_stage stage)
{
    const bool signs_on = stage == PROBE_STAGE_TEST_SIGNS;
    size_t count = 0;
    if (probe->address_count == 0)
        return false;
    struct proxy_exchange *exchanges = calloc(probe->address_count, sizeof *exchanges);
    if (exchanges == NULL)
        return false;
    for (size_t i = 0; i < probe->address_count; i++)
        if (!signs_on || may_sign_on(probe, &probe->addresses[i]))
            exchanges[count++] =
                (struct proxy_exchange){.address = probe->addresses[i], .signs_on = signs_on};
    probe->stage = stage;
    const bool done = count > 0 && probe->desktop->start_probe(probe->desktop, exchanges, count);
    free(exchanges);
    return done;
}

void agent_probe_consider(struct agent_probe *probe, const struct examination *now)
{
    const struct report *report = &now->run.report;
    if (!report->observed)
        return;
    if (probe->stage != PROBE_STAGE_IDLE) {
        if (!may_ask(report) || (agent_probe_tests(probe) && agent_probe_is_forbidden(report)))
            agent_probe_stop(probe);
        return;
    }
    if (!may_ask(report) || probe->cannot_begin)
        return;
    gather(probe, report, has_question);
    if (probe->address_count > 0 && put(probe, PROBE_STAGE_ASKING))
        return;
    probe->cannot_begin = probe->address_count > 0;
    end(probe);
}

bool agent_probe_asks(const struct agent_probe *probe)
{
    return probe->stage == PROBE_STAGE_ASKING;
}

bool agent_probe_tests(const struct agent_probe *probe)
{
    return probe->stage == PROBE_STAGE_TEST_ASKS || probe->stage == PROBE_STAGE_TEST_SIGNS;
}

bool agent_probe_test(struct agent_probe *probe, const struct examination *now)
{
    const struct report *report = &now->run.report;
    if (agent_probe_tests(probe) || !report->observed || agent_probe_is_forbidden(report))
        return false;
    agent_probe_stop(probe);
    gather(probe, report, every_account);
    if (put(probe, PROBE_STAGE_TEST_ASKS))
        return true;
    end(probe);
    return false;
}

/* ---- what came back ---- */

static void take_one(struct agent_probe *probe, const struct proxy_exchange *exchange)
{
    struct probe_answer *answer = answer_of(probe, &exchange->address);
    char time[TIME_SIZE];
    if (answer == NULL)
        return;
    probe->host->now(probe->host, time);
    if (exchange->signs_on)
        answer->sign_on = proxy_probe_judge_sign_on(exchange);
    else
        proxy_probe_judge(exchange, time, answer);
    /* What cannot be kept, this agent still knows. */
    if (probe_answer_is_lasting(answer))
        (void)proxy_record_write(probe->host->registry, &exchange->address, answer);
}

static void say_results(struct agent_probe *probe, struct byte_buffer *said)
{
    struct byte_buffer seen = {0};
    for (size_t i = 0; i < probe->address_count; i++) {
        const struct probe_answer *answer = answer_of(probe, &probe->addresses[i]);
        if (answer == NULL)
            continue;
        byte_buffer_clear(&seen);
        probe_text_append(&seen, probe->host, answer);
        if (said->size > 0)
            byte_buffer_append_byte(said, '\n');
        message_append(said, probe->host->messages, MESSAGE_SIGN_IN_TESTED,
                       INSERT(probe->addresses[i].host, byte_buffer_text(&seen)));
    }
    said->failed |= seen.failed;
    byte_buffer_done(&seen);
}

void agent_probe_take(struct agent_probe *probe, const struct proxy_exchange *exchanges,
                      size_t count, struct byte_buffer *said)
{
    if (probe->stage == PROBE_STAGE_IDLE)
        return;
    for (size_t i = 0; i < count; i++)
        take_one(probe, &exchanges[i]);
    if (probe->stage == PROBE_STAGE_TEST_ASKS && put(probe, PROBE_STAGE_TEST_SIGNS))
        return;
    if (agent_probe_tests(probe))
        say_results(probe, said);
    end(probe);
}
