/* The undo record: it lies in a hive that others can write to, and what it says is written back.
 *
 * The first byte chooses what is done: 'r' recovery, 'u' undo, 'f' undo by force. The rest are
 * lines of a .reg file; the first of them belong to the key of a record of the machine. Whatever
 * they say, only the values that PromptFix ever writes may change, no key may come or go, each
 * value that changed must hold what a record says of it (so the level is lowered only by a record
 * that says so), and when the record is refused nothing has changed at all. */
#include "agent/remediation.h"
#include "registry/reg_file_reader.h"
#include "registry/registry_name.h"
#include "registry/undo_record.h"
#include "registry/utf16_text.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/fuzz/registry_walk.h"
#include "tests/unit/sample_registry.h"

#include <stdio.h>
#include <string.h>

/* What every input begins with: a place to write to in either half. */
static const char before_input[] =
    "Windows Registry Editor Version 5.00\n"
    "[HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\"
    "Profiles\\A\\13dbb0c8aa05101a9bb000aa002fc45a]\n"
    "\"00036601\"=hex:08,00,00,00\n"
    "\"00036623\"=hex:2f,00,00,00\n"
    "\"00036627\"=hex:02,00,00,00\n"
    "[HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\n"
    "\"LmCompatibilityLevel\"=dword:00000003\n"
    "\"NoLMHash\"=dword:00000001\n"
    "[HKLM\\Software\\PromptFix\\Undo\\1]\n";

static void fill(struct memory_registry *memory, const struct fuzz_input *input)
{
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, before_input);
    byte_buffer_append(&file, input->bytes, input->size);
    ASSERT_FAST(reg_file_read(file.data, file.size, 65001, memory, NULL, NULL) == CODE_SUCCESS);
    byte_buffer_done(&file);
}

static bool is_own_key(const char *path)
{
    static const char own[] = "Software\\PromptFix";
    return strlen(path) >= sizeof own - 1 &&
           registry_names_equal(path, sizeof own - 1, own, sizeof own - 1) &&
           (path[sizeof own - 1] == '\0' || path[sizeof own - 1] == '\\');
}

struct judging {
    struct registry *before;
    struct utf16_text text;
    bool must_be_same; /* the record was refused */
};

/* Is the text part `<index>.<part>` of the record this one? */
static bool part_is(struct judging *judging, struct registry_key *record, size_t index,
                    const char *part, const char *expected)
{
    struct registry_value value = {0};
    struct byte_buffer text = {0};
    char name[64];
    snprintf(name, sizeof name, "%zu.%s", index, part);
    bool same =
        registry_read(record, name, &value) == CODE_SUCCESS &&
        utf16_text_of_value(&judging->text, &value, &text) == CODE_SUCCESS &&
        registry_names_equal((const char *)text.data, text.size, expected, strlen(expected));
    registry_value_done(&value);
    byte_buffer_done(&text);
    return same;
}

static bool part_holds(struct registry_key *record, size_t index, const char *part,
                       const struct stored_data *expected)
{
    struct registry_value value = {0};
    struct stored_data data = {0};
    char name[64];
    snprintf(name, sizeof name, "%zu.%s", index, part);
    ASSERT_FAST(stored_data_read(record, name, &value, &data) == CODE_SUCCESS);
    bool same = stored_data_equal(&data, expected);
    registry_value_done(&value);
    return same;
}

static bool record_says(struct judging *judging, struct registry_key *record,
                        const struct registry_difference *difference)
{
    struct registry_value value = {0};
    struct stored_data data = {0};
    ASSERT_FAST(stored_data_read(record, "Changes", &value, &data) == CODE_SUCCESS);
    const size_t count =
        data.present && data.size > 0 ? data.bytes[0] : 0; /* no input has more than 255 */
    registry_value_done(&value);
    for (size_t i = 1; i <= count; i++)
        if (part_is(judging, record, i, "Key", difference->path) &&
            part_is(judging, record, i, "Value", difference->name) &&
            (part_holds(record, i, "Before", &difference->after) ||
             part_holds(record, i, "After", &difference->after)))
            return true;
    return false;
}

/* Does one of the half's records, as they were, say that the value holds what it now does? */
static bool any_record_says(struct judging *judging, const struct registry_difference *difference)
{
    struct registry_key *records = NULL;
    struct byte_buffer name = {0};
    bool says = false;
    if (registry_open(judging->before, difference->root, UNDO_RECORDS_KEY, REGISTRY_READ,
                      &records) != CODE_SUCCESS)
        return false;
    for (size_t i = 0; !says && registry_enumerate_subkey(records, i, &name) == CODE_SUCCESS; i++) {
        struct registry_key *record = NULL;
        ASSERT_FAST(registry_open_subkey(records, (const char *)name.data, REGISTRY_READ,
                                         &record) == CODE_SUCCESS);
        says = record_says(judging, record, difference);
        registry_close(record);
    }
    byte_buffer_done(&name);
    registry_close(records);
    return says;
}

static void judge_difference(void *context, const struct registry_difference *difference)
{
    struct judging *judging = context;
    if (is_own_key(difference->path))
        return;
    ASSERT_FAST(!judging->must_be_same);
    ASSERT_FAST(registry_difference_is_ours(difference));
    ASSERT_FAST(any_record_says(judging, difference));
}

/* True when the record was refused. */
static bool recover(struct registry *registry, enum registry_root root)
{
    bool pending = false;
    error_code code = change_set_find_pending(registry, root, &pending);
    struct recovery_result result =
        change_set_recover(registry, root, remediation_may_change, NULL);
    if (result.outcome == RECOVERY_ROLLED_BACK || result.outcome == RECOVERY_FINISHED)
        ASSERT_FAST(code == CODE_SUCCESS && pending);
    return result.outcome == RECOVERY_NOT_NEEDED || result.outcome == RECOVERY_FINISHED ||
           result.code == CODE_INVALID_DATA;
}

static bool undo(struct registry *registry, enum registry_root root, bool force)
{
    struct arena arena = {0};
    struct change_set set = {0};
    uint32_t record = 0;
    error_code code =
        change_set_load_undo(registry, root, remediation_may_change, &arena, &set, &record);
    if (code == CODE_SUCCESS) {
        ASSERT_FAST(record > 0 && set.count > 0 && set.root == root);
        (void)change_set_review_undo(registry, &set, force);
        (void)change_set_undo(registry, &set, record, force, NULL);
    }
    arena_done(&arena);
    return code != CODE_SUCCESS;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const uint8_t choice = fuzz_input_byte(&input);
    struct memory_registry *memory = sample_registry_create();
    fill(memory, &input);
    struct registry *registry = memory_registry_interface(memory);
    struct memory_registry *before = registry_copy(registry);
    struct judging judging = {.before = memory_registry_interface(before), .must_be_same = true};

    for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
        bool refused = choice == 'u' || choice == 'f'
                           ? undo(registry, (enum registry_root)root, choice == 'f')
                           : recover(registry, (enum registry_root)root);
        judging.must_be_same = judging.must_be_same && refused;
    }
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    registry_compare(judging.before, registry, judge_difference, &judging);
    utf16_text_done(&judging.text);
    memory_registry_free(before);
    memory_registry_free(memory);
    return 0;
}
