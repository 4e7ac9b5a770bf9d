/* What a server offers for signing on: the values of WWW-Authenticate.
 *
 * Servers and the devices in front of them write these in every way that the grammar allows, and in
 * some that it does not: several schemes in one line, quoted texts with commas in them, any case,
 * tokens that break off. A scheme counts only where one may stand, never inside another one's
 * parameters. Source: RFC 9110, 11.3 (challenge) and 5.6 (lists, quoted strings).
 */
#ifndef PROMPTFIX_AGENT_HTTP_CHALLENGE_H
#define PROMPTFIX_AGENT_HTTP_CHALLENGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set of schemes. The numbers of the four are those of WINHTTP_AUTH_SCHEME_… (Microsoft,
 * "WinHttpQueryAuthSchemes function"), and of the RPC runtime. */
enum {
    HTTP_SCHEME_BASIC = 0x1,
    HTTP_SCHEME_NTLM = 0x2,
    HTTP_SCHEME_DIGEST = 0x8,
    HTTP_SCHEME_NEGOTIATE = 0x10,
    HTTP_SCHEME_OTHER = 0x100,
    HTTP_SCHEMES = 0x11b, /* all of them */
};

/* One scheme as it stands in the field values, which it points into. */
struct http_challenge {
    const char *scheme;
    size_t scheme_size;
    const char *token; /* the one word behind it that is no parameter (NTLM's message, say) */
    size_t token_size; /* 0: none */
};

/* Goes through field values from one challenge to the next. */
struct http_challenge_reader {
    const char *next;
    const char *end;
};

void http_challenge_begin(struct http_challenge_reader *reader, const char *values, size_t size);

/* The next challenge; false behind the last. Several field values are parted by line breaks. What
 * is not well-formed is passed over up to the next comma. */
bool http_challenge_next(struct http_challenge_reader *reader, struct http_challenge *challenge);

/* The scheme of a challenge, one bit. */
uint32_t http_challenge_scheme(const struct http_challenge *challenge);

/* All schemes of the field values; 0 for none. */
uint32_t http_challenge_schemes(const char *values, size_t size);

#endif
