/* What a proxy answered, kept for the day: each is asked once, whatever the number of runs.
 *
 * One key `Software\PromptFix\Proxies\<https mail.contoso.com 443>` below HKEY_CURRENT_USER for
 * each proxy, readable in regedit. It is volatile: an answer holds for the network that the
 * computer is in, so it does not roam with the user, and is gone when he logs off.
 *
 *     Time                 REG_SZ     when it was asked: ISO 8601, UTC
 *     Outcome              REG_SZ     a name of probe_outcome_name
 *     SignOn               REG_SZ     a name of sign_on_outcome_name; "" for not tried
 *     Status               REG_DWORD  of HTTP
 *     Schemes              REG_DWORD  HTTP_SCHEME_…
 *     CertificateProblems  REG_DWORD  CERTIFICATE_…
 *     CertificateName      REG_SZ     "" for none
 */
#ifndef PROMPTFIX_AGENT_PROXY_RECORD_H
#define PROMPTFIX_AGENT_PROXY_RECORD_H

#include "agent/proxy_probe.h"
#include "registry/registry.h"

#define PROXIES_KEY "Software\\PromptFix\\Proxies"

/* Is `now` not before the time of an answer, and less than a day after it? */
bool probe_time_is_of_today(const char *time, const char *now);

/* Reads what is kept of a proxy. CODE_FILE_NOT_FOUND when nothing is, also for a record that is not
 * wholly of the form above, a day old or older, or from the future of `now`; else errors as the
 * registry's. */
error_code proxy_record_read(struct registry *registry, const struct proxy_address *address,
                             const char *now, struct probe_answer *answer);

/* Keeps an answer that is lasting (proxy_probe.h). Errors as the registry's; what is kept then
 * counts for nothing. */
error_code proxy_record_write(struct registry *registry, const struct proxy_address *address,
                              const struct probe_answer *answer);

#endif
