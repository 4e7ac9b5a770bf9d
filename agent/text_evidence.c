#include "agent/text_evidence.h"

#include "agent/prompt_causes.h"
#include "agent/account_proxy.h"
#include "agent/prompt_record.h"
#include "registry/dword.h"
#include "registry/undo_record.h"

enum { BYTES_SHOWN = 16 };

void evidence_append_data(struct byte_buffer *out, const struct message_source *messages,
                          const struct stored_data *data)
{
    if (!data->present) {
        message_append(out, messages, MESSAGE_ABSENT, NO_INSERTIONS);
        return;
    }
    const char *type = registry_type_name(data->type);
    if (type != NULL)
        byte_buffer_append_text(out, type);
    else
        byte_buffer_append_format(out, "0x%08lx", (unsigned long)data->type);
    if (data->type == VALUE_DWORD && data->size == DWORD_SIZE) {
        byte_buffer_append_format(out, " %lu", (unsigned long)dword_of_bytes(data->bytes));
        return;
    }
    for (size_t i = 0; i < data->size && i < BYTES_SHOWN; i++)
        byte_buffer_append_format(out, " %02x", data->bytes[i]);
    if (data->size > BYTES_SHOWN)
        byte_buffer_append_text(out, " ...");
}

void evidence_append_error(struct byte_buffer *out, struct host *host, error_code code)
{
    size_t start = out->size;
    host->append_error_text(host, code, out);
    byte_buffer_append_format(out, out->size > start ? " (%lu)" : "(%lu)", (unsigned long)code);
}

void evidence_append_record(struct byte_buffer *out, const char *root, uint32_t record)
{
    byte_buffer_append_format(out, "%s\\" UNDO_RECORDS_KEY, root);
    if (record != 0)
        byte_buffer_append_format(out, "\\%lu", (unsigned long)record);
}

static void append_path(struct byte_buffer *out, const char *root, const char *key)
{
    byte_buffer_append_text(out, "  ");
    byte_buffer_append_text(out, root);
    byte_buffer_append_byte(out, '\\');
    byte_buffer_append_text(out, key);
}

static void append_key(struct byte_buffer *out, const char *root, const char *key)
{
    append_path(out, root, key);
    byte_buffer_append_byte(out, '\n');
}

static void append_value(struct byte_buffer *out, const struct message_source *messages,
                         const char *root, const char *key, const char *name,
                         const struct stored_data *data)
{
    append_path(out, root, key);
    byte_buffer_append_byte(out, '\\');
    byte_buffer_append_text(out, name);
    byte_buffer_append_text(out, " = ");
    evidence_append_data(out, messages, data);
    byte_buffer_append_byte(out, '\n');
}

static void append_property(struct byte_buffer *out, const struct message_source *messages,
                            const struct observation *observation,
                            const struct exchange_account *account, const char *name,
                            const struct property_long *property)
{
    append_value(out, messages, observation_root_name(observation, REGISTRY_CURRENT_USER),
                 account->key, name, &property->data);
}

/* A setting of the account, or that of the policy which overrides it. */
static void append_setting(struct byte_buffer *out, const struct message_source *messages,
                           const struct observation *observation, const char *policy_name,
                           const struct property_long *by_policy,
                           const struct exchange_account *account, const char *name,
                           const struct property_long *property)
{
    if (by_policy->state != PROPERTY_ABSENT)
        append_value(out, messages, observation_root_name(observation, REGISTRY_CURRENT_USER),
                     observation_policy_for(observation, account)->key, policy_name,
                     &by_policy->data);
    else
        append_property(out, messages, observation, account, name, property);
}

static void append_level(struct byte_buffer *out, const struct message_source *messages,
                         const struct lm_compatibility *level)
{
    if (level->source == LM_COMPATIBILITY_UNREADABLE)
        append_key(out, registry_root_name(REGISTRY_LOCAL_MACHINE), LM_COMPATIBILITY_KEY);
    else
        append_value(out, messages, registry_root_name(REGISTRY_LOCAL_MACHINE),
                     LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE, &level->data);
}

void evidence_append_stored(struct byte_buffer *out, const struct message_source *messages,
                            const struct prompt_evidence *evidence)
{
    if (evidence->text != NULL)
        byte_buffer_append_text(out, evidence->text);
    else
        byte_buffer_append_text(out, messages->text(messages, evidence->key_missing
                                                                  ? MESSAGE_UNKNOWN
                                                                  : MESSAGE_PROMPTS_NONE));
}

/* Each value that was looked at; one that could not be read by its key. */
static void append_cause(struct byte_buffer *out, const struct message_source *messages,
                         const struct observation *observation, const struct prompt_cause *cause)
{
    for (size_t i = 0; i < cause->evidence_count; i++) {
        const struct prompt_evidence *evidence = &cause->evidence[i];
        const char *root = observation_root_name(observation, evidence->root);
        if (evidence->key == NULL) {
            byte_buffer_append_text(out, "  ");
            evidence_append_stored(out, messages, evidence);
            byte_buffer_append_byte(out, '\n');
        } else if (evidence->error != CODE_SUCCESS)
            append_key(out, root, evidence->key);
        else
            append_value(out, messages, root, evidence->key, evidence->name, &evidence->data);
    }
}

static void append_unreadable(struct byte_buffer *out, const struct message_source *messages,
                              const struct observation *observation, const struct finding *finding,
                              const struct exchange_account *account)
{
    const char *user_root = observation_root_name(observation, REGISTRY_CURRENT_USER);
    switch (finding->part) {
    case UNREADABLE_ACCOUNT:
        if (account->key != NULL)
            append_key(out, user_root, account->key);
        break;
    case UNREADABLE_ROH_FLAGS:
        append_property(out, messages, observation, account, PROPERTY_ROH_FLAGS,
                        &account->roh_flags);
        break;
    case UNREADABLE_CONFIG_FLAGS:
        append_property(out, messages, observation, account, PROPERTY_CONFIG_FLAGS,
                        &account->config_flags);
        break;
    case UNREADABLE_PROFILES:
        append_key(out, user_root,
                   observation->accounts.root != NULL ? observation->accounts.root
                                                      : MAIL_PROFILES_KEY);
        break;
    case UNREADABLE_POLICY:
        append_key(out, user_root, finding->outlook_policy->key);
        break;
    case UNREADABLE_LEVEL:
    case UNREADABLE_LEVEL_DEFAULT:
        append_level(out, messages, &observation->level);
        break;
    case UNREADABLE_UNDO_RECORD:
        append_key(out, observation_root_name(observation, finding->half), UNDO_RECORDS_KEY);
        break;
    case UNREADABLE_CAUSE:
        append_cause(out, messages, observation, finding->cause);
        break;
    case UNREADABLE_LINES: /* the error output has them by number */
    case UNREADABLE_NOTHING:
    case UNREADABLE_USER_LIST: /* of other users there is no more than their names */
    case UNREADABLE_USER:
    case UNREADABLE_USER_IN_USE:
    case UNREADABLE_USER_BUSY:
    case UNREADABLE_USER_ROAMING:
    case UNREADABLE_USER_MANDATORY:
    case UNREADABLE_USER_LINK:
    case UNREADABLE_USER_GONE:
    case UNREADABLE_USER_NOT_CLOSED:
        break;
    }
}

static void append_policy(struct byte_buffer *out, const struct observation *observation,
                          const struct policy_problem *problem)
{
    append_path(out, observation_root_name(observation, problem->root), problem->key);
    if (problem->name != NULL) {
        byte_buffer_append_byte(out, '\\');
        byte_buffer_append_text(out, problem->name);
    }
    byte_buffer_append_byte(out, '\n');
}

static void append_text_value(struct byte_buffer *out, const char *root, const char *key,
                              const char *name, const struct property_text *text)
{
    if (text->state == PROPERTY_ABSENT)
        return;
    append_path(out, root, key);
    byte_buffer_append_byte(out, '\\');
    byte_buffer_append_text(out, name);
    if (text->state == PROPERTY_READ) {
        byte_buffer_append_text(out, " = ");
        byte_buffer_append_text(out, text->text);
    }
    byte_buffer_append_byte(out, '\n');
}

/* Which values the policy sets, and to what. */
static void append_outlook_policy(struct byte_buffer *out, const struct message_source *messages,
                                  const char *root, const struct outlook_policy *policy)
{
    if (policy->authentication.state != PROPERTY_ABSENT)
        append_value(out, messages, root, policy->key, POLICY_AUTHENTICATION,
                     &policy->authentication.data);
    if (policy->roh_flags.state != PROPERTY_ABSENT)
        append_value(out, messages, root, policy->key, POLICY_ROH_FLAGS, &policy->roh_flags.data);
    append_text_value(out, root, policy->key, POLICY_PROXY_SERVER, &policy->proxy_server);
    append_text_value(out, root, policy->key, POLICY_PRINCIPAL_NAME, &policy->principal_name);
}

/* Who says that a security policy sets the level. */
static void append_level_policy(struct byte_buffer *out, const struct level_policy *policy)
{
    if (policy->template_name[0] != '\0')
        byte_buffer_append_format(out, "  %s%s\n", "%SystemRoot%\\Security\\Templates\\Policies\\",
                                  policy->template_name);
    if (policy->is_in_result) {
        byte_buffer_append_text(out, "  root\\rsop\\computer\\RSOP_RegistryValue");
        if (policy->gpo_id[0] != '\0')
            byte_buffer_append_text(out, "\\GPOID = ");
        byte_buffer_append_text(out, policy->gpo_id);
        byte_buffer_append_byte(out, '\n');
    }
}

/* In place of the account and its policy for what is found out about the computer. */
static const struct exchange_account no_account;
static const struct outlook_policy no_policy;

void evidence_append(struct byte_buffer *out, const struct message_source *messages,
                     const struct observation *observation, const struct finding *finding)
{
    const bool has_account = finding->account != NULL;
    const struct exchange_account *account = has_account ? finding->account : &no_account;
    const struct outlook_policy *policy =
        has_account ? observation_policy_for(observation, account) : &no_policy;
    const char *user_root = observation_root_name(observation, REGISTRY_CURRENT_USER);
    switch (finding->id) {
    case FINDING_BASIC_AUTHENTICATION:
    case FINDING_UNKNOWN_AUTHENTICATION:
    case FINDING_REWRITTEN_BY_AUTODISCOVER:
        append_setting(out, messages, observation, POLICY_AUTHENTICATION, &policy->authentication,
                       account, PROPERTY_ROH_AUTHENTICATION, &account->authentication);
        break;
    case FINDING_LM_LEVEL_TOO_LOW:
    case FINDING_LEVEL_2_AND_EXTENDED_PROTECTION:
    case FINDING_INVALID_LEVEL:
        append_level(out, messages, &observation->level);
        break;
    case FINDING_NO_SSL:
        append_setting(out, messages, observation, POLICY_ROH_FLAGS, &policy->roh_flags, account,
                       PROPERTY_ROH_FLAGS, &account->roh_flags);
        break;
    case FINDING_ALWAYS_PROMPT:
        append_property(out, messages, observation, account, PROPERTY_CONFIG_FLAGS,
                        &account->config_flags);
        break;
    case FINDING_SET_BY_POLICY:
        if (has_account)
            append_outlook_policy(out, messages, user_root, policy);
        else
            append_level_policy(out, &observation->level_policy);
        break;
    case FINDING_PROMPTS_CONTINUE:
        append_key(out, user_root, PROMPTS_KEY);
        break;
    case FINDING_INTERRUPTED_FIX:
        append_key(out, observation_root_name(observation, finding->half), UNDO_RECORDS_KEY);
        break;
    case FINDING_POLICY_PROBLEM:
        append_policy(out, observation, finding->problem);
        break;
    case FINDING_UNREADABLE:
        append_unreadable(out, messages, observation, finding, account);
        break;
    case FINDING_WEB_PROXY:
    case FINDING_PROTOCOL_MISSING:
    case FINDING_CREDENTIALS_NOT_STORABLE:
    case FINDING_INNER_AUTHENTICATION:
    case FINDING_NTLM_RESTRICTED:
    case FINDING_BASIC_NOT_SAVED:
    case FINDING_WORKGROUP:
    case FINDING_STORED_CREDENTIALS:
        append_cause(out, messages, observation, finding->cause);
        break;
    case FINDING_NTLM_NOT_OFFERED:
    case FINDING_NTLM_BROKEN:
    case FINDING_NTLM_REFUSED:
    case FINDING_PRINCIPAL_MISMATCH:
    case FINDING_CERTIFICATE_NAME_SUFFICES:
        if (observation_answer(observation, account) == NULL)
            break;
        byte_buffer_append_text(out, "  ");
        account_proxy_append_evidence(out, observation, account);
        byte_buffer_append_byte(out, '\n');
        break;
    }
}
