#include "tests/unit/json_tree.h"

#include "tests/unit/json_syntax.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

/* The text is known to be well-formed: nothing is checked here. */
static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static char *take_text(const char **at)
{
    char *text = malloc(strlen(*at) + 1);
    ASSERT_FAST(text != NULL);
    char *end = text;
    for (++*at; **at != '"'; ++*at) {
        if (**at == '\\')
            ++*at; /* reports escape only what stands for itself, and control characters */
        *end++ = **at;
    }
    ++*at;
    *end = '\0';
    return text;
}

static char *take_bare(const char **at)
{
    const size_t size = strcspn(*at, ",]} \t\r\n");
    char *text = calloc(1, size + 1);
    ASSERT_FAST(text != NULL);
    memcpy(text, *at, size);
    *at += size;
    return text;
}

static struct json_node *take_node(const char **at);

static void take_members(const char **at, struct json_node *node, char close)
{
    struct json_node **link = &node->first;
    *at = skip_space(*at + 1);
    while (**at != close) {
        char *name = NULL;
        if (close == '}') {
            name = take_text(at);
            *at = skip_space(*at) + 1; /* the colon */
        }
        *link = take_node(at);
        (*link)->name = name;
        link = &(*link)->next;
        *at = skip_space(*at);
        if (**at == ',')
            *at = skip_space(*at + 1);
    }
    ++*at;
}

static struct json_node *take_node(const char **at)
{
    struct json_node *node = calloc(1, sizeof *node);
    ASSERT_FAST(node != NULL);
    *at = skip_space(*at);
    if (**at == '{' || **at == '[') {
        node->kind = **at == '{' ? JSON_OBJECT : JSON_ARRAY;
        take_members(at, node, **at == '{' ? '}' : ']');
    } else if (**at == '"') {
        node->kind = JSON_TEXT;
        node->text = take_text(at);
    } else {
        node->text = take_bare(at);
        node->kind = strcmp(node->text, "null") == 0       ? JSON_NULL
                     : strchr("tf", node->text[0]) != NULL ? JSON_WORD
                                                           : JSON_NUMBER;
    }
    return node;
}

struct json_node *json_tree_read(const char *text, size_t size)
{
    if (!json_is_well_formed(text, size))
        return NULL;
    char *copy = calloc(1, size + 1);
    ASSERT_FAST(copy != NULL);
    memcpy(copy, text, size);
    const char *at = copy;
    struct json_node *node = take_node(&at);
    free(copy);
    return node;
}

void json_tree_free(struct json_node *node)
{
    while (node != NULL) {
        struct json_node *next = node->next;
        json_tree_free(node->first);
        free(node->name);
        free(node->text);
        free(node);
        node = next;
    }
}

const struct json_node *json_member(const struct json_node *node, const char *name)
{
    if (node == NULL)
        return NULL;
    for (const struct json_node *member = node->first; member != NULL; member = member->next)
        if (member->name != NULL && strcmp(member->name, name) == 0)
            return member;
    return NULL;
}

const char *json_member_text(const struct json_node *node, const char *name)
{
    const struct json_node *member = json_member(node, name);
    return member != NULL && member->kind != JSON_NULL && member->text != NULL ? member->text : "";
}
