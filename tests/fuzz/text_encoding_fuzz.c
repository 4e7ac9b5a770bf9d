/* Text between UTF-16, code pages and UTF-8: every name and text of a hostile registry or file goes
 * this way.
 *
 * The first byte chooses the code page, the rest is the text. UTF-16 that is taken comes back byte
 * for byte, and what is UTF-16 is told here by the surrogates alone; a value's text ends at its
 * first NUL; in any code page the place that is called bad lies within the text, what stands before
 * it converts by itself, and a failure leaves the output as it was. */
#include "registry/utf16_text.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

/* By the digits '0' to '9' and the letters behind them. */
static const unsigned code_pages[] = {1252, 65001, 1200, 932,   949,  1251,  437,   1361,
                                      936,  950,   1201, 54936, 1258, 20932, 51932, 28605};
enum { CODE_PAGE_COUNT = sizeof code_pages / sizeof code_pages[0] };

static bool is_utf16(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i + 1 < size; i += 2) {
        const uint8_t high = bytes[i + 1] & 0xFC;
        if (high == 0xDC)
            return false;
        if (high != 0xD8)
            continue;
        i += 2;
        if (i + 1 >= size || (bytes[i + 1] & 0xFC) != 0xDC)
            return false;
    }
    return size % 2 == 0;
}

static void check_utf16(struct utf16_text *text, const struct fuzz_input *input)
{
    struct byte_buffer utf8 = {0};
    byte_buffer_append_text(&utf8, "x");
    error_code code = utf16_text_append_utf8(text, input->bytes, input->size, &utf8);
    ASSERT_FAST(code ==
                (is_utf16(input->bytes, input->size) ? CODE_SUCCESS : CODE_NO_UNICODE_TRANSLATION));
    if (code == CODE_SUCCESS) {
        size_t back_size = 0;
        const void *back =
            utf16_text_of_utf8(text, (const char *)utf8.data + 1, utf8.size - 1, &back_size, &code);
        ASSERT_FAST(back != NULL && back_size == input->size);
        ASSERT_FAST(back_size == 0 || memcmp(back, input->bytes, back_size) == 0);
    } else {
        ASSERT_FAST(utf8.size == 1 && utf8.data[0] == 'x');
    }
    byte_buffer_done(&utf8);
}

/* Up to the first NUL; a single byte at the end is passed over. */
static void check_value(struct utf16_text *text, const struct fuzz_input *input)
{
    struct byte_buffer utf8 = {0};
    size_t end = 0;
    while (end + 1 < input->size && (input->bytes[end] != 0 || input->bytes[end + 1] != 0))
        end += 2;
    error_code code = utf16_text_of_bytes(text, input->bytes, input->size, &utf8);
    ASSERT_FAST(code == (is_utf16(input->bytes, end) ? CODE_SUCCESS : CODE_NO_UNICODE_TRANSLATION));
    if (code == CODE_SUCCESS)
        ASSERT_FAST(strlen((const char *)utf8.data) == utf8.size);
    byte_buffer_done(&utf8);
}

/* The converters stay open from run to run: opening one takes longer than most inputs. */
static struct text_converter *converter_of(size_t choice)
{
    static struct text_converter *converters[CODE_PAGE_COUNT];
    char name[16];
    if (converters[choice] == NULL &&
        text_encoding_of_code_page(code_pages[choice], name) == CODE_SUCCESS)
        ASSERT_FAST(text_converter_create("UTF-8", name, &converters[choice]) == CODE_SUCCESS);
    return converters[choice];
}

static void check_code_page(struct text_converter *converter, const struct fuzz_input *input)
{
    struct byte_buffer utf8 = {0};
    size_t bad_offset = SIZE_MAX;
    error_code code = text_convert(converter, input->bytes, input->size, &utf8, &bad_offset);
    if (code != CODE_SUCCESS) {
        ASSERT_FAST(code == CODE_NO_UNICODE_TRANSLATION && utf8.size == 0);
        ASSERT_FAST(bad_offset <= input->size);
        ASSERT_FAST(text_convert(converter, input->bytes, bad_offset, &utf8, NULL) == CODE_SUCCESS);
    }
    ASSERT_FAST(utf8.size == 0 || fuzz_text_is_utf8(utf8.data, utf8.size, NULL));
    byte_buffer_done(&utf8);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct utf16_text text;
    struct fuzz_input input = {bytes, size};
    const size_t choice =
        (size_t)(fuzz_input_byte(&input) + CODE_PAGE_COUNT - '0' % CODE_PAGE_COUNT) %
        CODE_PAGE_COUNT;
    check_utf16(&text, &input);
    check_value(&text, &input);
    if (converter_of(choice) != NULL)
        check_code_page(converter_of(choice), &input);
    return 0;
}
