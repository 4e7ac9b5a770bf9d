/* The whole command on an exported registry: /check and /fix with /from.
 *
 * The first byte chooses options, bit by bit; the rest is the file. The registry of the machine
 * that runs it is not even opened, the exit code is one of those that such a run documents, a JSON
 * report is JSON, and a file with lines that were not understood is not mended. The file of /out,
 * imported into the registry that was exported, changes nothing but the three values that PromptFix
 * writes, each in the one way that makes the machine no less secure. */
#include "registry/dword.h"
#include "registry/reg_file_reader.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/fuzz/registry_walk.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/json_syntax.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

#define FROM "C:\\export.reg"
#define OUT "C:\\fix.reg"

/* The bits of the first byte. */
enum {
    WITH_FIX = 1,
    WITH_LEVEL_2 = 2,
    WITH_ALWAYS_PROMPT = 4,
    WITH_INSECURE = 8,
    WITH_WINDOWS = 16, /* XP */
    WITH_JSON = 64,
    WITH_SCOPE = 128, /* of the machine */
    WORD_LIMIT = 9,
};

struct fixing {
    struct registry *before;
    unsigned options;
};

static uint32_t number_of(const struct stored_data *data)
{
    ASSERT_FAST(data->present && data->size == DWORD_SIZE &&
                (data->type == VALUE_DWORD || data->type == VALUE_BINARY));
    return dword_of_bytes(data->bytes);
}

/* The flags of the account whose section this is: 0 where they are missing or malformed. */
static uint32_t flags_of(struct registry *registry, const char *section)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    uint32_t flags = 0;
    if (registry_open(registry, REGISTRY_CURRENT_USER, section, REGISTRY_READ, &key) ==
            CODE_SUCCESS &&
        registry_read(key, "00036623", &value) == CODE_SUCCESS && value.data.size == DWORD_SIZE)
        flags = dword_of_bytes(value.data.data);
    registry_value_done(&value);
    registry_close(key);
    return flags;
}

/* A policy can switch SSL on over the profile's flags. */
static bool has_policy(struct registry *registry)
{
    struct registry_key *key = NULL;
    error_code code = registry_open(registry, REGISTRY_CURRENT_USER,
                                    "Software\\Policies\\Microsoft\\Office", REGISTRY_READ, &key);
    registry_close(key);
    return code == CODE_SUCCESS;
}

static void check_level(const struct fixing *fixing, const struct registry_difference *difference)
{
    const uint32_t level = number_of(&difference->after);
    ASSERT_FAST(difference->after.type == VALUE_DWORD);
    ASSERT_FAST(level == ((fixing->options & WITH_LEVEL_2) != 0 ? 2 : 3));
    if (difference->before.present)
        ASSERT_FAST(difference->before.type == VALUE_DWORD &&
                    number_of(&difference->before) < level);
    else
        ASSERT_FAST((fixing->options & WITH_WINDOWS) != 0); /* else the level is not known */
}

static void check_change(void *context, const struct registry_difference *difference)
{
    const struct fixing *fixing = context;
    ASSERT_FAST(registry_difference_is_ours(difference));
    if (registry_difference_is_level(difference)) {
        check_level(fixing, difference);
        return;
    }
    ASSERT_FAST((fixing->options & WITH_SCOPE) == 0);
    const uint32_t before = number_of(&difference->before);
    const uint32_t after = number_of(&difference->after);
    ASSERT_FAST(difference->before.type == difference->after.type);
    if (strcmp(difference->name, "00036601") == 0) {
        ASSERT_FAST((fixing->options & WITH_ALWAYS_PROMPT) != 0);
        ASSERT_FAST((before & 8) != 0 && after == (before & ~(uint32_t)8));
        return;
    }
    ASSERT_FAST(before == 1 && after == 2); /* Basic, NTLM */
    ASSERT_FAST((flags_of(fixing->before, difference->path) & 2) != 0 ||
                (fixing->options & WITH_INSECURE) != 0 || has_policy(fixing->before));
}

static void refuse_problem(void *context, size_t line, enum reg_file_problem problem)
{
    (void)context;
    ck_abort_msg("line %zu of the file of /out: problem %d", line, (int)problem);
}

static void check_out_file(const struct byte_buffer *out, const struct fuzz_input *file,
                           unsigned options)
{
    struct memory_registry *after = sample_registry_create();
    /* There is an /out file, so the whole export was understood. */
    ASSERT_FAST(reg_file_read(file->bytes, file->size, 1252, after, refuse_problem, NULL) ==
                CODE_SUCCESS);
    struct memory_registry *before = registry_copy(memory_registry_interface(after));
    struct fixing fixing = {memory_registry_interface(before), options};
    ASSERT_FAST(reg_file_read(out->data, out->size, 1252, after, refuse_problem, NULL) ==
                CODE_SUCCESS);
    registry_compare(fixing.before, memory_registry_interface(after), check_change, &fixing);
    memory_registry_free(before);
    memory_registry_free(after);
}

static int words_of(unsigned options, const char *words[WORD_LIMIT])
{
    int count = 0;
    words[count++] = (options & WITH_FIX) != 0 ? "/fix" : "/check";
    words[count++] = "/from:" FROM;
    if ((options & WITH_FIX) != 0)
        words[count++] = "/out:" OUT;
    if ((options & WITH_LEVEL_2) != 0)
        words[count++] = "/level:2";
    if ((options & WITH_ALWAYS_PROMPT) != 0)
        words[count++] = "/alwaysprompt:clear";
    if ((options & WITH_INSECURE) != 0)
        words[count++] = "/insecure";
    if ((options & WITH_WINDOWS) != 0)
        words[count++] = "/windows:5.1";
    if ((options & WITH_JSON) != 0)
        words[count++] = "/json";
    if ((options & WITH_SCOPE) != 0)
        words[count++] = "/scope:machine";
    return count;
}

static void check_exit_code(enum exit_code code, unsigned options, bool has_out)
{
    if ((options & WITH_FIX) == 0)
        ASSERT_FAST(code == EXIT_NOTHING_LEFT || code == EXIT_CAN_BE_MENDED ||
                    code == EXIT_CANNOT_BE_MENDED || code == EXIT_BAD_INPUT);
    else
        ASSERT_FAST(code == EXIT_NOTHING_LEFT || code == EXIT_CANNOT_BE_MENDED ||
                    code == EXIT_BAD_INPUT || code == EXIT_RESTART_OUTLOOK ||
                    code == EXIT_RESTART_WINDOWS);
    ASSERT_FAST(has_out == ((options & WITH_FIX) != 0 && code != EXIT_BAD_INPUT));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const unsigned options = fuzz_input_byte(&input);
    const char *words[WORD_LIMIT];
    const int count = words_of(options, words);
    struct fake_host fake;

    fake_host_init(&fake);
    fake_host_put_file(&fake, FROM, input.bytes, input.size);
    const size_t call_count = memory_registry_call_count(fake.memory);
    enum exit_code code = fake_host_run(&fake, count, words);
    ASSERT_FAST(memory_registry_call_count(fake.memory) == call_count);
    const struct byte_buffer *out = fake_host_file(&fake, OUT);
    check_exit_code(code, options, out != NULL);
    if ((options & WITH_JSON) != 0 && code != EXIT_BAD_INPUT)
        ASSERT_FAST(json_is_well_formed((const char *)fake.output.data, fake.output.size));
    if (out != NULL)
        check_out_file(out, &input, options);
    fake_host_done(&fake);
    return 0;
}
