/* Writes JSON (RFC 8259): the commas, the indents and the escapes. */
#ifndef PROMPTFIX_AGENT_JSON_WRITER_H
#define PROMPTFIX_AGENT_JSON_WRITER_H

#include "registry/byte_buffer.h"

#include <stdbool.h>
#include <stdint.h>

struct json_writer {
    struct byte_buffer *out; /* remembers when memory ran out */
    unsigned depth;
    bool follows; /* something stands before in the same object or array */
};

/* Each writes one member of an object, or with `name` NULL one element of an array. */
void json_begin_object(struct json_writer *json, const char *name);
void json_end_object(struct json_writer *json);
void json_begin_array(struct json_writer *json, const char *name);
void json_end_array(struct json_writer *json);
void json_text(struct json_writer *json, const char *name, const char *text); /* NULL is null */
void json_number(struct json_writer *json, const char *name, uint32_t number);
void json_boolean(struct json_writer *json, const char *name, bool value);
void json_null(struct json_writer *json, const char *name);

#endif
