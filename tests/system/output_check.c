#include "tests/system/output_check.h"

#include <windows.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void output_expect(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        ck_abort_msg("\"%s\" is not in: %.2000s", piece, text);
}

void output_expect_not(const char *text, const char *piece)
{
    if (strstr(text, piece) != NULL)
        ck_abort_msg("\"%s\" is in: %.2000s", piece, text);
}

void output_expect_in_object(const char *text, const char *member, const char *piece)
{
    const char *start = strstr(text, member);
    if (start == NULL)
        ck_abort_msg("\"%s\" is not in: %.2000s", member, text);
    const char *found = strstr(start, piece);
    const char *end = strchr(start, '}');
    if (found == NULL || end == NULL || found > end)
        ck_abort_msg("\"%s\" does not go with \"%s\" in: %.2000s", piece, member, text);
}

void output_expect_windows_lines(const char *text, size_t size)
{
    ck_assert_uint_ge(size, 2);
    ck_assert_mem_eq(text + size - 2, "\r\n", 2);
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n')
            ck_assert(i > 0 && text[i - 1] == '\r');
        if (text[i] == '\r')
            ck_assert(i + 1 < size && text[i + 1] == '\n');
    }
}

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Each of these returns what follows, or NULL where the text is no JSON. */
static const char *skip_value(const char *at);

static const char *skip_string(const char *at)
{
    if (*at++ != '"')
        return NULL;
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20)
            return NULL; /* also the end of the text */
        if (*at != '\\')
            continue;
        at++;
        if (*at == 'u') {
            if (strspn(at + 1, "0123456789abcdefABCDEF") < 4)
                return NULL;
        } else if (*at == '\0' || strchr("\"\\/bfnrt", *at) == NULL) {
            return NULL;
        }
    }
    return at + 1;
}

/* The members of an object, or the elements of an array, up to the closing bracket. */
static const char *skip_members(const char *at, bool named, char close)
{
    at = skip_space(at + 1);
    if (*at == close)
        return at + 1;
    for (;;) {
        if (named) {
            at = skip_string(at);
            if (at == NULL || *(at = skip_space(at)) != ':')
                return NULL;
            at = skip_space(at + 1);
        }
        at = skip_value(at);
        if (at == NULL)
            return NULL;
        at = skip_space(at);
        if (*at == close)
            return at + 1;
        if (*at != ',')
            return NULL;
        at = skip_space(at + 1);
    }
}

static const char *skip_value(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    if (*at == '{')
        return skip_members(at, true, '}');
    if (*at == '[')
        return skip_members(at, false, ']');
    if (*at == '"')
        return skip_string(at);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    size_t digits = strspn(at, "0123456789"); /* reports have no other numbers */
    return digits > 0 && (at[0] != '0' || digits == 1) ? at + digits : NULL;
}

bool output_is_json(const char *text, size_t size)
{
    if (size == 0 || strlen(text) != size || text[0] != '{')
        return false;
    if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, (int)size, NULL, 0) == 0)
        return false;
    const char *end = skip_value(text);
    return end != NULL && *skip_space(end) == '\0';
}

static bool tells_origin(const char *line)
{
    static const char *const names[] = {
        "\"time\":", "\"computer\":", "\"user\":", "\"windows\":", "\"set_by_policy\":"};
    line += strspn(line, " ");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strncmp(line, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

char *output_without_origin(const char *json)
{
    char *copy = malloc(strlen(json) + 1);
    ck_assert_ptr_nonnull(copy);
    char *end = copy;
    while (*json != '\0') {
        size_t size = strcspn(json, "\n");
        size += json[size] == '\n';
        if (!tells_origin(json)) {
            memcpy(end, json, size);
            end += size;
        }
        json += size;
    }
    *end = '\0';
    return copy;
}
