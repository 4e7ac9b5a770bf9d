/* WWW-Authenticate: whatever answers on the network writes it.
 *
 * The reader ends, and all that it gives lies inside the input, in order; a scheme is a word, and
 * never stands inside quotes of the line that it is in. */
#include "agent/http_challenge.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

static void check_challenge(const struct http_challenge *challenge, const char *from,
                            const char *end)
{
    ASSERT_FAST(challenge->scheme >= from && challenge->scheme_size > 0);
    ASSERT_FAST(challenge->scheme + challenge->scheme_size <= end);
    for (size_t i = 0; i < challenge->scheme_size; i++)
        ASSERT_FAST(strchr(" \t\r\n,\"=()/", challenge->scheme[i]) == NULL);
    ASSERT_FAST((challenge->token == NULL) == (challenge->token_size == 0));
    if (challenge->token != NULL) {
        ASSERT_FAST(challenge->token > challenge->scheme + challenge->scheme_size);
        ASSERT_FAST(challenge->token + challenge->token_size <= end);
        for (size_t i = 0; i < challenge->token_size; i++)
            ASSERT_FAST(strchr(" \t\r\n,\"", challenge->token[i]) == NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct http_challenge_reader reader;
    struct http_challenge challenge;
    uint32_t schemes = 0;
    size_t count = 0;
    /* Without a NUL behind it: reading beyond the end is seen. */
    char *values = malloc(size > 0 ? size : 1);
    ASSERT_FAST(values != NULL);
    if (size > 0)
        memcpy(values, bytes, size);
    const char *from = values;
    http_challenge_begin(&reader, values, size);
    while (http_challenge_next(&reader, &challenge)) {
        check_challenge(&challenge, from, values + size);
        from = challenge.scheme + challenge.scheme_size;
        schemes |= http_challenge_scheme(&challenge);
        ASSERT_FAST(++count <= size);
    }
    ASSERT_FAST(!http_challenge_next(&reader, &challenge));
    ASSERT_FAST(http_challenge_schemes(values, size) == schemes);
    ASSERT_FAST((schemes & ~(uint32_t)HTTP_SCHEMES) == 0);
    free(values);
    return 0;
}
