#include "agent/json_writer.h"

static void append_quoted(struct byte_buffer *out, const char *text)
{
    byte_buffer_append_byte(out, '"');
    const char *plain = text;
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        byte_buffer_append(out, plain, (size_t)(text - plain));
        if (byte == '"' || byte == '\\') {
            byte_buffer_append_byte(out, '\\');
            byte_buffer_append_byte(out, byte);
        } else {
            byte_buffer_append_format(out, "\\u%04x", byte);
        }
        plain = text + 1;
    }
    byte_buffer_append(out, plain, (size_t)(text - plain));
    byte_buffer_append_byte(out, '"');
}

static void begin_line(struct json_writer *json)
{
    if (json->depth > 0)
        byte_buffer_append_format(json->out, "\n%*s", (int)(2 * json->depth), "");
}

static void begin_member(struct json_writer *json, const char *name)
{
    if (json->follows)
        byte_buffer_append_byte(json->out, ',');
    begin_line(json);
    if (name != NULL) {
        append_quoted(json->out, name);
        byte_buffer_append_text(json->out, ": ");
    }
    json->follows = true;
}

static void begin_nest(struct json_writer *json, const char *name, char bracket)
{
    begin_member(json, name);
    byte_buffer_append_byte(json->out, (uint8_t)bracket);
    json->depth++;
    json->follows = false;
}

static void end_nest(struct json_writer *json, char bracket)
{
    json->depth--;
    if (json->follows) {
        byte_buffer_append_byte(json->out, '\n');
        byte_buffer_append_format(json->out, "%*s", (int)(2 * json->depth), "");
    }
    byte_buffer_append_byte(json->out, (uint8_t)bracket);
    json->follows = true;
}

void json_begin_object(struct json_writer *json, const char *name)
{
    begin_nest(json, name, '{');
}

void json_end_object(struct json_writer *json)
{
    end_nest(json, '}');
}

void json_begin_array(struct json_writer *json, const char *name)
{
    begin_nest(json, name, '[');
}

void json_end_array(struct json_writer *json)
{
    end_nest(json, ']');
}

void json_text(struct json_writer *json, const char *name, const char *text)
{
    if (text == NULL) {
        json_null(json, name);
        return;
    }
    begin_member(json, name);
    append_quoted(json->out, text);
}

void json_number(struct json_writer *json, const char *name, uint32_t number)
{
    begin_member(json, name);
    byte_buffer_append_format(json->out, "%lu", (unsigned long)number);
}

void json_boolean(struct json_writer *json, const char *name, bool value)
{
    begin_member(json, name);
    byte_buffer_append_text(json->out, value ? "true" : "false");
}

void json_null(struct json_writer *json, const char *name)
{
    begin_member(json, name);
    byte_buffer_append_text(json->out, "null");
}
