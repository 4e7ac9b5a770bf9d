/* The report as JSON: for scripts, and for the helpdesk's collection. The order and names of the
 * fields are a contract (design.md, "The report"). What is not known is null, never left out. */
#include "agent/report.h"

#include "agent/cause_table.h"
#include "agent/json_writer.h"
#include "agent/policy_json.h"
#include "agent/report_names.h"
#include "agent/utc_time.h"
#include "agent/scheme_name.h"

#include <stdio.h>

static void append_known_number(struct json_writer *json, const char *name, bool known,
                                uint32_t number)
{
    if (known)
        json_number(json, name, number);
    else
        json_null(json, name);
}

static void append_answer(struct json_writer *json, const char *name, enum answer answer)
{
    if (answer == ANSWER_UNKNOWN)
        json_null(json, name);
    else
        json_boolean(json, name, answer == ANSWER_YES);
}

static void append_level(struct json_writer *json, const struct report *report)
{
    const struct lm_compatibility *level = &report->observation.level;
    json_begin_object(json, "lm_compatibility_level");
    append_known_number(json, "stored", level->stored_known, level->stored);
    append_known_number(json, "effective", level->effective_known, level->effective);
    json_text(json, "source", report->observed ? level_source_name(level->source) : NULL);
    const struct level_policy *policy = &report->observation.level_policy;
    const bool is_set = policy->state == LEVEL_POLICY_SET;
    append_answer(json, "set_by_policy",
                  is_set                               ? ANSWER_YES
                  : policy->state == LEVEL_POLICY_NONE ? ANSWER_NO
                                                       : ANSWER_UNKNOWN);
    append_known_number(json, "policy_level", is_set, policy->level);
    json_text(json, "policy_template",
              is_set && policy->template_name[0] != '\0' ? policy->template_name : NULL);
    json_text(json, "gpo", is_set && policy->gpo[0] != '\0' ? policy->gpo : NULL);
    json_end_object(json);
}

/* The days with prompts, the oldest first; null where what was counted cannot be read. */
static void append_prompts(struct json_writer *json, const struct prompt_history *history)
{
    char date[UTC_DATE_SIZE];
    if (history->error != CODE_SUCCESS) {
        json_null(json, "prompts");
        return;
    }
    json_begin_array(json, "prompts");
    for (int age = PROMPT_DAY_COUNT - 1; age >= 0; age--) {
        if (history->counts[age] == 0)
            continue;
        utc_date_write(history->today - age, date);
        json_begin_object(json, NULL);
        json_text(json, "date", date);
        json_number(json, "count", history->counts[age]);
        json_end_object(json);
    }
    json_end_array(json);
}

static void append_certificate(struct json_writer *json, const struct probe_answer *answer)
{
    static const struct {
        uint32_t problem;
        const char *name;
    } problems[] = {
        {CERTIFICATE_UNTRUSTED, "untrusted"},
        {CERTIFICATE_WRONG_NAME, "wrong_name"},
        {CERTIFICATE_EXPIRED, "expired"},
        {CERTIFICATE_REVOKED, "revoked"},
        {CERTIFICATE_INVALID, "invalid"},
        {CERTIFICATE_WRONG_USAGE, "wrong_usage"},
        {CERTIFICATE_REVOCATION_UNKNOWN, "revocation_unknown"},
    };
    json_text(json, "certificate_name",
              answer->certificate_name[0] != '\0' ? answer->certificate_name : NULL);
    json_begin_array(json, "certificate_problems");
    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++)
        if ((answer->certificate_problems & problems[i].problem) != 0)
            json_text(json, NULL, problems[i].name);
    json_end_array(json);
}

/* What the account's proxy answered; null where it was not asked. */
static void append_probe(struct json_writer *json, const struct probe_answer *answer)
{
    if (answer == NULL) {
        json_null(json, "probe");
        return;
    }
    json_begin_object(json, "probe");
    json_text(json, "time", answer->time);
    json_text(json, "outcome", probe_outcome_name(answer->outcome));
    append_known_number(json, "status", answer->status != 0, answer->status);
    json_begin_array(json, "schemes");
    for (size_t i = 0; i < SCHEME_NAME_COUNT; i++)
        if ((answer->schemes & scheme_names[i].scheme) != 0)
            json_text(json, NULL, scheme_names[i].name);
    json_end_array(json);
    append_known_number(json, "error", answer->error != CODE_SUCCESS, answer->error);
    append_certificate(json, answer);
    json_text(json, "web_proxy", answer->web_proxy[0] != '\0' ? answer->web_proxy : NULL);
    append_known_number(json, "web_proxy_error", answer->web_proxy_error != CODE_SUCCESS,
                        answer->web_proxy_error);
    json_text(json, "sign_on", sign_on_outcome_name(answer->sign_on));
    json_end_object(json);
}

/* The sections of providers that hold the account's values again, and what they hold. */
static void append_copies(struct json_writer *json, const struct account_copy *copy)
{
    json_begin_array(json, "copies");
    for (; copy != NULL; copy = copy->next) {
        json_begin_object(json, NULL);
        json_text(json, "section", copy->section);
        append_known_number(json, "authentication_value",
                            copy->authentication.state == PROPERTY_READ,
                            copy->authentication.value);
        append_known_number(json, "flags", copy->roh_flags.state == PROPERTY_READ,
                            copy->roh_flags.value);
        append_known_number(json, "error", copy->error != CODE_SUCCESS, copy->error);
        json_end_object(json);
    }
    json_end_array(json);
}

static void append_account(struct json_writer *json, const struct report *report,
                           const struct exchange_account *account)
{
    const struct observation *observation = &report->observation;
    json_begin_object(json, NULL);
    json_text(json, "user", report->user);
    json_text(json, "profile", account->profile);
    json_boolean(json, "default", account->in_default_profile);
    json_text(json, "section", account->section);
    append_answer(json, "rpc_over_http", account_uses_rpc_over_http(account));
    json_text(json, "proxy_server", account->proxy_server.text);
    json_text(json, "authentication", authentication_name(account));
    append_known_number(json, "authentication_value",
                        account->authentication.state == PROPERTY_READ,
                        account->authentication.value);
    append_known_number(json, "flags", account->roh_flags.state == PROPERTY_READ,
                        account->roh_flags.value);
    append_answer(json, "ssl", account_has_flag(account, ROH_SSL));
    append_answer(json, "mutual_authentication", account_has_flag(account, ROH_MUTUAL));
    json_text(json, "principal_name", account->principal_name.text);
    append_answer(json, "always_prompt", account_always_prompts(account));
    json_boolean(json, "policy", observation_policy_for(observation, account)->key != NULL);
    append_answer(json, "implicit_logon", account_implicit_logon(observation, account));
    json_boolean(json, "excluded", account_is_excluded(observation, account));
    append_prompts(json, prompt_history_of(&observation->prompts,
                                           (size_t)(account - observation->accounts.accounts)));
    append_probe(json, observation_answer(observation, account));
    json_text(json, "outlook", outlook_version_name(account->outlook));
    json_text(json, "account_name", account->name.text);
    json_boolean(json, "report_only", account->report_only);
    append_copies(json, account->copies);
    json_end_object(json);
}

static void append_finding(struct json_writer *json, const struct report *report,
                           const struct finding *finding)
{
    json_begin_object(json, NULL);
    json_text(json, "id", finding_id_name(finding->id));
    json_text(json, "user", report->user);
    json_text(json, "profile", finding->account != NULL ? finding->account->profile : NULL);
    json_text(json, "severity", severity_name(finding->severity));
    json_text(json, "remedy", remedy_name(finding->remedy));
    json_text(json, "blocked_by", blocked_by_name(finding->blocked_by));
    append_known_number(json, "error", finding->error != CODE_SUCCESS, finding->error);
    json_text(json, "outlook",
              finding->account != NULL ? outlook_version_name(finding->account->outlook) : NULL);
    json_text(json, "section", finding->account != NULL ? finding->account->section : NULL);
    const struct cause *cause = cause_of_finding(finding->id);
    json_text(json, "confidence", cause != NULL ? cause->confidence : NULL);
    json_end_object(json);
}

static void append_data(struct json_writer *json, const char *name, const struct stored_data *data,
                        struct byte_buffer *hex)
{
    if (!data->present) {
        json_null(json, name);
        return;
    }
    const char *type = registry_type_name(data->type);
    char number[16];
    if (type == NULL) {
        snprintf(number, sizeof number, "0x%08lx", (unsigned long)data->type);
        type = number;
    }
    byte_buffer_clear(hex);
    for (size_t i = 0; i < data->size; i++)
        byte_buffer_append_format(hex, "%02x", data->bytes[i]);
    json_begin_object(json, name);
    json_text(json, "type", type);
    json_text(json, "data", byte_buffer_text(hex));
    json_end_object(json);
    json->out->failed |= hex->failed;
}

static void append_changes(struct json_writer *json, const struct report *report,
                           enum registry_root half)
{
    const struct change_set *set = &report->halves[half].changes;
    struct byte_buffer scratch = {0};
    for (size_t i = 0; i < set->count; i++) {
        const struct registry_change *change = &set->changes[i];
        byte_buffer_clear(&scratch);
        byte_buffer_append_text(&scratch, observation_root_name(&report->observation, set->root));
        byte_buffer_append_byte(&scratch, '\\');
        byte_buffer_append_text(&scratch, change->key);
        json_begin_object(json, NULL);
        json_text(json, "key", byte_buffer_text(&scratch));
        json->out->failed |= scratch.failed;
        json_text(json, "value", change->name);
        json_text(json, "half", set->root == REGISTRY_CURRENT_USER ? "user" : "machine");
        append_data(json, "before", &change->before, &scratch);
        append_data(json, "after", &change->after, &scratch);
        json_text(json, "state", change_state_name(change->state));
        json_end_object(json);
    }
    byte_buffer_done(&scratch);
}

/* What came of /promptrestart or /forcerestart; NULL where nothing was asked. */
static const char *restart_answer_name(const struct restart_result *result)
{
    static const char *const ends[] = {
        [RESTART_END_NONE] = NULL,
        [RESTART_END_LATER] = "later",
        [RESTART_END_CANCELLED] = "cancelled",
        [RESTART_END_NOT_RUNNING] = "not_running",
        [RESTART_END_RESTARTED] = "restarted",
        [RESTART_END_STARTED] = "started",
        [RESTART_END_NOT_CLOSED] = "not_closed",
        [RESTART_END_NOT_STARTED] = "not_started",
        [RESTART_END_FAILED] = "failed",
        [RESTART_END_NOT_OFFERED] = NULL,
        [RESTART_END_NOBODY] = "no_desktop",
        [RESTART_END_BY_POLICY] = "policy",
    };
    static const char *const offers[] = {
        [RESTART_OFFERED] = NULL,
        [RESTART_OTHER_USERS] = "other_users",
        [RESTART_REMOTE_SESSION] = "remote_session",
        [RESTART_NO_PRIVILEGE] = "no_privilege",
        [RESTART_OFFER_UNKNOWN] = "other_users_unknown",
    };
    return result->end == RESTART_END_NOT_OFFERED ? offers[result->offer] : ends[result->end];
}

static void append_accounts(struct json_writer *json, const struct report *report)
{
    for (size_t i = 0; i < report->observation.accounts.count; i++)
        append_account(json, report, &report->observation.accounts.accounts[i]);
}

static void append_findings(struct json_writer *json, const struct report *report)
{
    for (size_t i = 0; i < report->diagnosis.count; i++)
        append_finding(json, report, &report->diagnosis.findings[i]);
}

/* One array of what was found at the user of the run, and then at each other one. */
static void append_each_user(struct json_writer *json, const struct report *report,
                             const char *name,
                             void (*append)(struct json_writer *, const struct report *))
{
    json_begin_array(json, name);
    append(json, report);
    for (size_t i = 0; i < report->other_count; i++)
        append(json, &report->others[i]);
    json_end_array(json);
}

void report_append_json(struct byte_buffer *out, const struct report *report)
{
    struct json_writer json = {.out = out};
    char version[32];
    snprintf(version, sizeof version, "%u.%u", report->windows.major, report->windows.minor);

    json_begin_object(&json, NULL);
    json_number(&json, "schema", 1);
    json_text(&json, "program", report->program);
    json_text(&json, "time", report->time);
    json_text(&json, "computer", report->computer);
    json_text(&json, "user", report->user);
    json_text(&json, "windows", report->windows.major != 0 ? version : NULL);
    json_text(&json, "verb", verb_name(report->options->verb));
    append_level(&json, report);
    policies_append_json(&json, &report->observation.policies);

    append_each_user(&json, report, "accounts", append_accounts);
    append_each_user(&json, report, "findings", append_findings);
    json_begin_array(&json, "changes");
    append_changes(&json, report, REGISTRY_CURRENT_USER);
    for (size_t i = 0; i < report->other_count; i++)
        append_changes(&json, &report->others[i], REGISTRY_CURRENT_USER);
    append_changes(&json, report, REGISTRY_LOCAL_MACHINE);
    json_end_array(&json);

    json_text(&json, "restart", restart_name(report->restart));
    json_text(&json, "restart_answer", restart_answer_name(&report->restart_result));
    json_number(&json, "exit_code", (uint32_t)report->exit_code);
    json_end_object(&json);
    byte_buffer_append_byte(out, '\n');
}
