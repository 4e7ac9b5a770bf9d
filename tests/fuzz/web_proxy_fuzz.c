/* The web proxy of the Internet settings: lists that users, scripts and policies write.
 *
 * Three lines: the proxies, the exceptions, the address that is asked for. What is chosen can be
 * asked, and nothing is chosen for an address that is excepted; the URL that a script is asked
 * about is one of that address. */
#include "agent/web_proxy.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

static void check_url(const struct proxy_address *address)
{
    char url[WEB_PROXY_URL_SIZE];
    memset(url, 'x', sizeof url);
    web_proxy_url(address, url);
    ASSERT_FAST(memchr(url, '\0', sizeof url) != NULL);
    const char *scheme = address->ssl ? "https://" : "http://";
    ASSERT_FAST(strncmp(url, scheme, strlen(scheme)) == 0);
    ASSERT_FAST(strncmp(url + strlen(scheme), address->host, strlen(address->host)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    struct proxy_address address = {"mail.contoso.com", 443, true};
    struct proxy_address understood;
    char web_proxy[WEB_PROXY_SIZE];
    const bool ssl = fuzz_input_byte(&input) % 2 != 0;
    char *servers = fuzz_text_line_create(&input);
    char *exceptions = fuzz_text_line_create(&input);
    char *host = fuzz_text_line_create(&input);
    (void)proxy_address_parse(host, ssl, &address);
    check_url(&address);
    memset(web_proxy, 'x', sizeof web_proxy);
    const bool is_excepted = web_proxy_is_excepted(exceptions, &address);
    if (web_proxy_choose(servers, exceptions, &address, web_proxy)) {
        ASSERT_FAST(!is_excepted && memchr(web_proxy, '\0', sizeof web_proxy) != NULL);
        ASSERT_FAST(proxy_address_parse(web_proxy, false, &understood));
        ASSERT_FAST(web_proxy_choose(servers, NULL, &address, web_proxy));
    } else {
        ASSERT_FAST(web_proxy[0] == 'x' && web_proxy[sizeof web_proxy - 1] == 'x');
        ASSERT_FAST(is_excepted || !web_proxy_choose(servers, NULL, &address, web_proxy));
    }
    free(host);
    free(exceptions);
    free(servers);
    return 0;
}
