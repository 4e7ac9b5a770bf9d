/* What libFuzzer hands to a target, taken piece by piece.
 *
 * libFuzzer makes up inputs and watches which code they reach; an input that crashes, leaks, hangs
 * or breaks an assertion is a finding. The input is an allocation of exactly its own size, so a
 * reader that goes one byte too far is caught. A target that needs to choose something takes bytes
 * off the front: the seeds in tests/fuzz/corpus stay readable, and so do findings.
 */
#ifndef PROMPTFIX_TESTS_FUZZ_FUZZ_INPUT_H
#define PROMPTFIX_TESTS_FUZZ_FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>

/* The one function of every target. Returns 0; what must hold is asserted. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What is left of an input. The bytes are libFuzzer's. */
struct fuzz_input {
    const uint8_t *bytes;
    size_t size;
};

/* Takes the next byte; 0 when nothing is left. */
uint8_t fuzz_input_byte(struct fuzz_input *input);

/* Takes the next `size` bytes, or what is left if that is less. */
struct fuzz_input fuzz_input_piece(struct fuzz_input *input, size_t size);

#endif
