#include "agent/http_challenge.h"

#include <string.h>

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* RFC 9110, 5.6.2. */
static bool is_token(char c)
{
    return is_letter_or_digit(c) || is_one_of(c, "!#$%&'*+-.^_`|~");
}

/* RFC 9110, 11.2, without the = at its end. */
static bool is_token68(char c)
{
    return is_letter_or_digit(c) || is_one_of(c, "-._~+/");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static const char *skip(const char *at, const char *end, bool (*belongs)(char))
{
    while (at < end && belongs(*at))
        at++;
    return at;
}

/* Does a list element end here? */
static bool is_end(const char *at, const char *end)
{
    return at == end || *at == ',' || *at == '\n';
}

/* Behind a quoted string; the end of the line where its second quote is missing. */
static const char *skip_quoted(const char *at, const char *end)
{
    for (at++; at < end && *at != '\n'; at++) {
        if (*at == '"')
            return at + 1;
        if (*at == '\\' && at + 1 < end && at[1] != '\n')
            at++;
    }
    return at;
}

/* To the end of the list element; a comma inside quotes is none. */
static const char *skip_element(const char *at, const char *end)
{
    while (!is_end(at, end))
        at = *at == '"' ? skip_quoted(at, end) : at + 1;
    return at;
}

/* Behind a parameter, "name = value", that begins here; NULL where none does. */
static const char *skip_parameter(const char *at, const char *end)
{
    const char *name_end = skip(at, end, is_token);
    const char *value = skip(name_end, end, is_blank);
    if (name_end == at || value == end || *value != '=')
        return NULL;
    value = skip(value + 1, end, is_blank);
    if (value < end && *value == '"')
        return skip_quoted(value, end);
    const char *value_end = skip(value, end, is_token);
    return value_end > value ? value_end : NULL;
}

/* The token68 that begins here and fills the list element; its size, 0 where there is none. */
static size_t token68_size(const char *at, const char *end)
{
    const char *behind = skip(at, end, is_token68);
    if (behind == at)
        return 0;
    while (behind < end && *behind == '=')
        behind++;
    return is_end(skip(behind, end, is_blank), end) ? (size_t)(behind - at) : 0;
}

void http_challenge_begin(struct http_challenge_reader *reader, const char *values, size_t size)
{
    *reader = (struct http_challenge_reader){values, values + size};
}

bool http_challenge_next(struct http_challenge_reader *reader, struct http_challenge *challenge)
{
    const char *end = reader->end;
    const char *at = reader->next;
    while (at < end) {
        if (*at == ',' || *at == '\n' || is_blank(*at)) {
            at++;
            continue;
        }
        const char *scheme_end = skip(at, end, is_token);
        const char *rest = skip(scheme_end, end, is_blank);
        /* A further parameter of the last scheme, or nothing that could be one. */
        const bool is_scheme = scheme_end > at && skip_parameter(at, end) == NULL &&
                               (is_end(rest, end) || rest > scheme_end);
        if (!is_scheme) {
            at = skip_element(at, end);
            continue;
        }
        const size_t token_size = token68_size(rest, end);
        *challenge = (struct http_challenge){
            .scheme = at,
            .scheme_size = (size_t)(scheme_end - at),
            .token = token_size > 0 ? rest : NULL,
            .token_size = token_size,
        };
        reader->next = skip_element(rest, end);
        return true;
    }
    reader->next = at;
    return false;
}

static bool is_named(const struct http_challenge *challenge, const char *name)
{
    if (strlen(name) != challenge->scheme_size)
        return false;
    for (size_t i = 0; i < challenge->scheme_size; i++) {
        const char letter = challenge->scheme[i];
        const char lower = (char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
        if (lower != name[i])
            return false;
    }
    return true;
}

uint32_t http_challenge_scheme(const struct http_challenge *challenge)
{
    static const struct {
        const char *name;
        uint32_t scheme;
    } known[] = {
        {"basic", HTTP_SCHEME_BASIC},
        {"ntlm", HTTP_SCHEME_NTLM},
        {"digest", HTTP_SCHEME_DIGEST},
        {"negotiate", HTTP_SCHEME_NEGOTIATE},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (is_named(challenge, known[i].name))
            return known[i].scheme;
    return HTTP_SCHEME_OTHER;
}

uint32_t http_challenge_schemes(const char *values, size_t size)
{
    struct http_challenge_reader reader;
    struct http_challenge challenge;
    uint32_t schemes = 0;
    http_challenge_begin(&reader, values, size);
    while (http_challenge_next(&reader, &challenge))
        schemes |= http_challenge_scheme(&challenge);
    return schemes;
}
