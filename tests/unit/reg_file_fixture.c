#include "tests/unit/reg_file_fixture.h"

#include "registry/text_encoding.h"

#include <check.h>
#include <string.h>

enum { PROBLEM_LIMIT = 16 };

struct found_problem {
    size_t line;
    enum reg_file_problem problem;
};

struct memory_registry *reg_file_memory;
static struct registry *store;
static struct registry_value value;
static struct found_problem problems[PROBLEM_LIMIT];
static size_t problem_count;

void reg_file_setup(void)
{
    ck_assert_uint_eq(memory_registry_create(&reg_file_memory), CODE_SUCCESS);
    store = memory_registry_interface(reg_file_memory);
    problem_count = 0;
}

void reg_file_teardown(void)
{
    ck_assert_uint_eq(memory_registry_open_count(reg_file_memory), 0);
    registry_value_done(&value);
    memory_registry_free(reg_file_memory);
}

static void remember(void *context, size_t line, enum reg_file_problem problem)
{
    size_t *count = context;
    if (*count < PROBLEM_LIMIT)
        problems[*count] = (struct found_problem){line, problem};
    ++*count;
}

error_code reg_file_read_bytes(const void *bytes, size_t size, unsigned code_page)
{
    problem_count = 0;
    return reg_file_read(bytes, size, code_page, reg_file_memory, remember, &problem_count);
}

void reg_file_read_well(const char *text)
{
    ck_assert_uint_eq(reg_file_read_bytes(text, strlen(text), 1252), CODE_SUCCESS);
    ck_assert_uint_eq(problem_count, 0);
}

void assert_problem_count(size_t count)
{
    ck_assert_uint_eq(problem_count, count);
}

void assert_problem(size_t index, size_t line, enum reg_file_problem problem)
{
    ck_assert_uint_lt(index, problem_count);
    ck_assert_uint_eq(problems[index].line, line);
    ck_assert_int_eq((int)problems[index].problem, (int)problem);
}

void assert_only_problem(size_t line, enum reg_file_problem problem)
{
    ck_assert_uint_eq(problem_count, 1);
    assert_problem(0, line, problem);
}

bool key_exists(enum registry_root root, const char *path)
{
    struct registry_key *key = NULL;
    error_code error = registry_open(store, root, path, REGISTRY_READ, &key);
    registry_close(key);
    ck_assert(error == CODE_SUCCESS || error == CODE_FILE_NOT_FOUND);
    return error == CODE_SUCCESS;
}

static error_code read_value(const char *path, const char *name)
{
    struct registry_key *key = NULL;
    ck_assert_uint_eq(registry_open(store, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key),
                      CODE_SUCCESS);
    error_code error = registry_read(key, name, &value);
    registry_close(key);
    return error;
}

void assert_value(const char *path, const char *name, uint32_t type, const void *data, size_t size)
{
    ck_assert_uint_eq(read_value(path, name), CODE_SUCCESS);
    ck_assert_uint_eq(value.type, type);
    ck_assert_uint_eq(value.data.size, size);
    if (size > 0)
        ck_assert_mem_eq(value.data.data, data, size);
}

void assert_no_value(const char *name)
{
    ck_assert_uint_eq(read_value("a", name), CODE_FILE_NOT_FOUND);
}

/* `utf8` as a UTF-16LE file. */
void reg_file_read_utf16(const char *utf8)
{
    struct text_converter *converter = NULL;
    struct byte_buffer file = {0};
    byte_buffer_append(&file, "\xff\xfe", 2);
    ck_assert_uint_eq(text_converter_create("UTF-16LE", "UTF-8", &converter), CODE_SUCCESS);
    ck_assert_uint_eq(text_convert(converter, utf8, strlen(utf8), &file, NULL), CODE_SUCCESS);
    ck_assert_uint_eq(reg_file_read_bytes(file.data, file.size, 1252), CODE_SUCCESS);
    byte_buffer_done(&file);
    text_converter_free(converter);
}
