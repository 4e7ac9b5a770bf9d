/* What the event log was told last, as it lies in the registry: whoever may write there can have
 * put anything there.
 *
 * The input is lines of a .reg file in the key of the records. What is read is a text, is read the
 * same when it is written again, and is gone when it is taken away, the key with the last of them.
 */
#include "agent/event_record.h"
#include "tests/fuzz/fuzz_registry.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

#define QUESTION "Diagnosis"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct fuzz_input input = {bytes, size};
    struct memory_registry *memory = fuzz_registry_create("HKCU\\" EVENTS_KEY, &input);
    struct registry *registry = memory_registry_interface(memory);
    struct byte_buffer text = {0};
    struct byte_buffer again = {0};
    const error_code code = event_record_read(registry, REGISTRY_CURRENT_USER, QUESTION, &text);
    if (code == CODE_SUCCESS) {
        ASSERT_FAST(strlen(byte_buffer_text(&text)) == text.size);
        ASSERT_FAST(fuzz_text_is_utf8(text.data, text.size, NULL));
        ASSERT_FAST(event_record_write(registry, REGISTRY_CURRENT_USER, QUESTION,
                                       byte_buffer_text(&text)) == CODE_SUCCESS);
        ASSERT_FAST(event_record_read(registry, REGISTRY_CURRENT_USER, QUESTION, &again) ==
                    CODE_SUCCESS);
        ASSERT_FAST(text.size == again.size && memcmp(text.data, again.data, text.size) == 0);
    } else {
        ASSERT_FAST(code == CODE_FILE_NOT_FOUND || code == CODE_INVALID_DATA ||
                    code == CODE_NO_UNICODE_TRANSLATION);
    }
    ASSERT_FAST(event_record_delete(registry, REGISTRY_CURRENT_USER, QUESTION) == CODE_SUCCESS);
    ASSERT_FAST(event_record_read(registry, REGISTRY_CURRENT_USER, QUESTION, &again) ==
                CODE_FILE_NOT_FOUND);
    byte_buffer_done(&again);
    byte_buffer_done(&text);
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    memory_registry_free(memory);
    return 0;
}
