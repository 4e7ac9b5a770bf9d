/* Texts cut to the shell's limits: tips and notices hold names of profiles, which may be anything.
 *
 * The first byte is the limit, the rest the text. What is cut off a well-formed text leaves one
 * within the limit, counted by libiconv; the cut never falls within a character; a text that fits
 * stays as it is; and no longer limit cuts more. */
#include "agent/text_cut.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6";

static void check_cut(const char *text, size_t size, size_t limit)
{
    struct byte_buffer out = {0};
    size_t unit_count = 0;
    size_t out_units = 0;
    const bool is_utf8 = fuzz_text_is_utf8(text, size, &unit_count);

    text_append_cut(&out, text, size, limit);
    ASSERT_FAST(!out.failed);
    if (is_utf8) {
        ASSERT_FAST(text_unit_count(text, size) == unit_count);
        ASSERT_FAST(out.size == 0 || fuzz_text_is_utf8(out.data, out.size, &out_units));
        ASSERT_FAST(out_units <= limit);
    }
    if (text_unit_count(text, size) <= limit) {
        ASSERT_FAST(out.size == size && (size == 0 || memcmp(out.data, text, size) == 0));
    } else if (limit > 0) {
        const size_t kept = out.size - (sizeof ellipsis - 1);
        ASSERT_FAST(out.size >= sizeof ellipsis - 1 && kept < size);
        ASSERT_FAST(memcmp(out.data + kept, ellipsis, sizeof ellipsis - 1) == 0);
        ASSERT_FAST(kept == 0 || memcmp(out.data, text, kept) == 0);
    }
    byte_buffer_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const size_t limit = fuzz_input_byte(&input);
    const char *text = (const char *)input.bytes;
    const size_t cut = text_cut_size(text, input.size, limit);
    const size_t more = text_cut_size(text, input.size, limit + 1);

    ASSERT_FAST(cut <= more && more <= input.size);
    ASSERT_FAST(text_unit_count(text, cut) <= limit);
    ASSERT_FAST(text_cut_size(text, cut, limit) == cut);
    check_cut(text, input.size, limit);
    return 0;
}
