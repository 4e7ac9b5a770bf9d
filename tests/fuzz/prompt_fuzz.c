/* Password prompts: what was counted lies where others can write, and a caption is any program's.
 *
 * The first byte chooses. 'c': a line with the proxy's name, the rest is a caption; the account is
 * found only by a name that is in it, or because it is the only one. Else the rest are lines of a
 * .reg file in the key of a profile: reading them ends, no day counts more than its values can say,
 * and once something has been counted all that is left is well-formed and within its 90 days. */
#include "agent/prompt_account.h"
#include "agent/prompt_record.h"
#include "registry/reg_file_reader.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

#define NOW "2026-11-22T10:00:00Z"

static const char before_input[] = "Windows Registry Editor Version 5.00\n"
                                   "[HKCU\\Software\\PromptFix\\Prompts\\A]\n";

static void try_caption(struct fuzz_input input)
{
    char *proxy = fuzz_text_line_create(&input);
    char *caption = fuzz_text_create(&input);
    struct exchange_account accounts[2] = {{.profile = "A"}, {.profile = "B"}};
    for (size_t i = 0; i < 2; i++) {
        accounts[i].roh_flags = (struct property_long){.state = PROPERTY_READ, .value = ROH_USE};
        accounts[i].proxy_server =
            (struct property_text){.state = PROPERTY_READ, .text = i == 0 ? proxy : "none"};
        accounts[i].principal_name =
            (struct property_text){.state = PROPERTY_READ, .text = caption};
    }
    const struct observation both = {.accounts = {.accounts = accounts, .count = 2}};
    const struct observation one = {.accounts = {.accounts = accounts, .count = 1}};
    const struct exchange_account *found = prompt_account_find(caption, &both);
    ASSERT_FAST(found == NULL || found == &accounts[0] || found == &accounts[1]);
    ASSERT_FAST(prompt_account_find(caption, &one) == &accounts[0]);
    if (prompt_caption_names(caption, proxy, strlen(proxy)))
        ASSERT_FAST(strlen(proxy) > 0 && strlen(caption) >= strlen(proxy));
    free(caption);
    free(proxy);
}

static void try_record(const struct fuzz_input *input)
{
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    struct prompt_history history = {0};
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, before_input);
    byte_buffer_append(&file, input->bytes, input->size);
    ASSERT_FAST(reg_file_read(file.data, file.size, 65001, memory, NULL, NULL) == CODE_SUCCESS);
    byte_buffer_done(&file);

    ASSERT_FAST(prompt_record_read(registry, "A", NOW, &history) == CODE_SUCCESS);
    for (size_t age = 0; age < PROMPT_DAY_COUNT; age++)
        ASSERT_FAST(history.after_fix[age] <= history.counts[age] &&
                    history.counts[age] <= PROMPT_VALUE_LIMIT * PROMPT_COUNT_LIMIT);
    (void)prompt_history_sums(&history, history.last_after_fix);
    (void)prompt_history_continues(&history, "2026-11-20T10:00:00Z");

    const uint32_t before = history.counts[0];
    ASSERT_FAST(prompt_record_add(registry, "A", NOW, 4711, true) == CODE_SUCCESS);
    ASSERT_FAST(prompt_record_read(registry, "A", NOW, &history) == CODE_SUCCESS);
    ASSERT_FAST(history.error == CODE_SUCCESS && history.counts[0] > 0);
    ASSERT_FAST(history.counts[0] == before + 1 || history.counts[0] == before ||
                before > PROMPT_COUNT_LIMIT);
    ASSERT_FAST(strcmp(history.last_after_fix, NOW) == 0);
    ASSERT_FAST(prompt_records_prune(registry, "2027-11-22T10:00:00Z") == CODE_SUCCESS);
    ASSERT_FAST(prompt_record_read(registry, "A", NOW, &history) == CODE_SUCCESS);
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    memory_registry_free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    if (fuzz_input_byte(&input) == 'c')
        try_caption(input);
    else
        try_record(&input);
    return 0;
}
