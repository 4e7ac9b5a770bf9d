/* Where a report goes: a path with variables, and the names of computer and user that replace them,
 * of which an elevated program must not believe that they are harmless.
 *
 * Three words, each with a NUL behind it: path, computer, user. No value leads into another folder,
 * and what is not replaced stands as it stood. */
#include "agent/report_path.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

static size_t count_of(const char *text, const char *letters)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += strchr(letters, *text) != NULL;
    return count;
}

static void check_expanded(const char *path, const char *expanded)
{
    ASSERT_FAST(count_of(path, "\\/") == count_of(expanded, "\\/"));
    ASSERT_FAST(count_of(path, ":") == count_of(expanded, ":"));
    ASSERT_FAST(count_of(path, "<>\"|?*") == count_of(expanded, "<>\"|?*"));
    if (strchr(path, '%') == NULL)
        ASSERT_FAST(strcmp(path, expanded) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    struct fuzz_input words[3];
    char *texts[3];
    size_t unknown_size = 0;
    struct byte_buffer out = {0};
    for (int i = 0; i < 3; i++) {
        words[i] = fuzz_input_word(&input);
        texts[i] = fuzz_text_create(&words[i]);
    }
    const struct report report = {.computer = texts[1], .user = texts[2]};
    const char *unknown = report_path_unknown_variable(texts[0], &unknown_size);
    if (unknown != NULL) {
        ASSERT_FAST(unknown >= texts[0] && unknown_size > 2);
        ASSERT_FAST(unknown + unknown_size <= texts[0] + strlen(texts[0]));
        ASSERT_FAST(unknown[0] == '%' && unknown[unknown_size - 1] == '%');
    }
    byte_buffer_append_text(&out, "before");
    const error_code code = report_path_expand(&out, texts[0], &report);
    ASSERT_FAST(strncmp(byte_buffer_text(&out), "before", 6) == 0);
    if (code == CODE_SUCCESS) {
        ASSERT_FAST(unknown == NULL);
        check_expanded(texts[0], byte_buffer_text(&out) + 6);
    } else {
        ASSERT_FAST(code == CODE_ENVIRONMENT_VARIABLE_NOT_FOUND && out.size == 6);
        ASSERT_FAST(strchr(texts[0], '%') != NULL);
    }
    (void)report_path_is_csv(texts[0]);
    byte_buffer_done(&out);
    for (int i = 0; i < 3; i++)
        free(texts[i]);
    return 0;
}
