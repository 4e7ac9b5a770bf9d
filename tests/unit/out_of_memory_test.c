/* Every allocation fails, once and from then on: a whole command must still tell the truth, change
 * all or nothing, leak nothing (the sanitizer looks), and end well when it is run again. */
#include "agent/command.h"
#include "registry/change_set.h"

#include "tests/unit/failing_allocation.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char export_file[] =
    "REGEDIT4\r\n\r\n"
    "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\"
    "Windows Messaging Subsystem\\Profiles\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a]\r\n"
    "\"00036623\"=hex:2f,00,00,00\r\n\"00036627\"=hex:01,00,00,00\r\n\"001f6622\"=hex:6d,00,00,"
    "00\r\n"
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
    "\"LmCompatibilityLevel\"=dword:00000000\r\n";

/* The commands, with what a run that fails may answer. */
static const struct {
    const char *arguments[4];
    int count;
    bool after_a_fix;
    enum exit_code failure;
} commands[] = {
    {{"/check"}, 1, false, EXIT_FAILED},
    {{"/check", "/json", "/report:r.json", "/log:l.txt"}, 4, false, EXIT_FAILED},
    {{"/fix", "/alwaysprompt:clear", "/report:r.json"}, 3, false, EXIT_FAILED},
    {{"/fix", "/forcerestart"}, 2, false, EXIT_FAILED},
    {{"/undo"}, 1, true, EXIT_FAILED},
    {{"/undo", "/dryrun"}, 2, true, EXIT_FAILED},
    {{"/check", "/from:e.reg"}, 2, false, EXIT_BAD_INPUT},
    {{"/fix", "/from:e.reg", "/out:f.reg"}, 3, false, EXIT_BAD_INPUT},
    {{"/?"}, 1, false, EXIT_FAILED},
};

/* The lines of a dump that begin with `root`. The caller frees them. */
static char *half_of(const char *dump, const char *root)
{
    char *half = calloc(1, strlen(dump) + 1);
    ck_assert_ptr_nonnull(half);
    char *end = half;
    while (*dump != '\0') {
        size_t size = strcspn(dump, "\n") + 1;
        if (strncmp(dump, root, strlen(root)) == 0) {
            memcpy(end, dump, size);
            end += size;
        }
        dump += size;
    }
    return half;
}

static void set_up(struct fake_host *fake, int command)
{
    fake_host_init(fake);
    sample_account(fake->registry, &(struct sample_account){.profile = "Outlook",
                                                            .flags = SAMPLE_FLAGS,
                                                            .authentication = SAMPLE_BASIC,
                                                            .config_flags = 0x118c,
                                                            .proxy_server = "mail.contoso.com"});
    sample_level(fake->registry, 1);
    fake->restart_result =
        (struct restart_result){.end = RESTART_END_FAILED, .code = CODE_ACCESS_DENIED};
    fake_host_put_file(fake, "e.reg", export_file, sizeof export_file - 1);
    if (commands[command].after_a_fix)
        ck_assert_int_eq(RUN(fake, "/fix", "/alwaysprompt:clear"), EXIT_RESTART_WINDOWS);
}

static enum exit_code run(struct fake_host *fake, int command)
{
    return fake_host_run(fake, commands[command].count, commands[command].arguments);
}

/* Is each half of the store, the lines of one root, as in `before` or as in `after`? */
static bool is_all_or_nothing(const char *store, const char *before, const char *after)
{
    static const char *const roots[] = {"HKCU\\", "HKLM\\"};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        char *half = half_of(store, roots[i]);
        char *old_half = half_of(before, roots[i]);
        char *new_half = half_of(after, roots[i]);
        bool whole = strcmp(half, old_half) == 0 || strcmp(half, new_half) == 0;
        free(half);
        free(old_half);
        free(new_half);
        if (!whole)
            return false;
    }
    return true;
}

/* Without any memory not even the putting back may work: then the record says so, and the next run
 * does it. */
static bool is_marked_as_torn(struct fake_host *fake)
{
    bool pending = false;
    ck_assert_uint_eq(change_set_find_pending(fake->registry, REGISTRY_CURRENT_USER, &pending),
                      CODE_SUCCESS);
    return pending;
}

/* What a command does when nothing fails. */
struct good_run {
    enum exit_code code;
    char *store;
};

/* One run with one fault. False when the fault was never reached. */
static bool run_with_fault(int command, size_t number, bool from_then_on,
                           const struct good_run *good)
{
    struct fake_host fake;
    set_up(&fake, command);
    char *before = sample_dump(fake.registry, false);
    failing_allocation_begin(number, from_then_on);
    enum exit_code code = run(&fake, command);
    bool reached = failing_allocation_end();
    char *after = sample_dump(fake.registry, false);

    ck_assert_msg(code == good->code || code == EXIT_FAILED || code == commands[command].failure,
                  "allocation %lu: exit code %d", (unsigned long)number, code);
    ck_assert_msg(code == good->code
                      ? strcmp(after, good->store) == 0
                      : is_all_or_nothing(after, before, good->store) || is_marked_as_torn(&fake),
                  "allocation %lu: exit code %d, but the store is otherwise", (unsigned long)number,
                  code);
    if (code != good->code && fake.errors.size == 0)
        ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "Result: failed"));
    ck_assert_uint_eq(memory_registry_open_count(fake.memory), 0);

    /* And again, with memory. */
    if (code != good->code) {
        enum exit_code again_code = run(&fake, command);
        ck_assert(again_code == good->code ||
                  again_code == EXIT_RESTART_OUTLOOK); /* a half is done */
        char *again = sample_dump(fake.registry, false);
        ck_assert_str_eq(again, good->store);
        free(again);
    }
    free(before);
    free(after);
    fake_host_done(&fake);
    return reached;
}

START_TEST(each_allocation_fails_in_each_command)
{
    struct fake_host fake;
    struct good_run good = {EXIT_NOTHING_LEFT, NULL};
    set_up(&fake, _i);
    good.code = run(&fake, _i);
    good.store = sample_dump(fake.registry, false);
    fake_host_done(&fake);

    size_t count = 0;
    for (int from_then_on = 0; from_then_on < 2; from_then_on++)
        for (size_t number = 1; run_with_fault(_i, number, from_then_on != 0, &good); number++)
            count++;
    printf("%s: %lu allocations failed\n", commands[_i].arguments[0], (unsigned long)count);
    ck_assert_uint_gt(count, 10);
    free(good.store);
}
END_TEST

Suite *out_of_memory_suite(void);

Suite *out_of_memory_suite(void)
{
    Suite *suite = suite_create("out_of_memory");
    TCase *tests = tcase_create("out_of_memory");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, each_allocation_fails_in_each_command, 0,
                        sizeof commands / sizeof commands[0]);
    suite_add_tcase(suite, tests);
    return suite;
}
