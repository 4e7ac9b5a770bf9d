/* Everything fails once, and from then on: every call of the registry, every allocation and every
 * function of the host, in whole commands, from the command line to the report.
 *
 * After each the store is all old or all new in each half, the report and the exit code say what is
 * in it, nothing is left open (or allocated: the sanitizer looks), and the next run, in which
 * nothing fails, ends in the right state. Only a run in which everything fails from some call on,
 * which is how the end of a process looks to the store, may leave a half torn: its record then says
 * so, and the next run settles it. */
#include "tests/unit/failing_allocation.h"
#include "tests/unit/fault_judgement.h"
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

#define REPORTS "/json", "/report:r.json", "/log:l.txt"
#define EXPORT "/from:e.reg", "/windows:5.1"

#define ON_EVERY_MACHINE(what, prepared, ...)                                                      \
    {what, MACHINE_BASIC_AND_LOW, prepared, {__VA_ARGS__}},                                        \
        {what, MACHINE_LEVEL_ONLY, prepared, {__VA_ARGS__}},                                       \
        {what, MACHINE_ALWAYS_PROMPT, prepared, {__VA_ARGS__}},                                    \
    {                                                                                              \
        what, MACHINE_TWO_PROFILES, prepared,                                                      \
        {                                                                                          \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }
#define CHECK_ALL "/check", "/alwaysprompt:clear", REPORTS
#define FIX_ALL FAULT_FIX, REPORTS

static const struct fault_case cases[] = {
    ON_EVERY_MACHINE("check", PREPARED_FRESH, CHECK_ALL),
    ON_EVERY_MACHINE("fix", PREPARED_FRESH, FIX_ALL),
    ON_EVERY_MACHINE("fix after a fix", PREPARED_FIXED, FIX_ALL),
    ON_EVERY_MACHINE("undo", PREPARED_FIXED, "/undo", REPORTS),
    ON_EVERY_MACHINE("fix that recovers a fix", PREPARED_PENDING, FIX_ALL),
    ON_EVERY_MACHINE("fix that recovers an undo", PREPARED_UNDOING, FIX_ALL),
    ON_EVERY_MACHINE("undo that recovers a fix", PREPARED_PENDING, "/undo", REPORTS),
    ON_EVERY_MACHINE("undo that recovers an undo", PREPARED_UNDOING, "/undo", REPORTS),
    ON_EVERY_MACHINE("check of an ended fix", PREPARED_PENDING, CHECK_ALL),
    {"check /from",
     MACHINE_BASIC_AND_LOW,
     PREPARED_FRESH,
     {"/check", "/alwaysprompt:clear", EXPORT, REPORTS}},
    {"fix /from /out",
     MACHINE_BASIC_AND_LOW,
     PREPARED_FRESH,
     {"/fix", EXPORT, "/out:f.reg", REPORTS}},
};
enum { CASE_COUNT = sizeof cases / sizeof cases[0] };

/* Every code of the issue; without memory an allocation fails in one way only. */
static const error_code fault_codes[] = {
    CODE_ACCESS_DENIED,       CODE_MORE_DATA,          CODE_KEY_DELETED,
    CODE_NO_SYSTEM_RESOURCES, CODE_REGISTRY_IO_FAILED, CODE_NOT_ENOUGH_MEMORY,
};
enum { FAULT_CODE_COUNT = sizeof fault_codes / sizeof fault_codes[0] };

static void set_up(struct fake_host *fake, const struct fault_case *of)
{
    fault_machine_init(fake, of->machine, of->prepared);
    fake_host_put_file(fake, "e.reg", export_file, sizeof export_file - 1);
}

/* False when the fault was never reached; then all must be as in a run without one. */
static bool run_with_fault(struct baseline *baseline, const struct fault *fault)
{
    struct fake_host fake;
    struct faulty_run run = {.baseline = baseline, .fault = fault, .fake = &fake};
    set_up(&fake, baseline->of);
    const size_t calls = memory_registry_call_count(fake.memory);
    const size_t host_calls = fake.call_count;
    bool reached = false;
    if (fault->part == FAILS_REGISTRY)
        memory_registry_fail(fake.memory, fault->number, fault->code, fault->from_then_on);
    else if (fault->part == FAILS_HOST)
        fake_host_fail(&fake, fault->number, fault->code, fault->from_then_on);
    else
        failing_allocation_begin(fault->number, fault->from_then_on);
    run.code = fault_case_run(&fake, baseline->of);
    if (fault->part == FAILS_REGISTRY)
        reached = memory_registry_call_count(fake.memory) - calls >= fault->number;
    else if (fault->part == FAILS_HOST)
        reached = fake.call_count - host_calls >= fault->number;
    else
        reached = failing_allocation_end();
    memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false);
    fake_host_fail(&fake, 0, CODE_SUCCESS, false);
    if (!reached && run.code != baseline->code)
        fault_fail(&run, "what it is without a fault");
    fault_judge(&run);
    fake_host_done(&fake);
    return reached;
}

static struct baseline baseline_of(const struct fault_case *of)
{
    struct fake_host fake;
    struct baseline baseline = {.of = of};
    set_up(&fake, of);
    baseline.begin = fault_machine_now(&fake);
    baseline.rest = fault_machine_rest(&fake);
    baseline.store = fault_machine_store(&fake);
    baseline.is_check = strcmp(of->arguments[0], "/check") == 0;
    baseline.is_undo = strcmp(of->arguments[0], "/undo") == 0;
    baseline.is_export = strstr(of->what, "/from") != NULL;
    baseline.recovers = of->prepared == PREPARED_PENDING || of->prepared == PREPARED_UNDOING;
    baseline.code = fault_case_run(&fake, of);
    fake_host_done(&fake);
    return baseline;
}

/* The sums over all cases. Each case runs in a process of its own, so they meet in a file. */
static FILE *tally;
enum command { COMMAND_CHECK, COMMAND_FIX, COMMAND_UNDO, COMMAND_RECOVERY, COMMAND_COUNT };

static enum command command_of(const struct baseline *baseline)
{
    if (baseline->recovers && !baseline->is_check)
        return COMMAND_RECOVERY;
    return baseline->is_check ? COMMAND_CHECK : baseline->is_undo ? COMMAND_UNDO : COMMAND_FIX;
}

START_TEST(tells_how_many_faults_there_were)
{
    size_t counts[COMMAND_COUNT] = {0};
    char line[64];
    ck_assert_ptr_nonnull(tally);
    rewind(tally);
    while (fgets(line, sizeof line, tally) != NULL) {
        char *end = NULL;
        const unsigned long command = strtoul(line, &end, 10);
        ck_assert_uint_lt(command, COMMAND_COUNT);
        counts[command] += strtoul(end, NULL, 10);
    }
    printf("faults in whole commands: check %zu, fix %zu, undo %zu, recovery %zu, in all %zu\n",
           counts[COMMAND_CHECK], counts[COMMAND_FIX], counts[COMMAND_UNDO],
           counts[COMMAND_RECOVERY],
           counts[COMMAND_CHECK] + counts[COMMAND_FIX] + counts[COMMAND_UNDO] +
               counts[COMMAND_RECOVERY]);
    for (int command = 0; command < COMMAND_COUNT; command++)
        ck_assert_uint_gt(counts[command], 1000);
}
END_TEST

START_TEST(everything_fails_once_and_from_then_on)
{
    struct baseline baseline = baseline_of(&cases[_i]);
    size_t counts[FAILING_PART_COUNT] = {0};
    for (int part = 0; part < FAILING_PART_COUNT; part++) {
        const size_t code_count = part == FAILS_ALLOCATION ? 1 : FAULT_CODE_COUNT;
        for (size_t i = 0; i < 2 * code_count; i++) {
            struct fault fault = {.part = (enum failing_part)part,
                                  .number = 1,
                                  .code = part == FAILS_ALLOCATION ? CODE_NOT_ENOUGH_MEMORY
                                                                   : fault_codes[i / 2],
                                  .from_then_on = i % 2 != 0};
            for (; run_with_fault(&baseline, &fault); fault.number++)
                counts[part]++;
        }
        /* An export is read into a store of its own. */
        ck_assert((part == FAILS_REGISTRY && baseline.is_export) || counts[part] > 0);
    }
    printf("faults in %s, %s: %zu registry calls, %zu allocations, %zu calls of the host\n",
           cases[_i].what, fault_machine_name(cases[_i].machine), counts[FAILS_REGISTRY],
           counts[FAILS_ALLOCATION], counts[FAILS_HOST]);
    fprintf(tally, "%d %zu\n", (int)command_of(&baseline),
            counts[FAILS_REGISTRY] + counts[FAILS_ALLOCATION] + counts[FAILS_HOST]);
    ck_assert_int_eq(fflush(tally), 0);
    free(baseline.rest);
    free(baseline.store);
    for (size_t i = 0; i < baseline.left_count; i++)
        free(baseline.left[i].dump);
}
END_TEST

Suite *command_faults_suite(void);

Suite *command_faults_suite(void)
{
    Suite *suite = suite_create("command_faults");
    tally = tmpfile();
    /* A test case for each command, so that CK_RUN_CASE="fix after a fix" runs that one alone. */
    for (int first = 0, end = 0; first < CASE_COUNT; first = end) {
        TCase *tests = tcase_create(cases[first].what);
        for (end = first + 1; end < CASE_COUNT && strcmp(cases[end].what, cases[first].what) == 0;)
            end++;
        tcase_set_timeout(tests, 300);
        tcase_add_loop_test(tests, everything_fails_once_and_from_then_on, first, end);
        suite_add_tcase(suite, tests);
    }
    TCase *sum = tcase_create("sum");
    tcase_add_test(sum, tells_how_many_faults_there_were);
    suite_add_tcase(suite, sum);
    return suite;
}
