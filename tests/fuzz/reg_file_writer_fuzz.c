/* The .reg writer: what it writes is imported by an administrator, on another machine.
 *
 * The input is keys and values in one key: a letter for the kind, a name up to a NUL, and for
 * values a type, a byte for the size, and the bytes. What was written is read again without a
 * problem, and is byte for byte what was to be written, whatever names, types and data: nothing in
 * a name or text makes a key or a value of its own. */
#include "registry/reg_file_reader.h"
#include "registry/reg_file_writer.h"
#include "registry/registry_path.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/fuzz/registry_walk.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

static void refuse_problem(void *context, size_t line, enum reg_file_problem problem)
{
    (void)context;
    ck_abort_msg("line %zu of what was written: problem %d", line, (int)problem);
}

struct writing {
    struct reg_file_writer writer;
    struct registry *expected;
    struct registry_key *key; /* the last one written */
};

/* Can the name stand in such a file at all? (Its header says which cannot.) */
static bool can_be_written(const char *name)
{
    return strpbrk(name, "\r\n") == NULL;
}

static void write_key(struct writing *writing, const char *path, enum registry_root root)
{
    if (!can_be_written(path) || path[0] == '\0' || registry_path_check(path) != CODE_SUCCESS)
        return;
    reg_file_write_key(&writing->writer, root, path);
    registry_close(writing->key);
    writing->key = NULL;
    ASSERT_FAST(registry_create(writing->expected, root, path, &writing->key) == CODE_SUCCESS);
}

static void write_value(struct writing *writing, const char *name, struct fuzz_input *input)
{
    const uint32_t type = fuzz_input_byte(input);
    const struct fuzz_input data = fuzz_input_piece(input, fuzz_input_byte(input));
    if (writing->key == NULL || !can_be_written(name) ||
        registry_value_name_check(name) != CODE_SUCCESS)
        return;
    reg_file_write_value(&writing->writer, name, type, data.bytes, data.size);
    ASSERT_FAST(registry_write(writing->key, name, type, data.bytes, data.size) == CODE_SUCCESS);
}

static void write_deletion(struct writing *writing, const char *name)
{
    if (writing->key == NULL || !can_be_written(name) ||
        registry_value_name_check(name) != CODE_SUCCESS)
        return;
    reg_file_write_deletion(&writing->writer, name);
    error_code code = registry_delete_value(writing->key, name);
    ASSERT_FAST(code == CODE_SUCCESS || code == CODE_FILE_NOT_FOUND);
}

static void write_piece(struct writing *writing, struct fuzz_input *input)
{
    const uint8_t kind = fuzz_input_byte(input);
    const struct fuzz_input word = fuzz_input_word(input);
    char *text = fuzz_text_create(&word);
    if (kind == 'k' || kind == 'K')
        write_key(writing, text, kind == 'k' ? REGISTRY_CURRENT_USER : REGISTRY_LOCAL_MACHINE);
    else if (kind == 'd')
        write_deletion(writing, text);
    else if (kind == 'c' && fuzz_text_is_utf8(text, strlen(text), NULL))
        reg_file_write_comment(&writing->writer, text);
    else
        write_value(writing, text, input);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    struct memory_registry *expected = sample_registry_create();
    struct memory_registry *read = sample_registry_create();
    struct writing writing = {.expected = memory_registry_interface(expected)};
    struct byte_buffer file = {0};

    reg_file_begin(&writing.writer);
    while (input.size > 0)
        write_piece(&writing, &input);
    registry_close(writing.key);
    ASSERT_FAST(reg_file_finish(&writing.writer, &file) == CODE_SUCCESS);
    ASSERT_FAST(reg_file_read(file.data, file.size, 1252, read, refuse_problem, NULL) ==
                CODE_SUCCESS);
    registry_compare(writing.expected, memory_registry_interface(read),
                     registry_allow_no_difference, NULL);
    byte_buffer_done(&file);
    reg_file_writer_done(&writing.writer);
    memory_registry_free(expected);
    memory_registry_free(read);
    return 0;
}
