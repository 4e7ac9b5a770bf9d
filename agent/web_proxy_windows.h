/* Finds the web proxies of this user: what his Internet settings name, or a script of theirs, or
 * what is set for WinHTTP (netsh, proxycfg on XP).
 *
 * A script is fetched and run by WinHTTP, and where there is one may have to be found out in the
 * network first; no more than that a call of WinHTTP can be called back. So it is done on a thread
 * of its own, and nobody waits for that longer than he likes. */
#ifndef PROMPTFIX_AGENT_WEB_PROXY_WINDOWS_H
#define PROMPTFIX_AGENT_WEB_PROXY_WINDOWS_H

#include "agent/proxy_probe.h"
#include "agent/winhttp_windows.h"

#include <stddef.h>

struct web_proxy_search;

/* Begins to search for the addresses of these exchanges; sets the event `found` at the end. NULL,
 * with GetLastError, when it cannot begin: ERROR_BUSY where earlier ones still do not end. */
struct web_proxy_search *web_proxy_search_start(const struct winhttp *winhttp,
                                                const struct proxy_exchange *exchanges,
                                                size_t count, HANDLE found);

bool web_proxy_search_is_done(const struct web_proxy_search *search);

/* After the end: the web proxy of one exchange, as WinHttpOpen takes it; "" for none. */
const char *web_proxy_search_result(const struct web_proxy_search *search, size_t index);

/* Why there may be one that was not found; success where it is known. WEB_PROXY_TIMEOUT before the
 * end. */
error_code web_proxy_search_code(const struct web_proxy_search *search, size_t index);

/* Whether it is done or not; NULL is none. */
void web_proxy_search_release(struct web_proxy_search *search);

#endif
