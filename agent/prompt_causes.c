#include "agent/prompt_causes.h"

#include "registry/dword.h"
#include "registry/registry_name.h"
#include "registry/utf16_text.h"

#include <string.h>

#define INTERNET_KEY "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"
#define OUTLOOK_RPC_KEY "Software\\Microsoft\\Office\\11.0\\Outlook\\RPC"
#define PROTOCOLS_KEY "SOFTWARE\\Microsoft\\Rpc\\ClientProtocols"
#define OUTLOOK_SECURITY_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\Security"

enum { WINDOWS_VISTA = 6 };

/* What looking needs all along. */
struct looking {
    struct registry *registry;
    struct arena *arena;
    struct registry_value value;
    struct utf16_text text;
    struct byte_buffer utf8;
    struct prompt_causes causes;
};

static struct prompt_evidence *add(struct prompt_cause *cause, enum registry_root root,
                                   const char *key, const char *name)
{
    struct prompt_evidence *evidence = &cause->evidence[cause->evidence_count++];
    *evidence = (struct prompt_evidence){.root = root, .key = key, .name = name};
    return evidence;
}

static error_code keep(struct looking *looking, struct prompt_evidence *evidence)
{
    error_code code = stored_data_copy(looking->arena, &looking->value, &evidence->data);
    if (code != CODE_SUCCESS || looking->value.type != VALUE_STRING)
        return code;
    code = utf16_text_of_value(&looking->text, &looking->value, &looking->utf8);
    if (code == CODE_SUCCESS) {
        evidence->text = arena_copy_text(looking->arena, (const char *)looking->utf8.data,
                                         strlen((const char *)looking->utf8.data));
        return evidence->text != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
    }
    return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS; /* its bytes then speak */
}

/* Looks at one value. CODE_NOT_ENOUGH_MEMORY; other errors go into the evidence. */
static error_code look(struct looking *looking, enum prompt_cause_id id, enum registry_root root,
                       const char *path, const char *name)
{
    struct prompt_evidence *evidence = add(&looking->causes.causes[id], root, path, name);
    struct registry_key *key = NULL;
    error_code code = registry_open(looking->registry, root, path, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = registry_read(key, name, &looking->value);
    registry_close(key);
    if (code == CODE_SUCCESS)
        code = keep(looking, evidence);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    if (code != CODE_FILE_NOT_FOUND)
        evidence->error = code;
    return CODE_SUCCESS;
}

/* The number of a REG_DWORD; 0 for anything else, which Windows and Outlook do not take for one. */
static uint32_t number_of(const struct prompt_evidence *evidence)
{
    const struct stored_data *data = &evidence->data;
    return data->present && data->type == VALUE_DWORD && data->size == DWORD_SIZE
               ? dword_of_bytes(data->bytes)
               : 0;
}

static bool has_text(const struct prompt_evidence *evidence)
{
    return evidence->text != NULL && evidence->text[0] != '\0';
}

/* It is to be seen; or not, if all that counts could be read. */
static enum answer answer(const struct prompt_cause *cause, bool seen)
{
    if (seen)
        return ANSWER_YES;
    for (size_t i = 0; i < cause->evidence_count; i++)
        if (cause->evidence[i].error != CODE_SUCCESS)
            return ANSWER_UNKNOWN;
    return ANSWER_NO;
}

static error_code look_at_web_proxy(struct looking *looking)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_WEB_PROXY];
    static const char *const names[] = {"ProxyEnable", "ProxyServer", "AutoConfigURL"};
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS && i < sizeof names / sizeof names[0]; i++)
        code = look(looking, CAUSE_WEB_PROXY, REGISTRY_CURRENT_USER, INTERNET_KEY, names[i]);
    if (code == CODE_SUCCESS)
        code = look(looking, CAUSE_WEB_PROXY, REGISTRY_CURRENT_USER, OUTLOOK_RPC_KEY,
                    "ConnectTimeout");
    if (code == CODE_SUCCESS)
        cause->seen =
            answer(cause, number_of(&cause->evidence[0]) != 0 || has_text(&cause->evidence[2]));
    return code;
}

static bool names_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return registry_names_equal(a, a_size, b, b_size);
}

/* "msstd:mail.contoso.com" or "msstd:*.contoso.com" for the host mail.contoso.com. */
static bool principal_fits(const char *principal, const char *proxy)
{
    static const char prefix[] = "msstd:";
    const size_t prefix_size = sizeof prefix - 1;
    const size_t host_size = strcspn(proxy, ":");
    const size_t size = strlen(principal);
    if (size < prefix_size || !names_equal(principal, prefix_size, prefix, prefix_size))
        return false;
    const char *name = principal + prefix_size;
    const size_t name_size = size - prefix_size;
    if (name_size > 2 && name[0] == '*' && name[1] == '.') {
        const char *dot = memchr(proxy, '.', host_size);
        return dot != NULL &&
               names_equal(dot, host_size - (size_t)(dot - proxy), name + 1, name_size - 1);
    }
    return names_equal(name, name_size, proxy, host_size);
}

static void look_at_principal_name(struct looking *looking, const struct exchange_account *account)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_PRINCIPAL_NAME];
    const char *principal = account->principal_name.text;
    const char *proxy = account->proxy_server.text;
    add(cause, REGISTRY_CURRENT_USER, account->key, "001f6625")->text = principal;
    add(cause, REGISTRY_CURRENT_USER, account->key, "001f6622")->text = proxy;
    if (account->principal_name.state == PROPERTY_MALFORMED)
        cause->seen = ANSWER_YES;
    else if (principal == NULL || principal[0] == '\0')
        cause->seen = ANSWER_NO; /* none is expected */
    else if (proxy != NULL)
        cause->seen = principal_fits(principal, proxy) ? ANSWER_NO : ANSWER_YES;
}

static error_code look_at_protocols(struct looking *looking, const struct windows_version *windows)
{
    static const char expected[] = "rpcrt4.dll";
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_PROTOCOLS];
    error_code code =
        look(looking, CAUSE_PROTOCOLS, REGISTRY_LOCAL_MACHINE, PROTOCOLS_KEY, "ncacn_http");
    if (code != CODE_SUCCESS)
        return code;
    const struct prompt_evidence *found = &cause->evidence[0];
    const bool fits = found->text != NULL &&
                      names_equal(found->text, strlen(found->text), expected, sizeof expected - 1);
    cause->seen = answer(cause, !fits && found->error == CODE_SUCCESS);
    if (cause->seen == ANSWER_YES && windows->major >= WINDOWS_VISTA)
        cause->seen = ANSWER_UNKNOWN; /* documented for 2000 and XP only (facts.md 5.4) */
    return code;
}

static void look_at_always_prompt(struct looking *looking, const struct exchange_account *account)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_ALWAYS_PROMPT];
    struct prompt_evidence *evidence =
        add(cause, REGISTRY_CURRENT_USER, account->key, PROPERTY_CONFIG_FLAGS);
    evidence->data = account->config_flags.data;
    cause->seen = account_always_prompts(account);
}

static error_code look_at_not_stored(struct looking *looking)
{
    static const char name[] = "DisableBasicAuthSavedCreds";
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_NOT_STORED];
    error_code code =
        look(looking, CAUSE_NOT_STORED, REGISTRY_CURRENT_USER, OUTLOOK_2003_POLICY_KEY, name);
    if (code == CODE_SUCCESS)
        code =
            look(looking, CAUSE_NOT_STORED, REGISTRY_CURRENT_USER, OUTLOOK_2007_POLICY_KEY, name);
    if (code == CODE_SUCCESS)
        code = look(looking, CAUSE_NOT_STORED, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY,
                    "DisableDomainCreds");
    if (code != CODE_SUCCESS)
        return code;
    bool seen = false;
    for (size_t i = 0; i < cause->evidence_count; i++)
        seen |= number_of(&cause->evidence[i]) != 0;
    cause->seen = answer(cause, seen);
    return code;
}

static error_code look_at_policy(struct looking *looking, const struct outlook_policy *policy)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_POLICY];
    error_code code = look(looking, CAUSE_POLICY, REGISTRY_CURRENT_USER,
                           OUTLOOK_SECURITY_POLICY_KEY, "AuthenticationService");
    if (code != CODE_SUCCESS)
        return code;
    bool seen = cause->evidence[0].data.present;
    if (policy->key != NULL) {
        add(cause, REGISTRY_CURRENT_USER, policy->key, NULL)->error = policy->error;
        seen |= policy->error == CODE_SUCCESS;
    }
    cause->seen = answer(cause, seen);
    return code;
}

error_code prompt_causes_read(struct registry *registry, const struct windows_version *windows,
                              const struct observation *observation,
                              const struct exchange_account *account, struct arena *arena,
                              struct prompt_causes *causes)
{
    struct looking looking = {.registry = registry, .arena = arena};
    error_code code = look_at_web_proxy(&looking);
    if (code == CODE_SUCCESS)
        code = look_at_protocols(&looking, windows);
    if (code == CODE_SUCCESS)
        code = look_at_not_stored(&looking);
    if (code == CODE_SUCCESS)
        code = look_at_policy(&looking, observation_policy_for(observation, account));
    look_at_principal_name(&looking, account);
    look_at_always_prompt(&looking, account);
    if (code == CODE_SUCCESS)
        *causes = looking.causes;
    registry_value_done(&looking.value);
    utf16_text_done(&looking.text);
    byte_buffer_done(&looking.utf8);
    return code;
}

error_code prompt_causes_of_accounts(struct registry *registry,
                                     const struct windows_version *windows,
                                     const struct observation *observation, struct arena *arena,
                                     const struct prompt_causes *const **causes)
{
    const struct account_list *accounts = &observation->accounts;
    const struct prompt_histories *prompts = &observation->prompts;
    const struct prompt_causes **all = NULL;
    for (size_t i = 0; prompts->accounts != NULL && i < accounts->count; i++) {
        if (!prompt_history_continues(&prompts->accounts[i], prompts->fixed))
            continue;
        struct prompt_causes *one = arena_allocate(arena, sizeof *one);
        if (all == NULL)
            all = arena_allocate(arena, accounts->count * sizeof(struct prompt_causes *));
        if (one == NULL || all == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        error_code code =
            prompt_causes_read(registry, windows, observation, &accounts->accounts[i], arena, one);
        if (code != CODE_SUCCESS)
            return code;
        all[i] = one;
    }
    *causes = all;
    return CODE_SUCCESS;
}
