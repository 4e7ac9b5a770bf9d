#include "agent/prompt_causes.h"

#include "agent/stored_credentials.h"
#include "agent/web_proxy.h"
#include "registry/dword.h"
#include "registry/registry_name.h"
#include "registry/utf16_text.h"

#include <string.h>

#define INTERNET_KEY "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"
#define PROTOCOLS_KEY "SOFTWARE\\Microsoft\\Rpc\\ClientProtocols"
#define MSV_KEY LM_COMPATIBILITY_KEY "\\MSV1_0"
#define TCPIP_KEY "SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters"
#define OFFICE_KEYS(number)                                                                        \
    {                                                                                              \
        "Software\\Microsoft\\Office\\" number "\\Outlook\\RPC",                                   \
            "Software\\Policies\\Microsoft\\Office\\" number "\\Outlook\\RPC",                     \
            "Software\\Policies\\Microsoft\\Office\\" number "\\Outlook\\Security",                \
    }

/* Where an Outlook has its settings for RPC, and Group Policy those for it. */
struct office_keys {
    const char *rpc;
    const char *rpc_policy;
    const char *security_policy;
};

enum { OFFICE_COUNT = 5 };
static const struct office_keys office[OFFICE_COUNT] = {
    OFFICE_KEYS("11.0"), OFFICE_KEYS("12.0"), OFFICE_KEYS("14.0"),
    OFFICE_KEYS("15.0"), OFFICE_KEYS("16.0"),
};

/* Those of the account's Outlook: from the first, and how many. 2003 and 2007 look the same. */
static const struct office_keys *office_of(enum outlook_version version, size_t *count)
{
    *count = version == OUTLOOK_UNKNOWN ? 2 : 1;
    return version == OUTLOOK_UNKNOWN ? office : &office[version - OUTLOOK_2003];
}

enum { WINDOWS_VISTA = 6 };

/* RestrictSendingNTLMTraffic: "deny all" (facts.md 4.5 names the value; its numbers are inferred)
 */
enum { NTLM_DENY_ALL = 2 };
/* RPC_C_AUTHN_GSS_NEGOTIATE and RPC_C_AUTHN_WINNT: neither keeps NTLM from Exchange.
 * RPC_C_AUTHN_GSS_KERBEROS does, in PR_PROFILE_AUTH_PACKAGE of the profile (facts.md 1.4). */
enum { INNER_NEGOTIATE = 9, INNER_NTLM = 10, INNER_KERBEROS = 16 };
#define PROPERTY_AUTH_PACKAGE "00036619"

/* What looking needs all along. */
struct looking {
    struct registry *registry;
    struct arena *arena;
    bool exported;
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
    evidence->key_missing = code == CODE_FILE_NOT_FOUND;
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
static enum answer answer(const struct looking *looking, const struct prompt_cause *cause,
                          bool seen)
{
    if (seen)
        return ANSWER_YES;
    for (size_t i = 0; i < cause->evidence_count; i++)
        if (cause->evidence[i].error != CODE_SUCCESS ||
            (looking->exported && cause->evidence[i].key_missing))
            return ANSWER_UNKNOWN;
    return ANSWER_NO;
}

static bool names_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return registry_names_equal(a, a_size, b, b_size);
}

/* Is the Exchange proxy one of those that the web proxy is not used for? */
static bool is_bypassed(const char *exceptions, const char *proxy)
{
    struct proxy_address address;
    return proxy_address_parse(proxy, true, &address) &&
           web_proxy_is_excepted(exceptions, &address);
}

static error_code look_at_internet(struct looking *looking)
{
    static const char *const names[] = {"ProxyEnable", "ProxyServer", "AutoConfigURL",
                                        "ProxyOverride"};
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS && i < sizeof names / sizeof names[0]; i++)
        code = look(looking, CAUSE_WEB_PROXY, REGISTRY_CURRENT_USER, INTERNET_KEY, names[i]);
    return code;
}

/* Somebody who gave Outlook more time to connect knows of it (Microsoft KB 831060). */
static error_code look_at_web_proxy(struct looking *looking, const struct observation *observation,
                                    const struct exchange_account *account)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_WEB_PROXY];
    const struct prompt_evidence *internet = cause->evidence;
    const char *proxy = observation_proxy_server(observation, account)->text;
    size_t count;
    const struct office_keys *keys = office_of(account->outlook, &count);
    error_code code = CODE_SUCCESS;
    bool more_time = false;
    for (size_t i = 0; code == CODE_SUCCESS && i < count; i++) {
        code = look(looking, CAUSE_WEB_PROXY, REGISTRY_CURRENT_USER, keys[i].rpc, "ConnectTimeout");
        more_time |= number_of(&cause->evidence[cause->evidence_count - 1]) != 0;
    }
    const bool used = number_of(&internet[0]) != 0 || has_text(&internet[2]);
    const bool bypassed =
        has_text(&internet[3]) && proxy != NULL && is_bypassed(internet[3].text, proxy);
    cause->seen = answer(looking, cause, used && !more_time && !bypassed);
    return code;
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

/* A text of the account: where the policy has it, or else the profile. */
static void add_text(struct prompt_cause *cause, const struct exchange_account *account,
                     const struct property_text *text, const char *name,
                     const struct outlook_policy *policy, const char *policy_name)
{
    const bool by_policy = text == &policy->proxy_server || text == &policy->principal_name;
    add(cause, REGISTRY_CURRENT_USER, by_policy ? policy->key : account->key,
        by_policy ? policy_name : name)
        ->text = text->text;
}

static void look_at_principal_name(struct looking *looking, const struct observation *observation,
                                   const struct exchange_account *account)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_PRINCIPAL_NAME];
    const struct outlook_policy *policy = observation_policy_for(observation, account);
    const struct property_text *principal = observation_principal_name(observation, account);
    const struct property_text *proxy = observation_proxy_server(observation, account);
    add_text(cause, account, principal, "001f6625", policy, POLICY_PRINCIPAL_NAME);
    add_text(cause, account, proxy, "001f6622", policy, POLICY_PROXY_SERVER);
    if (policy->error != CODE_SUCCESS)
        cause->seen = ANSWER_UNKNOWN; /* it may say anything */
    else if (principal->state == PROPERTY_MALFORMED)
        cause->seen = ANSWER_YES;
    else if (principal->text == NULL || principal->text[0] == '\0')
        cause->seen = ANSWER_NO; /* none is expected */
    else if (proxy->text != NULL)
        cause->seen = principal_fits(principal->text, proxy->text) ? ANSWER_NO : ANSWER_YES;
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
    const bool said = found->error == CODE_SUCCESS && !(looking->exported && found->key_missing);
    cause->seen = answer(looking, cause, !fits && said);
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

/* A credential for the proxy's name takes the place of the logon. Whether it is wrong is not known.
 */
static void look_at_stored_password(struct looking *looking, const struct observation *observation,
                                    const struct exchange_account *account)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_STORED_PASSWORD];
    const struct stored_credentials *credentials = observation->credentials;
    const char *proxy = observation_proxy_server(observation, account)->text;
    struct proxy_address address;
    if (credentials == NULL || credentials->error != CODE_SUCCESS || proxy == NULL ||
        !proxy_address_parse(proxy, true, &address)) {
        add(cause, REGISTRY_CURRENT_USER, NULL, NULL)->key_missing = true;
        return;
    }
    for (size_t i = 0; i < credentials->count; i++)
        if (cause->evidence_count < PROMPT_EVIDENCE_LIMIT &&
            stored_credential_is_for(credentials->targets[i], address.host))
            add(cause, REGISTRY_CURRENT_USER, NULL, NULL)->text = credentials->targets[i];
    cause->seen = cause->evidence_count > 0 ? ANSWER_YES : ANSWER_NO;
    if (cause->evidence_count == 0)
        add(cause, REGISTRY_CURRENT_USER, NULL, NULL);
}

static error_code look_at_not_stored(struct looking *looking)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_NOT_STORED];
    error_code code = look(looking, CAUSE_NOT_STORED, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY,
                           "DisableDomainCreds");
    cause->seen = answer(looking, cause, number_of(&cause->evidence[0]) != 0);
    return code;
}

static void look_at_policy(struct looking *looking, const struct outlook_policy *policy)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_POLICY];
    if (policy->key != NULL)
        add(cause, REGISTRY_CURRENT_USER, policy->key, NULL)->error = policy->error;
    cause->seen = answer(looking, cause, policy->key != NULL && policy->error == CODE_SUCCESS);
}

/* What the profile itself says. It is a PT_LONG, stored as bytes. */
static error_code look_at_auth_package(struct looking *looking,
                                       const struct exchange_account *account, bool *seen)
{
    const struct prompt_cause *cause = &looking->causes.causes[CAUSE_INNER_AUTHENTICATION];
    if (account->key == NULL)
        return CODE_SUCCESS;
    const error_code code = look(looking, CAUSE_INNER_AUTHENTICATION, REGISTRY_CURRENT_USER,
                                 account->key, PROPERTY_AUTH_PACKAGE);
    const struct stored_data *data = &cause->evidence[cause->evidence_count - 1].data;
    if (data->present && data->type == VALUE_BINARY && data->size == DWORD_SIZE)
        *seen |= dword_of_bytes(data->bytes) == INNER_KERBEROS;
    return code;
}

static error_code look_at_inner_authentication(struct looking *looking,
                                               const struct exchange_account *account)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_INNER_AUTHENTICATION];
    size_t count;
    const struct office_keys *keys = office_of(account->outlook, &count);
    error_code code = CODE_SUCCESS;
    bool seen = false;
    for (size_t i = 0; code == CODE_SUCCESS && i < count; i++) {
        code = look(looking, CAUSE_INNER_AUTHENTICATION, REGISTRY_CURRENT_USER,
                    keys[i].security_policy, "AuthenticationService");
        const struct prompt_evidence *found = &cause->evidence[cause->evidence_count - 1];
        seen |= found->data.present && number_of(found) != INNER_NEGOTIATE &&
                number_of(found) != INNER_NTLM;
    }
    if (code == CODE_SUCCESS)
        code = look_at_auth_package(looking, account, &seen);
    cause->seen = answer(looking, cause, seen);
    return code;
}

/* Only Basic has a password that Outlook could save. */
static error_code look_at_basic_not_saved(struct looking *looking,
                                          const struct observation *observation,
                                          const struct exchange_account *account)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_BASIC_NOT_SAVED];
    const struct property_long *scheme = observation_authentication(observation, account);
    size_t count;
    const struct office_keys *keys = office_of(account->outlook, &count);
    error_code code = CODE_SUCCESS;
    bool seen = false;
    for (size_t i = 0; code == CODE_SUCCESS && i < count; i++) {
        code = look(looking, CAUSE_BASIC_NOT_SAVED, REGISTRY_CURRENT_USER, keys[i].rpc_policy,
                    "DisableBasicAuthSavedCreds");
        seen |= number_of(&cause->evidence[cause->evidence_count - 1]) != 0;
    }
    const bool basic = scheme->state == PROPERTY_READ && scheme->value == AUTHENTICATION_BASIC;
    cause->seen = answer(looking, cause, seen && basic);
    return code;
}

/* Newer Windows only: older ones do not know the values. The servers that are excepted are not
 * compared with the proxy: where there are any, it cannot be told. */
static error_code look_at_ntlm_restricted(struct looking *looking,
                                          const struct windows_version *windows,
                                          const struct lm_compatibility *level)
{
    static const char *const names[] = {"RestrictSendingNTLMTraffic", "BlockNtlmv1SSO",
                                        "ClientAllowedNTLMServers"};
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_NTLM_RESTRICTED];
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS && i < sizeof names / sizeof names[0]; i++)
        code = look(looking, CAUSE_NTLM_RESTRICTED, REGISTRY_LOCAL_MACHINE, MSV_KEY, names[i]);
    const bool denied = number_of(&cause->evidence[0]) == NTLM_DENY_ALL;
    const bool blocked = number_of(&cause->evidence[1]) != 0 && level->effective_known &&
                         level->effective < LM_COMPATIBILITY_RECOMMENDED;
    const bool excepted = cause->evidence[2].data.present;
    cause->seen = answer(looking, cause, (denied && !excepted) || blocked);
    if (denied && excepted && cause->seen == ANSWER_NO)
        cause->seen = ANSWER_UNKNOWN;
    if (windows->major != 0 && windows->major < WINDOWS_VISTA)
        cause->seen = ANSWER_NO;
    return code;
}

/* Joining a domain sets the computer's DNS suffix to the domain's name, leaving empties it, unless
 * the administrator wants it otherwise: so what is seen is likely, and no more. The value is always
 * there; without it nothing can be said. */
static error_code look_at_workgroup(struct looking *looking)
{
    struct prompt_cause *cause = &looking->causes.causes[CAUSE_WORKGROUP];
    error_code code = look(looking, CAUSE_WORKGROUP, REGISTRY_LOCAL_MACHINE, TCPIP_KEY, "Domain");
    const struct prompt_evidence *found = &cause->evidence[0];
    if (found->text != NULL)
        cause->seen = has_text(found) ? ANSWER_NO : ANSWER_YES;
    return code;
}

error_code prompt_cause_error(const struct prompt_cause *cause)
{
    for (size_t i = 0; i < cause->evidence_count; i++)
        if (cause->evidence[i].error != CODE_SUCCESS)
            return cause->evidence[i].error;
    return CODE_SUCCESS;
}

/* What is the same for every account. */
static error_code look_at_computer(struct looking *looking, const struct windows_version *windows,
                                   const struct observation *observation)
{
    error_code code = look_at_internet(looking);
    if (code == CODE_SUCCESS)
        code = look_at_protocols(looking, windows);
    if (code == CODE_SUCCESS)
        code = look_at_not_stored(looking);
    if (code == CODE_SUCCESS)
        code = look_at_ntlm_restricted(looking, windows, &observation->level);
    return code == CODE_SUCCESS ? look_at_workgroup(looking) : code;
}

static error_code look_at_account(struct looking *looking, const struct observation *observation,
                                  const struct exchange_account *account)
{
    error_code code = look_at_web_proxy(looking, observation, account);
    if (code == CODE_SUCCESS)
        code = look_at_inner_authentication(looking, account);
    if (code == CODE_SUCCESS)
        code = look_at_basic_not_saved(looking, observation, account);
    look_at_policy(looking, observation_policy_for(observation, account));
    look_at_principal_name(looking, observation, account);
    look_at_always_prompt(looking, account);
    look_at_stored_password(looking, observation, account);
    return code;
}

/* Looks for the accounts; `all` has room for each. */
static error_code look_for_all(struct looking *looking, const struct windows_version *windows,
                               const struct observation *observation,
                               const struct prompt_causes **all)
{
    const struct account_list *accounts = &observation->accounts;
    struct prompt_causes of_computer;
    bool known = false;
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS && i < accounts->count; i++) {
        const struct exchange_account *account = &accounts->accounts[i];
        if (account_uses_rpc_over_http(account) != ANSWER_YES)
            continue;
        if (!known)
            code = look_at_computer(looking, windows, observation);
        if (!known)
            of_computer = looking->causes;
        known = true;
        looking->causes = of_computer;
        if (code == CODE_SUCCESS)
            code = look_at_account(looking, observation, account);
        struct prompt_causes *one = arena_allocate(looking->arena, sizeof *one);
        if (one == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        *one = looking->causes;
        all[i] = one;
    }
    return code;
}

error_code prompt_causes_of_accounts(struct registry *registry,
                                     const struct windows_version *windows,
                                     const struct observation *observation, bool exported,
                                     struct arena *arena,
                                     const struct prompt_causes *const **causes)
{
    struct looking looking = {.registry = registry, .arena = arena, .exported = exported};
    const size_t count = observation->accounts.count;
    const struct prompt_causes **all =
        arena_allocate(arena, (count + 1) * sizeof(struct prompt_causes *));
    if (all == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    const error_code code = look_for_all(&looking, windows, observation, all);
    if (code == CODE_SUCCESS)
        *causes = all;
    registry_value_done(&looking.value);
    utf16_text_done(&looking.text);
    byte_buffer_done(&looking.utf8);
    return code;
}
