/* Names and paths of keys and values: they come from exports, undo records and the command line.
 *
 * The input is two names, parted by a NUL. Equality has to be one (each name equals itself, both
 * ways round say the same, equal names have equal hashes, and ASCII letters differ in case only). A
 * path is accepted just when each of its names is; text that libiconv does not take is the one
 * thing called ill-formed; and nothing above the limits goes through. */
#include "registry/registry_name.h"
#include "registry/registry_path.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

static void check_equality(const char *a, const char *b)
{
    const size_t a_size = strlen(a);
    const size_t b_size = strlen(b);
    const bool equal = registry_names_equal(a, a_size, b, b_size);
    ASSERT_FAST(registry_names_equal(a, a_size, a, a_size));
    ASSERT_FAST(registry_names_equal(b, b_size, a, a_size) == equal);
    ASSERT_FAST(!equal || registry_name_hash(a, a_size) == registry_name_hash(b, b_size));
    ASSERT_FAST(equal || strcmp(a, b) != 0);
    if (is_ascii(a) && is_ascii(b))
        ASSERT_FAST(equal == (strcasecmp(a, b) == 0));
    /* Equal names stay equal with the same text behind them. */
    char joined[2][64];
    if (a_size + b_size <= sizeof joined[0] && 2 * b_size <= sizeof joined[1]) {
        memcpy(joined[0], a, a_size);
        memcpy(joined[0] + a_size, b, b_size);
        memcpy(joined[1], b, b_size);
        memcpy(joined[1] + b_size, b, b_size);
        ASSERT_FAST(!equal ||
                    registry_names_equal(joined[0], a_size + b_size, joined[1], 2 * b_size));
    }
}

/* What the header says of a key's name, said with libiconv. */
static error_code expected_of_key_name(const char *name, size_t size)
{
    size_t unit_count = 0;
    if (!fuzz_text_is_utf8(name, size, &unit_count))
        return CODE_NO_UNICODE_TRANSLATION;
    return unit_count == 0 || unit_count > REGISTRY_KEY_NAME_LIMIT ? CODE_INVALID_PARAMETER
                                                                   : CODE_SUCCESS;
}

static void check_path(const char *path)
{
    error_code expected = CODE_SUCCESS;
    const char *at = path;
    while (*path != '\0' && expected == CODE_SUCCESS) {
        const size_t size = registry_path_first_size(at);
        expected = expected_of_key_name(at, size);
        if (at[size] == '\0')
            break;
        at += size + 1;
    }
    ASSERT_FAST(registry_path_check(path) == expected);

    const size_t size = strlen(path);
    size_t unit_count = 0;
    const bool is_utf8 = fuzz_text_is_utf8(path, size, &unit_count);
    if (strchr(path, '\\') == NULL)
        ASSERT_FAST(registry_key_name_check(path) == expected_of_key_name(path, size));
    else
        ASSERT_FAST(registry_key_name_check(path) != CODE_SUCCESS);
    ASSERT_FAST(registry_value_name_check(path) == (!is_utf8 ? CODE_NO_UNICODE_TRANSLATION
                                                    : unit_count > REGISTRY_VALUE_NAME_LIMIT
                                                        ? CODE_INVALID_PARAMETER
                                                        : CODE_SUCCESS));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const struct fuzz_input first = fuzz_input_word(&input);
    const struct fuzz_input second = fuzz_input_word(&input);
    char *a = fuzz_text_create(&first);
    char *b = fuzz_text_create(&second);
    check_equality(a, b);
    check_path(a);
    free(a);
    free(b);
    return 0;
}
