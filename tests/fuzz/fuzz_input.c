#include "tests/fuzz/fuzz_input.h"

uint8_t fuzz_input_byte(struct fuzz_input *input)
{
    struct fuzz_input piece = fuzz_input_piece(input, 1);
    return piece.size > 0 ? piece.bytes[0] : 0;
}

struct fuzz_input fuzz_input_piece(struct fuzz_input *input, size_t size)
{
    struct fuzz_input piece = {input->bytes, size < input->size ? size : input->size};
    input->bytes += piece.size;
    input->size -= piece.size;
    return piece;
}
