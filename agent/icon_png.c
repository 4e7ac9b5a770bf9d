#include "agent/icon_png.h"

#include <stdbool.h>
#include <string.h>

static void append_big_endian(struct byte_buffer *buffer, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        byte_buffer_append_byte(buffer, (uint8_t)(number >> shift));
}

/* ---- deflate ---- */

enum { SHORTEST_MATCH = 3, LONGEST_MATCH = 258, FARTHEST_MATCH = 32768 };

struct deflating {
    struct byte_buffer *target;
    uint32_t bits; /* not yet a whole byte; the first is the lowest */
    int bit_count;
};

static void put_bits(struct deflating *deflating, uint32_t value, int count)
{
    deflating->bits |= value << deflating->bit_count;
    deflating->bit_count += count;
    while (deflating->bit_count >= 8) {
        byte_buffer_append_byte(deflating->target, (uint8_t)deflating->bits);
        deflating->bits >>= 8;
        deflating->bit_count -= 8;
    }
}

/* Huffman codes, unlike all else, begin with their highest bit. */
static void put_code(struct deflating *deflating, uint32_t code, int count)
{
    for (int i = count - 1; i >= 0; i--)
        put_bits(deflating, code >> i & 1, 1);
}

/* A literal byte, 256 for the end, or the code of a length (RFC 1951, 3.2.6). */
static void put_symbol(struct deflating *deflating, uint32_t symbol)
{
    if (symbol < 144)
        put_code(deflating, 0x30 + symbol, 8);
    else if (symbol < 256)
        put_code(deflating, 0x190 + symbol - 144, 9);
    else if (symbol < 280)
        put_code(deflating, symbol - 256, 7);
    else
        put_code(deflating, 0xc0 + symbol - 280, 8);
}

/* Lengths and distances have a code for each power of two and its 4 (lengths) or 2 (distances)
 * parts, and bits that say where in that part (RFC 1951, 3.2.5). */
struct range {
    uint32_t code;
    uint32_t first; /* the least number with this code */
    int extra_bits;
};

static struct range range_of(uint32_t number, uint32_t least, uint32_t parts_per_power)
{
    struct range range = {0, least, 0};
    while (number >= range.first + (1u << range.extra_bits)) {
        range.first += 1u << range.extra_bits;
        range.code++;
        if (range.code >= 2 * parts_per_power && range.code % parts_per_power == 0)
            range.extra_bits++;
    }
    return range;
}

static void put_match(struct deflating *deflating, uint32_t length, uint32_t distance)
{
    /* The longest has a code of its own. */
    struct range range = range_of(length, SHORTEST_MATCH, 4);
    if (length == LONGEST_MATCH)
        range = (struct range){28, LONGEST_MATCH, 0};
    put_symbol(deflating, 257 + range.code);
    put_bits(deflating, length - range.first, range.extra_bits);
    range = range_of(distance, 1, 2);
    put_code(deflating, range.code, 5);
    put_bits(deflating, distance - range.first, range.extra_bits);
}

static size_t match_length(const struct byte_buffer *data, size_t at, size_t distance)
{
    size_t length = 0;
    if (distance > at || distance > FARTHEST_MATCH)
        return 0;
    while (length < LONGEST_MATCH && at + length < data->size &&
           data->data[at + length] == data->data[at + length - distance])
        length++;
    return length;
}

/* One block of fixed codes. Repetitions are looked for where pictures have them: one byte, one
 * pixel and one row before. */
static void deflate(struct deflating *deflating, const struct byte_buffer *data, size_t row_size)
{
    const size_t distances[] = {1, sizeof(uint32_t), row_size};
    put_bits(deflating, 1, 1); /* the last block */
    put_bits(deflating, 1, 2); /* fixed codes */
    for (size_t at = 0; at < data->size;) {
        size_t length = 0;
        size_t distance = 0;
        for (size_t i = 0; i < sizeof distances / sizeof distances[0]; i++) {
            const size_t found = match_length(data, at, distances[i]);
            if (found > length) {
                length = found;
                distance = distances[i];
            }
        }
        if (length >= SHORTEST_MATCH) {
            put_match(deflating, (uint32_t)length, (uint32_t)distance);
            at += length;
        } else {
            put_symbol(deflating, data->data[at++]);
        }
    }
    put_symbol(deflating, 256);
    put_bits(deflating, 0, 7); /* up to a whole byte */
}

static uint32_t adler32(const struct byte_buffer *data)
{
    uint32_t low = 1;
    uint32_t high = 0;
    for (size_t i = 0; i < data->size; i++) {
        low = (low + data->data[i]) % 65521;
        high = (high + low) % 65521;
    }
    return high << 16 | low;
}

/* ---- the file ---- */

static uint32_t crc32(const uint8_t *bytes, size_t size)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xedb88320 & (0u - (crc & 1)));
    }
    return ~crc;
}

/* A chunk is its length, its type of four letters, its content, and the CRC of type and content. */
static void append_chunk(struct byte_buffer *file, const char *type,
                         const struct byte_buffer *content)
{
    append_big_endian(file, (uint32_t)content->size);
    const size_t start = file->size;
    byte_buffer_append_text(file, type);
    byte_buffer_append(file, content->data, content->size);
    if (!file->failed)
        append_big_endian(file, crc32(file->data + start, file->size - start));
}

/* Each row begins with its filter (none), and its pixels are red, green, blue, alpha. */
static void append_rows(struct byte_buffer *rows, const uint32_t *pixels, size_t width,
                        size_t height)
{
    byte_buffer_reserve(rows, height * (1 + width * sizeof *pixels));
    for (size_t i = 0; i < width * height; i++) {
        if (i % width == 0)
            byte_buffer_append_byte(rows, 0);
        const uint8_t bytes[] = {(uint8_t)(pixels[i] >> 16), (uint8_t)(pixels[i] >> 8),
                                 (uint8_t)pixels[i], (uint8_t)(pixels[i] >> 24)};
        byte_buffer_append(rows, bytes, sizeof bytes);
    }
}

void icon_png_append(struct byte_buffer *file, const uint32_t *pixels, size_t width, size_t height)
{
    static const char signature[] = "\x89PNG\r\n\x1a\n";
    static const uint8_t form[] = {8, 6, 0, 0, 0}; /* 8 bits each; RGBA; the only methods */
    static const uint8_t zlib_header[] = {0x78, 0x01};
    struct byte_buffer rows = {0};
    struct byte_buffer content = {0};
    byte_buffer_append_text(file, signature);

    append_big_endian(&content, (uint32_t)width);
    append_big_endian(&content, (uint32_t)height);
    byte_buffer_append(&content, form, sizeof form);
    append_chunk(file, "IHDR", &content);

    byte_buffer_clear(&content);
    append_rows(&rows, pixels, width, height);
    byte_buffer_append(&content, zlib_header, sizeof zlib_header);
    struct deflating deflating = {.target = &content};
    deflate(&deflating, &rows, 1 + width * sizeof *pixels);
    append_big_endian(&content, adler32(&rows));
    append_chunk(file, "IDAT", &content);

    file->failed |= rows.failed || content.failed;
    byte_buffer_clear(&content);
    append_chunk(file, "IEND", &content);
    byte_buffer_done(&rows);
    byte_buffer_done(&content);
}
