#include "registry/text_encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text_converter {
    iconv_t descriptor;
};

static error_code code_of_errno(int number)
{
    return number == ENOMEM ? CODE_NOT_ENOUGH_MEMORY : CODE_INVALID_PARAMETER;
}

error_code text_converter_create(const char *to, const char *from,
                                 struct text_converter **converter)
{
    struct text_converter *made = malloc(sizeof *made);
    if (made == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    made->descriptor = iconv_open(to, from);
    if (made->descriptor == (iconv_t)-1) {
        error_code error = code_of_errno(errno);
        free(made);
        return error;
    }
    *converter = made;
    return CODE_SUCCESS;
}

void text_converter_free(struct text_converter *converter)
{
    if (converter == NULL)
        return;
    iconv_close(converter->descriptor);
    free(converter);
}

/* One call of iconv into the free room of `output`. With `input` NULL it writes out what the
 * converter still holds back. Returns 0 when all is converted, otherwise iconv's errno. */
static int convert_step(iconv_t descriptor, char **input, size_t *input_left,
                        struct byte_buffer *output)
{
    char *end = (char *)output->data + output->size;
    size_t room = output->capacity - output->size;
    size_t result = iconv(descriptor, (void *)input, input_left, &end, &room);
    int number = result == (size_t)-1 ? errno : 0;
    output->size = output->capacity - room;
    return number;
}

/* Converts with a buffer that doubles whenever it is full. Returns 0 or iconv's errno. */
static int convert_all(iconv_t descriptor, char **input, size_t *input_left,
                       struct byte_buffer *output)
{
    for (;;) {
        int number = convert_step(descriptor, input, input_left, output);
        if (number != E2BIG)
            return number;
        /* More than is free: the buffer then doubles. 16 bytes hold any one character. */
        if (!byte_buffer_reserve(output, output->capacity - output->size + 16))
            return ENOMEM;
    }
}

error_code text_convert(struct text_converter *converter, const void *input, size_t input_size,
                        struct byte_buffer *output, size_t *bad_offset)
{
    size_t size_before = output->size;
    char *position = (char *)input; /* iconv does not write to it; its prototypes differ */
    size_t left = input_size;

    if (output->failed)
        return CODE_NOT_ENOUGH_MEMORY;
    if (input_size == 0)
        return CODE_SUCCESS;

    iconv(converter->descriptor, NULL, NULL, NULL, NULL);
    int number = byte_buffer_reserve(output, input_size) ? 0 : ENOMEM;
    if (number == 0)
        number = convert_all(converter->descriptor, &position, &left, output);
    if (number == 0)
        number = convert_all(converter->descriptor, NULL, NULL, output);
    if (number == 0)
        return CODE_SUCCESS;

    output->size = size_before;
    output->failed = false;
    if (number == ENOMEM)
        return CODE_NOT_ENOUGH_MEMORY;
    if (bad_offset != NULL)
        *bad_offset = input_size - left;
    return CODE_NO_UNICODE_TRANSLATION;
}

/* Code pages whose iconv name is not "CP" and the number. Source of the numbers: Microsoft, "Code
 * Page Identifiers". ISO 8859 is numbered 28590 + part. */
struct named_code_page {
    unsigned number;
    const char *name;
};

static const struct named_code_page named_code_pages[] = {
    {1200, "UTF-16LE"}, {1201, "UTF-16BE"}, {20127, "US-ASCII"}, {20866, "KOI8-R"},
    {21866, "KOI8-U"},  {51932, "EUC-JP"},  {51949, "EUC-KR"},   {51936, "EUC-CN"},
    {54936, "GB18030"}, {65001, "UTF-8"},
};

enum { ISO_8859_BASE = 28590, ISO_8859_LAST_PART = 16, ENCODING_NAME_SIZE = 16 };

static error_code try_encoding(const char *encoding)
{
    iconv_t descriptor = iconv_open("UTF-8", encoding);
    if (descriptor == (iconv_t)-1)
        return code_of_errno(errno);
    iconv_close(descriptor);
    return CODE_SUCCESS;
}

error_code text_encoding_of_code_page(unsigned code_page, char name[16])
{
    char candidate[ENCODING_NAME_SIZE];

    snprintf(candidate, sizeof candidate, "CP%u", code_page);
    for (size_t i = 0; i < sizeof named_code_pages / sizeof named_code_pages[0]; i++)
        if (named_code_pages[i].number == code_page)
            snprintf(candidate, sizeof candidate, "%s", named_code_pages[i].name);
    if (code_page > ISO_8859_BASE && code_page <= ISO_8859_BASE + ISO_8859_LAST_PART)
        snprintf(candidate, sizeof candidate, "ISO-8859-%u", code_page - ISO_8859_BASE);

    error_code error = try_encoding(candidate);
    if (error == CODE_SUCCESS)
        memcpy(name, candidate, sizeof candidate);
    return error;
}
