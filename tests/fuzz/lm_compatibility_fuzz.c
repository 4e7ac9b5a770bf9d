/* LmCompatibilityLevel: the one value of the machine that is changed, and it may hold anything.
 *
 * The first bytes are the Windows version and what there is; then the type, and the rest is the
 * data. A level counts only as four bytes of REG_DWORD from 0 to 5; what is not there is the
 * version's default, or unknown without a version; without the Lsa key nothing is known; and what
 * was stored is kept byte for byte. */
#include "registry/dword.h"
#include "registry/lm_compatibility.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

enum { HAS_KEY = 1, HAS_VALUE = 2, IS_WORKSTATION = 4 };

static void check_stored(const struct lm_compatibility *level, uint32_t type,
                         const struct fuzz_input *data)
{
    const bool is_number = type == VALUE_DWORD && data->size == DWORD_SIZE;
    const uint32_t number = is_number ? dword_of_bytes(data->bytes) : 0;
    const bool counts = is_number && number <= 5;
    ASSERT_FAST(level->data.present && level->data.type == type && level->data.size == data->size);
    ASSERT_FAST(data->size == 0 || memcmp(level->data.bytes, data->bytes, data->size) == 0);
    ASSERT_FAST(level->source == (counts ? LM_COMPATIBILITY_REGISTRY : LM_COMPATIBILITY_INVALID));
    ASSERT_FAST(level->stored_known == is_number && (!is_number || level->stored == number));
    ASSERT_FAST(level->effective_known == counts && (!counts || level->effective == number));
}

static void check_absent(const struct lm_compatibility *level,
                         const struct windows_version *version)
{
    ASSERT_FAST(level->source == LM_COMPATIBILITY_DEFAULT && !level->stored_known);
    ASSERT_FAST(!level->data.present && level->effective_known == (version->major != 0));
    const bool is_server_2003 = version->major == 5 && version->minor >= 2 && !version->workstation;
    if (level->effective_known)
        ASSERT_FAST(level->effective == (version->major >= 6 ? 3U : is_server_2003 ? 2U : 0U));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const unsigned choice = fuzz_input_byte(&input);
    const struct windows_version version = {.major = fuzz_input_byte(&input) & 15U,
                                            .minor = fuzz_input_byte(&input) & 3U,
                                            .workstation = (choice & IS_WORKSTATION) != 0};
    const uint32_t type = fuzz_input_byte(&input) & 15U;
    const bool has_value = (choice & HAS_VALUE) != 0;
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    struct arena arena = {0};
    struct lm_compatibility level;

    memset(&level, 0xA5, sizeof level);
    if (has_value)
        sample_write(registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE,
                     type, input.bytes, input.size);
    else if ((choice & HAS_KEY) != 0)
        sample_key(registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY);
    ASSERT_FAST(lm_compatibility_read(registry, &version, &arena, &level) == CODE_SUCCESS);
    if (has_value)
        check_stored(&level, type, &input);
    else if ((choice & HAS_KEY) != 0)
        check_absent(&level, &version);
    else
        ASSERT_FAST(level.source == LM_COMPATIBILITY_UNREADABLE && !level.effective_known &&
                    level.error == CODE_FILE_NOT_FOUND);
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    memory_registry_free(memory);
    arena_done(&arena);
    return 0;
}
