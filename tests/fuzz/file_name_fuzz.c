/* Names of files: they come from deployment tools and scripts, and from whoever writes those.
 *
 * The input is the name. What it is judged is the same in any case, with slashes for backslashes,
 * and with a folder in front where it has none; with a letter more in front no reserved name is
 * left, and in the device name space nothing is a file. */
#include "agent/file_name.h"
#include "registry/byte_buffer.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

static error_code check_behind(const char *start, const char *name)
{
    struct byte_buffer path = {0};
    byte_buffer_append_text(&path, start);
    byte_buffer_append_text(&path, name);
    error_code code = file_name_check(byte_buffer_text(&path));
    byte_buffer_done(&path);
    return code;
}

static void turn(char *name)
{
    for (; *name != '\0'; name++)
        if (*name == '\\' || *name == '/')
            *name = *name == '/' ? '\\' : '/';
        else if ((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z'))
            *name = (char)(*name ^ 0x20);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct fuzz_input input = {bytes, size};
    char *name = fuzz_text_create(&input);
    const error_code code = file_name_check(name);

    ASSERT_FAST(code == CODE_SUCCESS || code == CODE_BAD_FILE_TYPE ||
                code == CODE_DIRECTORY_NOT_SUPPORTED);
    if (strpbrk(name, "\\/:") == NULL) {
        ASSERT_FAST(check_behind("C:", name) == code);
        ASSERT_FAST(check_behind("folder\\", name) == code);
        ASSERT_FAST(check_behind("\\\\server\\share\\", name) == code);
        ASSERT_FAST(check_behind("x", name) != CODE_BAD_FILE_TYPE);
        ASSERT_FAST(check_behind("COM1.", name) == CODE_BAD_FILE_TYPE);
    }
    ASSERT_FAST(check_behind("\\\\.\\", name) == CODE_BAD_FILE_TYPE);
    ASSERT_FAST(check_behind("\\\\server\\pipe\\", name) == CODE_BAD_FILE_TYPE);
    turn(name);
    ASSERT_FAST(file_name_check(name) == code);
    free(name);
    return 0;
}
