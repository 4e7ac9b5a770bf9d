#include "tests/unit/png_reader.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* By the table of RFC 2083's appendix, unlike what is tested. */
static uint32_t crc_of(const uint8_t *bytes, size_t size)
{
    uint32_t table[256];
    for (uint32_t i = 0; i < 256; i++) {
        table[i] = i;
        for (int k = 0; k < 8; k++)
            table[i] = (table[i] & 1) != 0 ? 0xedb88320u ^ table[i] >> 1 : table[i] >> 1;
    }
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < size; i++)
        crc = table[(crc ^ bytes[i]) & 0xff] ^ crc >> 8;
    return crc ^ 0xffffffffu;
}

/* ---- inflate (RFC 1951) ---- */

struct inflating {
    const uint8_t *bytes;
    size_t size;
    size_t bit; /* the next to read */
};

static uint32_t get_bits(struct inflating *inflating, int count)
{
    uint32_t value = 0;
    for (int i = 0; i < count; i++) {
        if (inflating->bit / 8 >= inflating->size)
            ck_abort_msg("the compressed data end too early");
        value |= (uint32_t)(inflating->bytes[inflating->bit / 8] >> inflating->bit % 8 & 1) << i;
        inflating->bit++;
    }
    return value;
}

static uint32_t get_code(struct inflating *inflating, uint32_t code, int count)
{
    for (int i = 0; i < count; i++)
        code = code << 1 | get_bits(inflating, 1);
    return code;
}

/* 3.2.6: 7 bits 0000000 to 0010111 are 256 to 279; 8 bits 00110000 to 10111111 are 0 to 143, and
 * 11000000 to 11000111 are 280 to 287; 9 bits from 110010000 are 144 to 255. */
static uint32_t get_symbol(struct inflating *inflating)
{
    uint32_t code = get_code(inflating, 0, 7);
    if (code <= 0x17)
        return code + 256;
    code = get_code(inflating, code, 1);
    if (code >= 0x30 && code <= 0xbf)
        return code - 0x30;
    if (code >= 0xc0 && code <= 0xc7)
        return code - 0xc0 + 280;
    return get_code(inflating, code, 1) - 0x190 + 144;
}

/* The tables have room for codes that there are not: they lead to the length or distance 0. */
static uint32_t get_length(struct inflating *inflating, uint32_t symbol)
{
    static const uint16_t bases[32] = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                       15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                       67, 83, 99, 115, 131, 163, 195, 227, 258};
    static const uint8_t extra[32] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                      2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
    return bases[(symbol - 257) % 32] + get_bits(inflating, extra[(symbol - 257) % 32]);
}

static uint32_t get_distance(struct inflating *inflating)
{
    static const uint16_t bases[32] = {
        1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
        193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
    const uint32_t code = get_code(inflating, 0, 5);
    return bases[code] + get_bits(inflating, code < 4 ? 0 : (int)code / 2 - 1);
}

/* Into exactly `size` bytes. */
static void inflate(struct inflating *inflating, uint8_t *target, size_t size)
{
    size_t at = 0;
    ck_assert_uint_eq(get_bits(inflating, 3), 3); /* last block, fixed codes */
    for (uint32_t symbol = get_symbol(inflating); symbol != 256; symbol = get_symbol(inflating)) {
        uint32_t length = 1;
        uint32_t distance = 0;
        if (symbol > 256) {
            length = get_length(inflating, symbol);
            distance = get_distance(inflating);
            if (length == 0 || distance == 0)
                ck_abort_msg("there is no code %u", (unsigned)symbol);
        }
        if (length > size - at || distance > at)
            ck_abort_msg("the compressed data run over");
        for (; length > 0; length--, at++)
            target[at] = distance == 0 ? (uint8_t)symbol : target[at - distance];
    }
    ck_assert_uint_eq(at, size);
}

static void check_adler(const uint8_t *bytes, size_t size, uint32_t expected)
{
    uint64_t low = 1;
    uint64_t high = 0;
    for (size_t i = 0; i < size; i++) {
        low += bytes[i];
        high += low % 65521;
    }
    ck_assert_uint_eq((high % 65521) << 16 | low % 65521, expected);
}

/* ---- the file ---- */

/* Checks the chunk at `at` and returns where the next begins. */
static size_t check_chunk(const uint8_t *file, size_t size, size_t at, const char *type)
{
    ck_assert_uint_ge(size - at, 12);
    const size_t content_size = big_endian(file + at);
    ck_assert_uint_le(content_size, size - at - 12);
    ck_assert_mem_eq(file + at + 4, type, 4);
    ck_assert_uint_eq(crc_of(file + at + 4, content_size + 4),
                      big_endian(file + at + 8 + content_size));
    return at + 12 + content_size;
}

uint32_t *png_read(const uint8_t *file, size_t size, size_t *width, size_t *height)
{
    static const uint8_t start[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const uint8_t form[] = {8, 6, 0, 0, 0};
    ck_assert_uint_gt(size, sizeof start);
    ck_assert_mem_eq(file, start, sizeof start);
    const size_t data_at = check_chunk(file, size, sizeof start, "IHDR");
    ck_assert_uint_eq(data_at, sizeof start + 12 + 13);
    const size_t end_at = check_chunk(file, size, data_at, "IDAT");
    ck_assert_uint_eq(check_chunk(file, size, end_at, "IEND"), size);
    ck_assert_uint_eq(end_at + 12, size);

    *width = big_endian(file + sizeof start + 8);
    *height = big_endian(file + sizeof start + 12);
    ck_assert_mem_eq(file + sizeof start + 16, form, sizeof form);
    const size_t row_size = 1 + 4 * *width;
    uint8_t *rows = malloc(row_size * *height);
    uint32_t *pixels = calloc(*width * *height, sizeof *pixels);
    ck_assert(rows != NULL && pixels != NULL);

    /* zlib: deflate with a window of 32 KB, a multiple of 31; behind it the sum. */
    const uint8_t *data = file + data_at + 8;
    const size_t data_size = big_endian(file + data_at);
    ck_assert_uint_ge(data_size, 7);
    ck_assert_uint_eq(data[0], 0x78);
    ck_assert_uint_eq((data[0] << 8 | data[1]) % 31, 0);
    struct inflating inflating = {.bytes = data + 2, .size = data_size - 6};
    inflate(&inflating, rows, row_size * *height);
    ck_assert_uint_eq((inflating.bit + 7) / 8, inflating.size);
    check_adler(rows, row_size * *height, big_endian(data + data_size - 4));

    for (size_t y = 0; y < *height; y++) {
        ck_assert_uint_eq(rows[y * row_size], 0);
        for (size_t x = 0; x < *width; x++) {
            const uint8_t *rgba = rows + y * row_size + 1 + 4 * x;
            pixels[y * *width + x] = (uint32_t)rgba[3] << 24 | big_endian(rgba) >> 8;
        }
    }
    free(rows);
    return pixels;
}
