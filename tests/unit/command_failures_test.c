/* Whole commands on a machine where something is in the way: no rights, another run, a run that was
 * ended, a registry that fails. The exit code tells the truth, and no half is half done. */
#include "agent/command.h"
#include "agent/restart_pending.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"

static struct fake_host fake;

/* Both halves have work to do, the user half two values. */
static void set_up(void)
{
    fake_host_init(&fake);
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_BASIC,
                                                           .config_flags = 0x118c,
                                                           .proxy_server = "mail.contoso.com"});
    sample_level(fake.registry, 1);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void deny(enum registry_root root, const char *key, enum registry_access access)
{
    ck_assert_uint_eq(memory_registry_deny(fake.memory, root, key, access), CODE_SUCCESS);
}

static void expect_output(const char *part)
{
    ck_assert_msg(strstr(fake_host_output(&fake), part) != NULL, "%s", part);
}

static uint32_t number_in(enum registry_root root, const char *key, const char *name)
{
    struct registry_key *open = NULL;
    struct registry_value value = {0};
    ck_assert_uint_eq(registry_open(fake.registry, root, key, REGISTRY_READ, &open), CODE_SUCCESS);
    ck_assert_uint_eq(registry_read(open, name, &value), CODE_SUCCESS);
    ck_assert_uint_eq(value.data.size, 4);
    uint32_t number = (uint32_t)value.data.data[0] | (uint32_t)value.data.data[1] << 8;
    registry_value_done(&value);
    registry_close(open);
    return number;
}

/* How a half is: as it was, as it should be, or neither. Where the policy could not be read, the
 * prompt flag alone is cleared: what the policy may say about the scheme forbids the rest. */
enum half_state { OLD, NEW, CLEARED_ONLY, TORN };

static enum half_state user_half(void)
{
    const char *key = sample_section("Outlook");
    uint32_t scheme = number_in(REGISTRY_CURRENT_USER, key, "00036627");
    uint32_t flags = number_in(REGISTRY_CURRENT_USER, key, "00036601");
    if (scheme == 1 && flags == 0x118c)
        return OLD;
    if (scheme == 1 && flags == 0x1184)
        return CLEARED_ONLY;
    return scheme == 2 && flags == 0x1184 ? NEW : TORN;
}

static enum half_state machine_half(void)
{
    uint32_t level = number_in(REGISTRY_LOCAL_MACHINE, LSA, "LmCompatibilityLevel");
    return level == 1 ? OLD : level == 3 ? NEW : TORN;
}

#define FIX RUN(&fake, "/fix", "/alwaysprompt:clear")
#define CHECK RUN(&fake, "/check", "/alwaysprompt:clear")

START_TEST(without_rights_the_user_half_is_done_and_the_rest_says_740)
{
    deny(REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_WRITE);
    ck_assert_uint_eq(CHECK, 1);
    ck_assert_uint_eq(FIX, 740);
    expect_output("Windows: not changed, this needs an administrator.");
    expect_output("Restart Outlook for what was changed.");
    ck_assert_int_eq(user_half(), NEW);
    ck_assert_int_eq(machine_half(), OLD);
    ck_assert_uint_eq(FIX, 740);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:user"), 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine"), 740);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011); /* the machine half has no fix to undo */
    ck_assert_int_eq(user_half(), OLD);
}
END_TEST

START_TEST(without_rights_but_with_nothing_left_all_is_well)
{
    sample_level(fake.registry, 3);
    deny(REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_WRITE);
    ck_assert_uint_eq(FIX, 3011);
    ck_assert_uint_eq(FIX, 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine"), 0);
}
END_TEST

START_TEST(without_rights_a_fix_of_the_machine_cannot_be_undone)
{
    ck_assert_uint_eq(FIX, 3010);
    deny(REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_WRITE);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 740);
    ck_assert_int_eq(user_half(), OLD);
    ck_assert_int_eq(machine_half(), NEW);
}
END_TEST

START_TEST(a_record_that_may_not_be_written_means_no_rights_too)
{
    deny(REGISTRY_LOCAL_MACHINE, "Software", REGISTRY_WRITE);
    ck_assert_uint_eq(FIX, 740);
    ck_assert_int_eq(user_half(), NEW);
    ck_assert_int_eq(machine_half(), OLD);
}
END_TEST

START_TEST(a_profile_that_may_not_be_written_is_a_failure)
{
    deny(REGISTRY_CURRENT_USER, sample_section("Outlook"), REGISTRY_WRITE);
    ck_assert_uint_eq(FIX, 1603);
    expect_output("Access is denied. (5)");
    ck_assert_int_eq(user_half(), OLD);
    ck_assert_int_eq(machine_half(), NEW); /* each half for itself */
    expect_output("Restart Windows for what was changed.");
}
END_TEST

START_TEST(a_level_that_may_not_be_read_is_not_fine)
{
    deny(REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_READ);
    ck_assert_uint_eq(CHECK, 2);
    ck_assert_uint_eq(RUN(&fake, "/check", "/scope:machine"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine"), 2);
}
END_TEST

START_TEST(two_runs_are_kept_apart)
{
    static const char *const verbs[] = {"/fix", "/undo"};
    for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
        char *before = sample_dump(fake.registry, true);
        ck_assert_uint_eq(registry_lock(fake.registry, (enum registry_root)root), CODE_SUCCESS);
        for (size_t i = 0; i < 2; i++) {
            ck_assert_uint_eq(RUN(&fake, verbs[i], "/json"), 1618);
            expect_output("\"lm_compatibility_level\": {\n    \"stored\": null,\n    "
                          "\"effective\": null,\n    \"source\": null");
            ck_assert_uint_eq(RUN(&fake, verbs[i]), 1618);
            expect_output("another run");
            ck_assert_ptr_null(strstr(fake_host_output(&fake), "No Exchange account"));
        }
        ck_assert_uint_eq(CHECK, 1); /* looking is free */
        ck_assert_uint_eq(RUN(&fake, "/fix", "/dryrun"), 2);
        registry_unlock(fake.registry, (enum registry_root)root);
        fake_host_expect_store(&fake, before);
        free(before);
    }
    ck_assert_uint_eq(registry_lock(fake.registry, REGISTRY_LOCAL_MACHINE), CODE_SUCCESS);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:user", "/alwaysprompt:clear"), 3011);
    registry_unlock(fake.registry, REGISTRY_LOCAL_MACHINE);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3010); /* and the lock is given back */
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3010);
}
END_TEST

/* Somebody who sets the level again and again while a run is at it. */
static size_t meddling_calls;

static void meddle(void *context, size_t call)
{
    (void)context;
    if (call < meddling_calls)
        sample_level(fake.registry, call % 2);
}

START_TEST(a_value_that_never_rests_is_left_alone)
{
    meddling_calls = (size_t)-1;
    memory_registry_watch_calls(fake.memory, meddle, NULL);
    const enum exit_code code = FIX;
    memory_registry_watch_calls(fake.memory, NULL, NULL);
    ck_assert_uint_eq(code, 1603);
    expect_output("somebody else is changing");
    ck_assert_int_eq(user_half(), NEW);
    ck_assert_uint_lt(number_in(REGISTRY_LOCAL_MACHINE, LSA, "LmCompatibilityLevel"), 2);
}
END_TEST

/* Runs /fix while somebody meddles during its first `calls` calls; returns how many it made. */
static size_t fix_among_meddling(size_t calls, enum exit_code *code)
{
    const size_t before = memory_registry_call_count(fake.memory);
    meddling_calls = calls;
    memory_registry_watch_calls(fake.memory, meddle, NULL);
    *code = FIX;
    memory_registry_watch_calls(fake.memory, NULL, NULL);
    return memory_registry_call_count(fake.memory) - before;
}

START_TEST(a_value_that_changed_meanwhile_is_looked_at_again)
{
    enum exit_code code = EXIT_NOTHING_LEFT;
    const size_t undisturbed = fix_among_meddling(0, &code);
    size_t second_looks = 0;
    ck_assert_uint_eq(code, 3010);
    for (size_t calls = 1; calls < undisturbed; calls++) {
        tear_down();
        set_up();
        size_t made = fix_among_meddling(calls, &code);
        ck_assert_int_eq(user_half(), NEW);
        second_looks += code == EXIT_RESTART_WINDOWS && made > undisturbed;
        ck_assert(code == EXIT_FAILED || (code == EXIT_RESTART_WINDOWS && machine_half() == NEW));
    }
    ck_assert_uint_gt(second_looks, 0);
}
END_TEST

/* Runs /fix, the registry failing from call number `call` on or only there. Returns whether the
 * run came so far. */
static bool fix_with_fault(size_t call, error_code error, bool from_then_on, enum exit_code *code)
{
    size_t before = memory_registry_call_count(fake.memory);
    memory_registry_fail(fake.memory, call, error, from_then_on);
    *code = FIX;
    memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false);
    return memory_registry_call_count(fake.memory) - before >= call;
}

/* A half that was changed is marked, the user's with the time, or the report says that it could not
 * be; one that was not, or that was put back, is not. */
static void expect_true_marks(size_t call)
{
    struct restart_pending pending;
    ck_assert_uint_eq(restart_pending_read(fake.registry, &pending), CODE_SUCCESS);
    const bool told = strstr(fake_host_output(&fake), "could not be noted") != NULL;
    const bool user_changed = user_half() != OLD;
    const bool machine_changed = machine_half() != OLD;
    const int lacking_count =
        (user_changed && pending.outlook_since[0] == '\0') + (machine_changed && !pending.windows);
    ck_assert_msg(lacking_count == told, "marks lacking: %d, told: %d at call %u", lacking_count,
                  told, (unsigned)call);
    ck_assert_msg(user_changed || !pending.outlook, "user half, call %u", (unsigned)call);
    ck_assert_msg(machine_changed || !pending.windows, "machine half, call %u", (unsigned)call);
}

/* `ended`: as if the run had been ended at the call. Then it cannot put back any more, and says so
 * by 1603 whatever the values are. */
static void expect_truth(enum exit_code code, size_t call, bool ended)
{
    const enum half_state user = user_half();
    const enum half_state machine = machine_half();
    const bool good = code == 3010   ? machine == NEW && user == NEW
                      : code == 3011 ? (user == NEW || user == CLEARED_ONLY) && machine == OLD
                      : code == 740  ? machine == OLD
                      : code == 2    ? user == OLD && machine == OLD
                      : code == 1603 ? ended || user != NEW || machine != NEW
                                     : false;
    ck_assert_msg(good, "exit code %d, user half %d, machine half %d at call %u", (int)code,
                  (int)user, (int)machine, (unsigned)call);
}

START_TEST(whatever_call_fails_the_exit_code_tells_the_truth)
{
    static const error_code errors[] = {CODE_REGISTRY_IO_FAILED, CODE_ACCESS_DENIED,
                                        CODE_NOT_ENOUGH_MEMORY};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        enum exit_code code = EXIT_NOTHING_LEFT;
        size_t call = 1;
        for (; fix_with_fault(call, errors[i], false, &code); call++) {
            expect_truth(code, call, false);
            expect_true_marks(call);
            ck_assert_int_ne(user_half(), TORN);
            ck_assert_int_ne(machine_half(), TORN);
            tear_down();
            set_up();
        }
        ck_assert_uint_eq(code, 3010); /* no fault any more */
        ck_assert_uint_gt(call, 60);
        tear_down();
        set_up();
    }
}
END_TEST

START_TEST(a_run_that_is_ended_anywhere_is_settled_by_the_next)
{
    enum exit_code code = EXIT_NOTHING_LEFT;
    size_t interrupted_count = 0;
    char *original = sample_dump(fake.registry, true);
    for (size_t call = 1; fix_with_fault(call, CODE_REGISTRY_IO_FAILED, true, &code); call++) {
        expect_truth(code, call, true);
        char *left = sample_dump(fake.registry, true);
        /* 0 where the very last step was done, and only its answer was lost */
        const enum exit_code check = RUN(&fake, "/check", "/alwaysprompt:clear", "/json");
        ck_assert_msg(check == 1 || (user_half() == NEW && machine_half() == NEW && check == 0),
                      "exit code %d at call %u", (int)check, (unsigned)call);
        interrupted_count += strstr(fake_host_output(&fake), "interrupted_fix") != NULL;
        fake_host_expect_store(&fake, left);
        free(left);
        const enum exit_code next = FIX;
        ck_assert_msg(check == 0 ? next == 0 : next == 3010 || next == 3011,
                      "exit code %d at call %u", (int)next, (unsigned)call);
        ck_assert_int_eq(user_half(), NEW);
        ck_assert_int_eq(machine_half(), NEW);
        fake_host_expect_marks(&fake, true, true);
        ck_assert_uint_eq(CHECK, 0);
        ck_assert_uint_eq(RUN(&fake, "/undo"), 3010);
        fake_host_expect_store_after_restart(&fake, original);
        tear_down();
        set_up();
    }
    ck_assert_uint_gt(interrupted_count, 5);
    free(original);
}
END_TEST

START_TEST(undo_takes_an_interrupted_run_back_and_goes_no_further)
{
    enum exit_code code = EXIT_NOTHING_LEFT;
    size_t interrupted_count = 0;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/level:2", "/scope:machine"), 3010);
    const uint32_t level = 2; /* what /undo must not take back too, if it takes back the run */
    for (size_t call = 1; memory_registry_fail(fake.memory, call, CODE_REGISTRY_IO_FAILED, true),
                code = RUN(&fake, "/fix", "/level:3", "/scope:machine"),
                memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false),
                code != EXIT_RESTART_WINDOWS;
         call++) {
        (void)RUN(&fake, "/check", "/json", "/scope:machine");
        const bool interrupted = strstr(fake_host_output(&fake), "interrupted_fix") != NULL;
        interrupted_count += interrupted;
        ck_assert_uint_eq(RUN(&fake, "/undo", "/dryrun", "/scope:machine", "/level:3"), 87);
        if (interrupted) {
            char *left = sample_dump(fake.registry, true);
            ck_assert_uint_eq(RUN(&fake, "/undo", "/dryrun", "/scope:machine"), 1);
            fake_host_expect_store(&fake, left);
            free(left);
            ck_assert_uint_eq(RUN(&fake, "/undo", "/scope:machine"), 3010);
            ck_assert_uint_eq(number_in(REGISTRY_LOCAL_MACHINE, LSA, "LmCompatibilityLevel"),
                              level);
        }
        tear_down();
        set_up();
        ck_assert_uint_eq(RUN(&fake, "/fix", "/level:2", "/scope:machine"), 3010);
    }
    ck_assert_uint_gt(interrupted_count, 3);
}
END_TEST

START_TEST(an_interrupted_run_of_the_machine_needs_an_administrator)
{
    /* Ended right after the record became pending: the level itself could not be written. */
    enum exit_code code = EXIT_NOTHING_LEFT;
    bool interrupted = false;
    for (size_t call = 1; !interrupted; call++) {
        memory_registry_fail(fake.memory, call, CODE_REGISTRY_IO_FAILED, true);
        code = RUN(&fake, "/fix", "/scope:machine");
        memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false);
        ck_assert_uint_ne(code, EXIT_RESTART_WINDOWS);
        (void)RUN(&fake, "/check", "/json", "/scope:machine");
        interrupted = strstr(fake_host_output(&fake), "interrupted_fix") != NULL;
    }
    deny(REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_WRITE);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine"), 740);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/scope:machine"), 740);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 740);
}
END_TEST

START_TEST(a_lock_that_cannot_be_had_is_no_machine_without_accounts)
{
    memory_registry_fail(fake.memory, 1, CODE_NO_SYSTEM_RESOURCES, false);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:user"), 1603);
    expect_output("nothing was changed");
    expect_output("(1450)");
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "No Exchange account"));
}
END_TEST

#define MARK_KEY "Software\\PromptFix\\RestartPending"

/* The report says so for each half that was changed and is not put back, and for no other. */
START_TEST(a_mark_that_may_not_be_made_fails_nothing_but_is_told)
{
    enum exit_code code = EXIT_NOTHING_LEFT;
    for (size_t call = 1;; call++) {
        deny(REGISTRY_CURRENT_USER, MARK_KEY, REGISTRY_WRITE);
        deny(REGISTRY_LOCAL_MACHINE, MARK_KEY, REGISTRY_WRITE);
        const bool more = fix_with_fault(call, CODE_REGISTRY_IO_FAILED, false, &code);
        const char *output = fake_host_output(&fake);
        const bool user_told = strstr(output, "mail profiles: that a restart is due") != NULL;
        const bool machine_told = strstr(output, "Windows: that a restart is due") != NULL;
        expect_truth(code, call, false);
        ck_assert_msg(user_told == (user_half() != OLD), "user half, call %u", (unsigned)call);
        ck_assert_msg(machine_told == (machine_half() != OLD), "machine half, call %u",
                      (unsigned)call);
        if (!more)
            break;
        tear_down();
        set_up();
    }
    ck_assert_uint_eq(code, 3010);
    expect_output("icon: Access is denied. (5)");
    fake_host_expect_marks(&fake, false, false);
}
END_TEST

START_TEST(an_undo_that_is_ended_anywhere_is_marked_by_then_or_by_the_next_run)
{
    ck_assert_uint_eq(FIX, 3010);
    for (size_t call = 1;; call++) {
        memory_registry_restart(fake.memory, REGISTRY_CURRENT_USER);
        memory_registry_restart(fake.memory, REGISTRY_LOCAL_MACHINE);
        memory_registry_fail(fake.memory, call, CODE_REGISTRY_IO_FAILED, true);
        const enum exit_code code = RUN(&fake, "/undo");
        memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false);
        ck_assert(code == 3010 || code == 1603);
        (void)RUN(&fake, "/undo");
        ck_assert_int_eq(user_half(), OLD);
        ck_assert_int_eq(machine_half(), OLD);
        fake_host_expect_marks(&fake, true, true);
        if (code == 3010)
            break;
        tear_down();
        set_up();
        ck_assert_uint_eq(FIX, 3010);
    }
}
END_TEST

/* The undo of a fix, failing at call number `call`. */
START_TEST(whatever_call_of_an_undo_fails_no_half_is_torn)
{
    ck_assert_uint_eq(FIX, 3010);
    for (size_t call = 1;; call++) {
        size_t before = memory_registry_call_count(fake.memory);
        memory_registry_fail(fake.memory, call, CODE_REGISTRY_IO_FAILED, false);
        const enum exit_code code = RUN(&fake, "/undo");
        memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false);
        const bool done = memory_registry_call_count(fake.memory) - before < call;
        const bool back = user_half() == OLD && machine_half() == OLD;
        ck_assert_int_ne(user_half(), TORN);
        ck_assert_int_ne(machine_half(), TORN);
        fake_host_expect_marks(&fake, true, true); /* of the fix, at least */
        ck_assert_msg(back ? code == 3010 : code == 1603, "exit code %d at call %u", (int)code,
                      (unsigned)call);
        if (done)
            break;
        tear_down();
        set_up();
        ck_assert_uint_eq(FIX, 3010);
    }
}
END_TEST

Suite *command_failures_suite(void);

Suite *command_failures_suite(void)
{
    Suite *suite = suite_create("command_failures");
    TCase *tests = tcase_create("command_failures");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, without_rights_the_user_half_is_done_and_the_rest_says_740);
    tcase_add_test(tests, without_rights_but_with_nothing_left_all_is_well);
    tcase_add_test(tests, without_rights_a_fix_of_the_machine_cannot_be_undone);
    tcase_add_test(tests, a_record_that_may_not_be_written_means_no_rights_too);
    tcase_add_test(tests, a_profile_that_may_not_be_written_is_a_failure);
    tcase_add_test(tests, a_level_that_may_not_be_read_is_not_fine);
    tcase_add_test(tests, two_runs_are_kept_apart);
    tcase_add_test(tests, a_value_that_never_rests_is_left_alone);
    tcase_add_test(tests, a_value_that_changed_meanwhile_is_looked_at_again);
    tcase_add_test(tests, whatever_call_fails_the_exit_code_tells_the_truth);
    tcase_add_test(tests, a_run_that_is_ended_anywhere_is_settled_by_the_next);
    tcase_add_test(tests, undo_takes_an_interrupted_run_back_and_goes_no_further);
    tcase_add_test(tests, an_interrupted_run_of_the_machine_needs_an_administrator);
    tcase_add_test(tests, a_lock_that_cannot_be_had_is_no_machine_without_accounts);
    tcase_add_test(tests, a_mark_that_may_not_be_made_fails_nothing_but_is_told);
    tcase_add_test(tests, an_undo_that_is_ended_anywhere_is_marked_by_then_or_by_the_next_run);
    tcase_add_test(tests, whatever_call_of_an_undo_fails_no_half_is_torn);
    suite_add_tcase(suite, tests);
    return suite;
}
