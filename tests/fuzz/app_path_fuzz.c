/* The path of a program from "App Paths": any program may register there, and what is taken from it
 * is started.
 *
 * The input is the value. What is taken is a piece of it that begins with a drive or a server, has
 * no quotation mark in it, and ends in a backslash and the program's name; taken once more it is
 * the same. What is refused leaves the path alone. */
#include "agent/app_path.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char ending[] = "\\outlook.exe";

static void check_taken(const char *value, struct byte_buffer *path)
{
    const char *text = byte_buffer_text(path);
    ASSERT_FAST(text != NULL && strlen(text) == path->size && path->size > sizeof ending - 1);
    ASSERT_FAST(strstr(value, text) != NULL && strchr(text, '"') == NULL);
    ASSERT_FAST(strcasecmp(text + path->size - (sizeof ending - 1), ending) == 0);
    const bool has_server = text[0] == '\\' && text[1] == '\\' && text[2] != '\\';
    const int letter = text[0] | 0x20;
    ASSERT_FAST(has_server ||
                (letter >= 'a' && letter <= 'z' && text[1] == ':' && text[2] == '\\'));

    struct byte_buffer again = {0};
    ASSERT_FAST(app_path_take(text, "outlook.exe", &again));
    ASSERT_FAST(again.size == path->size && memcmp(again.data, path->data, path->size) == 0);
    byte_buffer_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct fuzz_input input = {bytes, size};
    struct byte_buffer path = {0};
    char *value = fuzz_text_create(&input);

    byte_buffer_append_text(&path, "before");
    if (app_path_take(value, "outlook.exe", &path))
        check_taken(value, &path);
    else
        ASSERT_FAST(strcmp(byte_buffer_text(&path), "before") == 0);
    byte_buffer_done(&path);
    free(value);
    return 0;
}
