/* The .reg reader: a helpdesk reads files with it that come by mail, from anybody.
 *
 * The first byte chooses the code page, the rest is the file. Whatever it holds: no crash, no leak,
 * no key left open; a file without header leaves nothing behind; a problem is told with a line that
 * the file has. And what was read can be written and read again: the same keys, names, types and
 * bytes, without a problem. */
#include "registry/reg_file_reader.h"
#include "registry/reg_file_writer.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/fuzz/registry_walk.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

/* By the digits '0' to '9': Western Windows, UTF-8, UTF-16, Japanese, Korean, Cyrillic, DOS, one
 * that does not keep all of ASCII, one that does not exist, and Chinese of up to four bytes. */
static unsigned code_page_of(uint8_t choice)
{
    static const unsigned code_pages[] = {1252, 65001, 1200, 932,   949,
                                          1251, 437,   1361, 12345, 54936};
    enum { COUNT = sizeof code_pages / sizeof code_pages[0] };
    return code_pages[(choice + COUNT - '0' % COUNT) % COUNT];
}

struct problems {
    size_t count;
    size_t last_line; /* none of the file has a higher number */
};

static void note_problem(void *context, size_t line, enum reg_file_problem problem)
{
    struct problems *problems = context;
    problems->count++;
    ASSERT_FAST(line >= 1 && line <= problems->last_line);
    ASSERT_FAST(problem >= REG_FILE_NO_HEADER && problem <= REG_FILE_CUT_SHORT);
}

struct writing {
    struct reg_file_writer writer;
    bool possible; /* no name has a line break in it: those cannot be written (the header says) */
};

static void write_key(void *context, enum registry_root root, const char *path)
{
    struct writing *writing = context;
    writing->possible = writing->possible && strpbrk(path, "\r\n") == NULL;
    reg_file_write_key(&writing->writer, root, path);
}

static void write_value(void *context, const struct registry_value *value)
{
    struct writing *writing = context;
    const char *name = (const char *)value->name.data;
    writing->possible = writing->possible && strpbrk(name, "\r\n") == NULL;
    reg_file_write_value(&writing->writer, name, value->type, value->data.data, value->data.size);
}

static void check_write_and_read(struct registry *registry)
{
    struct writing writing = {.possible = true};
    struct byte_buffer file = {0};
    reg_file_begin(&writing.writer);
    registry_walk(registry, &(struct registry_visitor){write_key, write_value, &writing});
    ASSERT_FAST(reg_file_finish(&writing.writer, &file) == CODE_SUCCESS);
    if (writing.possible) {
        struct memory_registry *again = sample_registry_create();
        struct problems problems = {.last_line = file.size};
        ASSERT_FAST(reg_file_read(file.data, file.size, 1252, again, note_problem, &problems) ==
                    CODE_SUCCESS);
        ASSERT_FAST(problems.count == 0);
        registry_compare(registry, memory_registry_interface(again), registry_allow_no_difference,
                         NULL);
        memory_registry_free(again);
    }
    byte_buffer_done(&file);
    reg_file_writer_done(&writing.writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const unsigned code_page = code_page_of(fuzz_input_byte(&input));
    struct problems problems = {.last_line = input.size + 1};
    struct memory_registry *memory = sample_registry_create();

    error_code code =
        reg_file_read(input.bytes, input.size, code_page, memory, note_problem, &problems);
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    if (code == CODE_SUCCESS) {
        check_write_and_read(memory_registry_interface(memory));
    } else {
        ASSERT_FAST(code == (code_page == 12345 ? CODE_INVALID_PARAMETER : CODE_INVALID_DATA));
        ASSERT_FAST(problems.count == (code == CODE_INVALID_DATA ? 1 : 0));
        ASSERT_FAST(memory_registry_call_count(memory) == 0);
    }
    memory_registry_free(memory);
    return 0;
}
