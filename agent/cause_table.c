#include "agent/cause_table.h"

const struct cause cause_table[PROMPT_CAUSE_COUNT] = {
    [CAUSE_WEB_PROXY] = {FINDING_WEB_PROXY, false, MESSAGE_CAUSE_WEB_PROXY,
                         MESSAGE_FINDING_WEB_PROXY,
                         "ProxyEnable, ProxyServer, ProxyOverride, AutoConfigURL, ConnectTimeout",
                         "possible"},
    [CAUSE_PRINCIPAL_NAME] = {FINDING_PRINCIPAL_MISMATCH, false, MESSAGE_CAUSE_PRINCIPAL_NAME, 0,
                              NULL, NULL},
    [CAUSE_PROTOCOLS] = {FINDING_PROTOCOL_MISSING, true, MESSAGE_CAUSE_PROTOCOLS,
                         MESSAGE_FINDING_PROTOCOL_MISSING, "ncacn_http", "documented"},
    [CAUSE_ALWAYS_PROMPT] = {FINDING_ALWAYS_PROMPT, false, MESSAGE_CAUSE_ALWAYS_PROMPT, 0, NULL,
                             NULL},
    [CAUSE_STORED_PASSWORD] = {FINDING_STORED_CREDENTIALS, false, MESSAGE_CAUSE_STORED_PASSWORD,
                               MESSAGE_FINDING_STORED_CREDENTIALS, "names of stored credentials",
                               "possible"},
    [CAUSE_NOT_STORED] = {FINDING_CREDENTIALS_NOT_STORABLE, true, MESSAGE_CAUSE_NOT_STORED,
                          MESSAGE_FINDING_NOT_STORABLE, "DisableDomainCreds", "inferred"},
    [CAUSE_POLICY] = {FINDING_SET_BY_POLICY, false, MESSAGE_CAUSE_POLICY, 0, NULL, NULL},
    [CAUSE_INNER_AUTHENTICATION] = {FINDING_INNER_AUTHENTICATION, false,
                                    MESSAGE_CAUSE_INNER_AUTHENTICATION,
                                    MESSAGE_FINDING_INNER_AUTHENTICATION,
                                    "AuthenticationService, 00036619", "likely"},
    [CAUSE_NTLM_RESTRICTED] =
        {FINDING_NTLM_RESTRICTED, true, MESSAGE_CAUSE_NTLM_RESTRICTED,
         MESSAGE_FINDING_NTLM_RESTRICTED,
         "RestrictSendingNTLMTraffic, ClientAllowedNTLMServers, BlockNtlmv1SSO", "inferred"},
    [CAUSE_BASIC_NOT_SAVED] = {FINDING_BASIC_NOT_SAVED, false, MESSAGE_CAUSE_BASIC_NOT_SAVED,
                               MESSAGE_FINDING_BASIC_NOT_SAVED, "DisableBasicAuthSavedCreds",
                               "documented"},
    [CAUSE_WORKGROUP] = {FINDING_WORKGROUP, true, MESSAGE_CAUSE_WORKGROUP,
                         MESSAGE_FINDING_WORKGROUP, "Domain", "likely"},
};

const struct cause *cause_of_finding(enum finding_id id)
{
    for (size_t i = 0; i < PROMPT_CAUSE_COUNT; i++)
        if (cause_table[i].finding == id && cause_table[i].told != 0)
            return &cause_table[i];
    return NULL;
}
