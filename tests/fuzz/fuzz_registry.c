#include "tests/fuzz/fuzz_registry.h"

#include "registry/reg_file_reader.h"
#include "tests/unit/sample_registry.h"

enum { UTF_8 = 65001 };

struct memory_registry *fuzz_registry_create(const char *key, const struct fuzz_input *lines)
{
    struct memory_registry *memory = sample_registry_create();
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, "Windows Registry Editor Version 5.00\n[");
    byte_buffer_append_text(&file, key);
    byte_buffer_append_text(&file, "]\n");
    byte_buffer_append(&file, lines->bytes, lines->size);
    ASSERT_FAST(!file.failed);
    ASSERT_FAST(reg_file_read(file.data, file.size, UTF_8, memory, NULL, NULL) == CODE_SUCCESS);
    byte_buffer_done(&file);
    return memory;
}
