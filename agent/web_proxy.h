/* The web proxy that may stand between this user and an RPC proxy.
 *
 * RPC over HTTP asks twice at first, past the web proxy that it knows of and by way of it, and uses
 * the web proxy only where there is no answer without it (MS-RPCH 1.3.3 and 3.2.2.4.1.1). The probe
 * does the same. Which web proxy there is, the user's Internet settings say; here they are read.
 * How they are got hold of is the edge's matter (web_proxy_windows.h).
 */
#ifndef PROMPTFIX_AGENT_WEB_PROXY_H
#define PROMPTFIX_AGENT_WEB_PROXY_H

#include "agent/proxy_address.h"
#include "registry/error_code.h"

/* A name, and a port behind a colon, with the NUL: it is understood as the RPC proxy's is. */
enum { WEB_PROXY_SIZE = PROXY_HOST_SIZE };

/* "https://host:65535/rpc/rpcproxy.dll" */
enum { WEB_PROXY_URL_SIZE = PROXY_HOST_SIZE + 48 };

/* Errors of a search that mean something here. Source: Microsoft, "Error Messages (Winhttp.h)". */
enum {
    WEB_PROXY_TIMEOUT = 12002,  /* ERROR_WINHTTP_TIMEOUT */
    WEB_PROXY_NO_SCRIPT = 12180 /* ERROR_WINHTTP_AUTODETECTION_FAILED: the network has none */
};

/* The error of a search, for what asking the script of the network and that of the settings came
 * to; a script that was not asked came to success. That the network has no script is no error. */
error_code web_proxy_search_error(error_code of_network, error_code of_settings);

/* The web proxy for an address, out of the settings as Windows holds them.
 *
 * `servers` is a list, parted by semicolons or white space, of "proxy:8080" for all, or
 * "https=proxy:8080" for one scheme; also with "http://" before the name. The first that fits
 * counts. `exceptions`: see below. Either may be NULL. False, and `web_proxy` untouched, when the
 * way is a direct one. Source: Microsoft, "WINHTTP_PROXY_INFO structure" and "INTERNET_PROXY_INFO".
 */
bool web_proxy_choose(const char *servers, const char *exceptions,
                      const struct proxy_address *address, char web_proxy[WEB_PROXY_SIZE]);

/* Is no web proxy used for this address? `exceptions` is a list, parted by semicolons or white
 * space: "*.contoso.com", "10.*", also with a scheme or a port; "<local>" is every name without a
 * dot. NULL is an empty one. */
bool web_proxy_is_excepted(const char *exceptions, const struct proxy_address *address);

/* The URL that a script for automatic configuration is asked about. */
void web_proxy_url(const struct proxy_address *address, char url[WEB_PROXY_URL_SIZE]);

#endif
