#include "tests/fuzz/fuzz_text.h"

#include "registry/text_encoding.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

char *fuzz_text_create(const struct fuzz_input *piece)
{
    char *text = malloc(piece->size + 1);
    ASSERT_FAST(text != NULL);
    if (piece->size > 0)
        memcpy(text, piece->bytes, piece->size);
    text[piece->size] = '\0';
    return text;
}

char *fuzz_text_line_create(struct fuzz_input *input)
{
    const uint8_t *end = input->size > 0 ? memchr(input->bytes, '\n', input->size) : NULL;
    const struct fuzz_input line =
        fuzz_input_piece(input, end != NULL ? (size_t)(end - input->bytes) : input->size);
    (void)fuzz_input_byte(input);
    return fuzz_text_create(&line);
}

struct fuzz_input fuzz_input_word(struct fuzz_input *input)
{
    const uint8_t *end = input->size > 0 ? memchr(input->bytes, '\0', input->size) : NULL;
    const size_t size = end != NULL ? (size_t)(end - input->bytes) : input->size;
    struct fuzz_input word = fuzz_input_piece(input, size);
    (void)fuzz_input_piece(input, 1);
    return word;
}

bool fuzz_text_is_utf8(const void *text, size_t size, size_t *unit_count)
{
    /* Kept from run to run, as opening a converter takes longer than most inputs. */
    static struct text_converter *converter;
    static struct byte_buffer units;
    if (converter == NULL)
        ASSERT_FAST(text_converter_create("UTF-16LE", "UTF-8", &converter) == CODE_SUCCESS);
    byte_buffer_clear(&units);
    error_code code = text_convert(converter, text, size, &units, NULL);
    ASSERT_FAST(code == CODE_SUCCESS || code == CODE_NO_UNICODE_TRANSLATION);
    if (code == CODE_SUCCESS && unit_count != NULL)
        *unit_count = units.size / 2;
    return code == CODE_SUCCESS;
}
