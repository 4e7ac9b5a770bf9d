/* JSON: names of profiles and servers go into it, and scripts and servers read it.
 *
 * The input is what is written, one piece after the other: a letter for the kind, and for texts a
 * word up to a NUL. Ill-formed text never reaches the writer (the registry's readers refuse it), so
 * it is left out here too. What comes out is JSON, and each text in it, its escapes undone by an
 * own hand, is the one that was written. */
#include "agent/json_writer.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/json_syntax.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_LIMIT = 12 };

struct writing {
    struct json_writer json;
    bool in_array[DEPTH_LIMIT + 1]; /* by depth */
    size_t depth;
    struct byte_buffer texts; /* all that were written, each with a NUL */
};

static void open_nest(struct writing *writing, const char *name, bool array)
{
    writing->in_array[++writing->depth] = array;
    if (array)
        json_begin_array(&writing->json, name);
    else
        json_begin_object(&writing->json, name);
}

static void close_nest(struct writing *writing)
{
    if (writing->in_array[writing->depth])
        json_end_array(&writing->json);
    else
        json_end_object(&writing->json);
    writing->depth--;
}

static void note_text(struct writing *writing, const char *text)
{
    byte_buffer_append(&writing->texts, text, strlen(text) + 1);
}

static void write_piece(struct writing *writing, uint8_t kind, const char *text)
{
    const char *name = writing->in_array[writing->depth] ? NULL : text;
    if (kind == ')') {
        if (writing->depth > 1)
            close_nest(writing);
        return;
    }
    const bool nests = kind == '(' || kind == '[';
    if (nests && writing->depth == DEPTH_LIMIT)
        return;
    if (name != NULL)
        note_text(writing, name);
    if (nests) {
        open_nest(writing, name, kind == '[');
    } else if (kind == '0') {
        json_null(&writing->json, name);
    } else if (kind == 't' || kind == 'f') {
        json_boolean(&writing->json, name, kind == 't');
    } else if (kind >= '1' && kind <= '9') {
        json_number(&writing->json, name, UINT32_MAX / (kind - '0'));
    } else {
        json_text(&writing->json, name, text);
        note_text(writing, text);
    }
}

/* Undoes the escapes of a string of the output; `*at` is behind its first quotation mark, and then
 * behind its last. */
static void undo_escapes(const char **at, struct byte_buffer *text)
{
    for (; **at != '"'; ++*at) {
        if (**at != '\\') {
            byte_buffer_append_byte(text, (uint8_t) * *at);
            continue;
        }
        ++*at;
        if (**at != 'u') {
            byte_buffer_append_byte(text, (uint8_t) * *at);
            continue;
        }
        char digits[5] = {0};
        memcpy(digits, *at + 1, 4);
        byte_buffer_append_byte(text, (uint8_t)strtoul(digits, NULL, 16));
        *at += 4;
    }
    ++*at;
    byte_buffer_append_byte(text, '\0');
}

static void check_output(const struct writing *writing, struct byte_buffer *out)
{
    struct byte_buffer texts = {0};
    const char *at = byte_buffer_text(out);
    ASSERT_FAST(at != NULL && strlen(at) == out->size);
    ASSERT_FAST(json_is_well_formed(at, out->size));
    while ((at = strchr(at, '"')) != NULL) {
        at++;
        undo_escapes(&at, &texts);
    }
    ASSERT_FAST(texts.size == writing->texts.size);
    ASSERT_FAST(texts.size == 0 || memcmp(texts.data, writing->texts.data, texts.size) == 0);
    byte_buffer_done(&texts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    struct byte_buffer out = {0};
    struct writing writing = {.json = {.out = &out}};
    open_nest(&writing, NULL, false);
    while (input.size > 0) {
        const uint8_t kind = fuzz_input_byte(&input);
        const struct fuzz_input word = fuzz_input_word(&input);
        char *text = fuzz_text_create(&word);
        if (fuzz_text_is_utf8(text, strlen(text), NULL))
            write_piece(&writing, kind, text);
        free(text);
    }
    while (writing.depth > 0)
        close_nest(&writing);
    check_output(&writing, &out);
    byte_buffer_done(&writing.texts);
    byte_buffer_done(&out);
    return 0;
}
