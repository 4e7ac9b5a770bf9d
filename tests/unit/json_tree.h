/* A report read back by the tests: what JSON text says, as a tree. */
#ifndef PROMPTFIX_TESTS_UNIT_JSON_TREE_H
#define PROMPTFIX_TESTS_UNIT_JSON_TREE_H

#include <stdbool.h>
#include <stddef.h>

enum json_kind { JSON_NULL, JSON_WORD, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

struct json_node {
    enum json_kind kind;
    char *name; /* of a member of an object */
    char *text; /* of a text, a number, true and false */
    struct json_node *first;
    struct json_node *next;
};

/* Reads well-formed JSON; anything else is NULL. json_tree_free ends it. */
struct json_node *json_tree_read(const char *text, size_t size);
void json_tree_free(struct json_node *node); /* NULL is allowed */

/* A member of an object, or NULL; also for `node` NULL. */
const struct json_node *json_member(const struct json_node *node, const char *name);

/* The text of a member: "" where it is null, or not there. */
const char *json_member_text(const struct json_node *node, const char *name);

#endif
