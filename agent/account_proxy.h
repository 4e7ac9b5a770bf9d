/* The RPC proxy of an account, as it would be asked. */
#ifndef PROMPTFIX_AGENT_ACCOUNT_PROXY_H
#define PROMPTFIX_AGENT_ACCOUNT_PROXY_H

#include "agent/observation.h"

/* Its address: server and SSL as policy or the profile says. False for an
 * account that has none that could be asked. */
bool account_proxy_address(const struct observation *observation,
                           const struct exchange_account *account, struct proxy_address *address);

/* Appends what was asked and what came back, for people who know HTTP, in no language:
 * "https://mail.contoso.com:443/rpc/rpcproxy.dll = 401 Negotiate, Basic". */
void account_proxy_append_evidence(struct byte_buffer *out, const struct observation *observation,
                                   const struct exchange_account *account);

#endif
