/* Security templates: whoever may write a GPO writes them, and old ones are in any encoding.
 *
 * The reader stays inside the input; the level is a number only where it is set; and the same text
 * says the same as bytes and as UTF-16LE with its mark. */
#include "registry/security_template.h"

#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

static bool is_plain(const uint8_t *bytes, size_t size)
{
    /* Two characters of which the second is NUL would be taken for UTF-16. */
    if (size < 2 || bytes[1] == 0)
        return false;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] >= 0x7F)
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    /* Without anything behind it: reading beyond the end is seen. */
    uint8_t *copy = malloc(size > 0 ? size : 1);
    uint8_t *wide = calloc(size + 1, 2);
    ASSERT_FAST(copy != NULL && wide != NULL);
    if (size > 0)
        memcpy(copy, bytes, size);
    const struct template_level level = security_template_level(copy, size);
    ASSERT_FAST(level.state == TEMPLATE_LEVEL_SET || level.level == 0);
    if (is_plain(bytes, size)) {
        wide[0] = 0xFF;
        wide[1] = 0xFE;
        for (size_t i = 0; i < size; i++)
            wide[2 * i + 2] = bytes[i];
        const struct template_level same = security_template_level(wide, 2 * size + 2);
        ASSERT_FAST(same.state == level.state && same.level == level.level);
    }
    free(copy);
    free(wide);

    /* And as a file's name. */
    char *name = calloc(size + 1, 1);
    uint32_t number = 0;
    ASSERT_FAST(name != NULL);
    if (size > 0)
        memcpy(name, bytes, size);
    ASSERT_FAST(!security_template_number(name, &number) || number <= 999999999);

    /* And as a value of its own: a path's or the level's data. */
    static const char path[] =
        "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel";
    const struct template_level of_data = security_template_value(path, name);
    ASSERT_FAST(of_data.state != TEMPLATE_LEVEL_ABSENT);
    ASSERT_FAST(of_data.state == TEMPLATE_LEVEL_SET || of_data.level == 0);
    const struct template_level of_path = security_template_value(name, "3");
    ASSERT_FAST(of_path.state != TEMPLATE_LEVEL_MALFORMED);
    free(name);
    return 0;
}
