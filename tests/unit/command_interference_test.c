/* Somebody else is at the same registry: at every call of a whole fix and a whole undo a value is
 * changed or deleted, a key is deleted, or a profile renamed. Whatever it is, it is noticed, told,
 * and stays as he left it.
 *
 * The registry has no "write if unchanged": what falls between the last look at a value and its
 * writing, the very next call, is lost (change_interference_test.c). There the value is PromptFix's
 * own; nowhere else may it be. */
#include "tests/unit/fault_machine.h"
#include "tests/unit/json_tree.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define LEVEL "LmCompatibilityLevel"
#define PROFILES                                                                                   \
    "Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"

enum meddling {
    SETS_LEVEL,
    DELETES_LEVEL,
    DELETES_LSA,
    SETS_SCHEME,
    DELETES_SCHEME,
    SETS_PROMPT,
    DELETES_SECTION,
    DELETES_PROFILE,
    RENAMES_PROFILE,
    DELETES_PROFILES,
    MEDDLING_COUNT,
};

static struct fake_host fake;
static enum meddling meddling;
static size_t meddling_call;
static bool has_happened;
static bool is_meddling;      /* the call that is made is not PromptFix's */
static bool has_written;      /* PromptFix has begun to write values */
static bool was_before_write; /* it happened before that */
static struct registry_operations operations;
static const struct registry_operations *original;

/* Neither as before nor as PromptFix wants it, and nothing that it would mend. */
enum { FOREIGN_SCHEME = 16, FOREIGN_PROMPT = 0x7004, FOREIGN_LEVEL = 5 };

/* PromptFix's own keys are no values of anybody's: their names have a dot or are words of ours. */
static void note_write(const char *name)
{
    has_written |= !is_meddling && (strcmp(name, LEVEL) == 0 || strncmp(name, "000366", 6) == 0);
}

static error_code noted_write(struct registry_key *key, const char *name, uint32_t type,
                              const void *data, size_t data_size)
{
    const error_code code = original->write(key, name, type, data, data_size);
    note_write(name);
    return code;
}

static error_code noted_delete_value(struct registry_key *key, const char *name)
{
    const error_code code = original->delete_value(key, name);
    note_write(name);
    return code;
}

static void delete_tree(enum registry_root root, const char *path)
{
    const error_code code = memory_registry_delete_tree(fake.memory, root, path);
    ASSERT_FAST(code == CODE_SUCCESS);
}

static void carry_out(void)
{
    const char *section = sample_section("Outlook");
    switch (meddling) {
    case SETS_LEVEL:
        sample_level(fake.registry, FOREIGN_LEVEL);
        break;
    case DELETES_LEVEL:
        sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, LSA, LEVEL);
        break;
    case DELETES_LSA:
        delete_tree(REGISTRY_LOCAL_MACHINE, LSA);
        break;
    case SETS_SCHEME:
        sample_long(fake.registry, section, "00036627", FOREIGN_SCHEME);
        break;
    case DELETES_SCHEME:
        sample_delete(fake.registry, REGISTRY_CURRENT_USER, section, "00036627");
        break;
    case SETS_PROMPT:
        sample_long(fake.registry, section, "00036601", FOREIGN_PROMPT);
        break;
    case DELETES_SECTION:
        delete_tree(REGISTRY_CURRENT_USER, section);
        break;
    case DELETES_PROFILE:
        delete_tree(REGISTRY_CURRENT_USER, PROFILES "\\Outlook");
        break;
    case RENAMES_PROFILE:
        delete_tree(REGISTRY_CURRENT_USER, PROFILES "\\Outlook");
        sample_account(fake.registry, &(struct sample_account){.profile = "Renamed",
                                                               .flags = SAMPLE_FLAGS,
                                                               .authentication = FOREIGN_SCHEME,
                                                               .config_flags = FOREIGN_PROMPT,
                                                               .proxy_server = "mail.contoso.com"});
        break;
    case DELETES_PROFILES:
        delete_tree(REGISTRY_CURRENT_USER, PROFILES);
        break;
    case MEDDLING_COUNT:
        break;
    }
}

static void meddle(void *context, size_t call)
{
    (void)context;
    if (call != meddling_call)
        return;
    has_happened = true;
    was_before_write = !has_written;
    is_meddling = true;
    carry_out();
    is_meddling = false;
}

/* Is what he did still there? */
static bool stays(void)
{
    const char *key = "HKLM\\" LSA;
    char section[2048];
    snprintf(section, sizeof section, "HKCU\\%s", sample_section("Outlook"));
    switch (meddling) {
    case SETS_LEVEL:
        return fault_machine_read(&fake, key, LEVEL) == FOREIGN_LEVEL;
    case DELETES_LEVEL:
    case DELETES_LSA:
        return fault_machine_read(&fake, key, LEVEL) == -1;
    case SETS_SCHEME:
        return fault_machine_read(&fake, section, "00036627") == FOREIGN_SCHEME;
    case SETS_PROMPT:
        return fault_machine_read(&fake, section, "00036601") == FOREIGN_PROMPT;
    case RENAMES_PROFILE:
        snprintf(section, sizeof section, "HKCU\\%s", sample_section("Renamed"));
        return fault_machine_read(&fake, section, "00036627") == FOREIGN_SCHEME &&
               fault_machine_read(&fake, section, "00036601") == FOREIGN_PROMPT;
    case DELETES_SCHEME:
    case DELETES_SECTION:
    case DELETES_PROFILE:
    case DELETES_PROFILES:
        return fault_machine_read(&fake, section, "00036627") == -1;
    case MEDDLING_COUNT:
        break;
    }
    return false;
}

/* Is a change told as made whose value does not hold what it says, though the meddling came before
 * anything was written; or, with `from_foreign`, one that says that it found the value absent? */
static bool tells(const struct json_node *report, bool undo, bool from_foreign)
{
    const struct json_node *changes = json_member(report, "changes");
    for (const struct json_node *change = changes != NULL ? changes->first : NULL; change != NULL;
         change = change->next) {
        const char *data = json_member_text(json_member(change, undo ? "before" : "after"), "data");
        const long long now = fault_machine_read(&fake, json_member_text(change, "key"),
                                                 json_member_text(change, "value"));
        const bool is_applied = strcmp(json_member_text(change, "state"), "applied") == 0;
        if (from_foreign && is_applied && json_member(change, "before")->kind == JSON_NULL)
            return true;
        if (!from_foreign && is_applied && now % 256 != (long long)strtoul(data, NULL, 16) >> 24)
            return true;
    }
    return false;
}

struct counts {
    size_t runs;
    size_t lost; /* in the gap */
};

/* One run with the meddling before call number `call`. False when it makes fewer calls. */
static bool run_once(const char *verb, size_t call, struct counts *counts)
{
    const bool is_fix = strcmp(verb, "/fix") == 0;
    fault_machine_init(&fake, MACHINE_BASIC_AND_LOW, is_fix ? PREPARED_FRESH : PREPARED_FIXED);
    original = fake.registry->operations;
    operations = *original;
    operations.write = noted_write;
    operations.delete_value = noted_delete_value;
    fake.registry->operations = &operations;
    has_happened = false;
    has_written = false;
    meddling_call = call;
    memory_registry_watch_calls(fake.memory, meddle, NULL);
    (void)(is_fix ? RUN(&fake, FAULT_FIX, "/json") : RUN(&fake, verb, "/json"));
    memory_registry_watch_calls(fake.memory, NULL, NULL);
    struct json_node *report = json_tree_read((const char *)fake.output.data, fake.output.size);
    ASSERT_FAST(report != NULL);
    counts->runs += has_happened;
    /* An absent level is too low: it may be raised by whoever has seen that it is absent. */
    if (has_happened && !stays() &&
        !(is_fix && meddling == DELETES_LEVEL && tells(report, false, true)))
        counts->lost++;
    ASSERT_FAST(!has_happened || !was_before_write || !tells(report, !is_fix, false));
    json_tree_free(report);
    const enum exit_code next = is_fix ? RUN(&fake, FAULT_FIX) : RUN(&fake, verb);
    ASSERT_FAST(next != EXIT_FAILED); /* whatever happened, the next run finds its way */
    fake_host_done(&fake);
    return has_happened;
}

START_TEST(nobody_elses_change_is_overwritten)
{
    struct counts fix = {0};
    struct counts undo = {0};
    meddling = (enum meddling)_i;
    for (size_t call = 1; run_once("/fix", call, &fix); call++)
        ck_assert_uint_le(fix.lost, 1);
    for (size_t call = 1; run_once("/undo", call, &undo); call++)
        ck_assert_uint_le(undo.lost, 1);
    printf("interference with whole commands, kind %d: fix %zu, undo %zu, lost in the gap %zu\n",
           _i, fix.runs, undo.runs, fix.lost + undo.lost);
    ck_assert_uint_gt(fix.runs, 80);
    ck_assert_uint_gt(undo.runs, 80);
}
END_TEST

Suite *command_interference_suite(void);

Suite *command_interference_suite(void)
{
    Suite *suite = suite_create("command_interference");
    TCase *tests = tcase_create("command_interference");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, nobody_elses_change_is_overwritten, 0, MEDDLING_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
