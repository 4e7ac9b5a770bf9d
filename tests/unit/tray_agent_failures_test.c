/* The tray agent where memory runs out and the registry fails: unknown is never fine, done is only
 * what is done, nothing is lost and nothing grows. Natively only: the linker's --wrap and the
 * sanitizer's books are not to be had elsewhere. */
#include "agent/tray_agent.h"

#include "agent/restart_pending.h"
#include "tests/unit/failing_allocation.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

/* Bytes in use, as the sanitizer counts them (sanitizer/allocator_interface.h). */
#ifdef _WIN32
static size_t bytes_in_use(void)
{
    return 0; /* never run there: see suites.h */
}
#else
size_t __sanitizer_get_current_allocated_bytes(void);
static size_t bytes_in_use(void)
{
    return __sanitizer_get_current_allocated_bytes();
}
#endif

static struct fake_host host;
static struct fake_desktop desktop;

static void account(uint32_t authentication)
{
    sample_account(host.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = authentication,
                                                           .proxy_server = "mail.contoso.com"});
}

/* Machines of which none is fine. */
static const enum tray_state machines[] = {
    TRAY_PROBLEM,              /* Basic, and the level too low */
    TRAY_PROBLEM,              /* the level alone */
    TRAY_SET_BY_ADMINISTRATOR, /* Basic by policy */
    TRAY_CANNOT_TELL,          /* a method that is not known */
    TRAY_RESTART_PENDING,      /* mended, Outlook not restarted */
};
enum { MACHINES = sizeof machines / sizeof machines[0] };

static void set_up(int machine)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_desktop_prepare(&desktop);
    fake_desktop_start_outlook(&desktop, "2026-11-22T08:00:00Z");
    account(machine == 0 ? SAMPLE_BASIC : machine == 3 ? 16 : SAMPLE_NTLM);
    sample_level(host.registry, machine < 2 ? 1 : 3);
    if (machine == 2)
        sample_policy(host.registry, "11.0", "ProxyAuthenticationService", 1);
    if (machine == 4)
        ASSERT_FAST(restart_pending_mark(host.registry, REGISTRY_CURRENT_USER,
                                         "2026-11-22T09:00:00Z") == CODE_SUCCESS);
}

static void tear_down(void)
{
    ASSERT_FAST(memory_registry_open_count(host.memory) == 0);
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static error_code create(void)
{
    return tray_agent_create(&host.host, &desktop.desktop, &desktop.agent);
}

static void ask_for(enum agent_command command)
{
    tray_agent_command(desktop.agent, command);
}

/* An icon that is not there says that all is well. */
static void expect_not_fine(const char *when, size_t number)
{
    if (!desktop.icon_is_there || desktop.icon_state == TRAY_FINE)
        ck_abort_msg("%s: fine after failure %u", when, (unsigned)number);
}

START_TEST(whatever_call_of_an_examination_fails_it_is_not_fine)
{
    static const error_code errors[] = {CODE_REGISTRY_IO_FAILED, CODE_ACCESS_DENIED,
                                        CODE_NOT_ENOUGH_MEMORY};
    for (size_t error = 0; error < sizeof errors / sizeof errors[0]; error++) {
        for (size_t call = 1;; call++) {
            set_up(_i);
            ASSERT_FAST(create() == CODE_SUCCESS);
            const size_t before = memory_registry_call_count(host.memory);
            memory_registry_fail(host.memory, call, errors[error], false);
            tray_agent_start(desktop.agent);
            memory_registry_fail(host.memory, 0, CODE_SUCCESS, false);
            const bool reached = memory_registry_call_count(host.memory) - before >= call;
            expect_not_fine("start", call);
            fake_desktop_registry_changed(&desktop);
            ASSERT_FAST(desktop.icon_state == machines[_i]);
            tear_down();
            if (!reached)
                break;
            ck_assert_uint_lt(call, 500);
        }
    }
}
END_TEST

START_TEST(a_registry_that_is_lost_altogether_is_not_fine)
{
    for (size_t call = 1; call < 60; call++) {
        set_up(_i);
        ASSERT_FAST(create() == CODE_SUCCESS);
        tray_agent_start(desktop.agent);
        memory_registry_fail(host.memory, call, CODE_REGISTRY_IO_FAILED, true);
        fake_desktop_registry_changed(&desktop);
        tray_agent_session_resumed(desktop.agent);
        expect_not_fine("resumed", call);
        memory_registry_fail(host.memory, 0, CODE_SUCCESS, false);
        fake_desktop_registry_changed(&desktop);
        ASSERT_FAST(desktop.icon_state == machines[_i]);
        tear_down();
    }
}
END_TEST

static uint32_t user_value(void)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    ASSERT_FAST(registry_open(host.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"),
                              REGISTRY_READ, &key) == CODE_SUCCESS);
    ASSERT_FAST(registry_read(key, "00036627", &value) == CODE_SUCCESS);
    const uint32_t number = value.data.data[0];
    registry_value_done(&value);
    registry_close(key);
    return number;
}

static bool window_says(const char *words)
{
    return strstr(desktop.status, words) != NULL;
}

/* What the window says of the fix is what the registry holds. */
static void expect_truth(const char *kind, size_t number)
{
    if (window_says("Done:") && user_value() != 2)
        ck_abort_msg("%s %u: done, it says", kind, (unsigned)number);
    if (!window_says("Done:") && !window_says("It did not work:") && desktop.window_is_open &&
        desktop.window_state == TRAY_FINE)
        ck_abort_msg("%s %u: nothing is said", kind, (unsigned)number);
}

START_TEST(whatever_call_of_a_fix_fails_the_window_tells_the_truth)
{
    for (size_t call = 1;; call++) {
        set_up(0);
        ASSERT_FAST(create() == CODE_SUCCESS);
        tray_agent_start(desktop.agent);
        const size_t before = memory_registry_call_count(host.memory);
        memory_registry_fail(host.memory, call, CODE_REGISTRY_IO_FAILED, false);
        ask_for(COMMAND_FIX);
        memory_registry_fail(host.memory, 0, CODE_SUCCESS, false);
        const bool reached = memory_registry_call_count(host.memory) - before >= call;
        expect_truth("call", call);
        expect_not_fine("fix", call);
        ck_assert(!desktop.helper_is_running);
        ask_for(COMMAND_FIX); /* the next one ends well */
        fake_desktop_registry_changed(&desktop);
        ASSERT_FAST(user_value() == 2 && desktop.icon_state == TRAY_RESTART_PENDING);
        tear_down();
        if (!reached)
            break;
        ck_assert_uint_lt(call, 1000);
    }
}
END_TEST

/* A day in the life of the agent. */
static bool live(void)
{
    if (create() != CODE_SUCCESS)
        return false;
    tray_agent_start(desktop.agent);
    tray_agent_notice_chosen(desktop.agent);
    ask_for(COMMAND_CHOOSE_LEVEL_2);
    ask_for(COMMAND_COPY_DETAILS);
    ask_for(COMMAND_DO_NOT_ASK_AGAIN);
    ask_for(COMMAND_START_WITH_WINDOWS);
    fake_desktop_registry_changed(&desktop);
    ask_for(COMMAND_CHECK_NOW);
    (void)fake_desktop_menu_item(&desktop, COMMAND_FIX);
    return true;
}

static void expect_end(size_t number, bool from_then_on)
{
    const char *kind = from_then_on ? "from allocation" : "allocation";
    expect_truth(kind, number);
    expect_not_fine(kind, number);
    if (desktop.asked != RESTART_NONE)
        fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    if (desktop.asked != RESTART_NONE)
        fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ask_for(COMMAND_FIX);
    ASSERT_FAST(user_value() == 2 && desktop.icon_state == TRAY_RESTART_PENDING);
    ask_for(COMMAND_EXIT);
    ASSERT_FAST(!desktop.icon_is_there && desktop.counts.quit == 1);
}

START_TEST(each_allocation_fails)
{
    size_t count = 0;
    for (int from_then_on = 0; from_then_on < 2; from_then_on++) {
        for (size_t number = 1;; number++, count++) {
            set_up(0);
            failing_allocation_begin(number, from_then_on != 0);
            const bool lived = live();
            if (lived)
                expect_not_fine("life", number);
            if (lived)
                ask_for(COMMAND_FIX);
            const bool reached = failing_allocation_end();
            if (!lived)
                ASSERT_FAST(create() == CODE_SUCCESS);
            if (!lived)
                tray_agent_start(desktop.agent);
            expect_end(number, from_then_on != 0);
            tear_down();
            if (!reached)
                break;
        }
    }
    ck_assert_uint_gt(count, 500);
}
END_TEST

/* Memory ran out while the agent looked: the window says so, and claims nothing else. */
START_TEST(a_failed_examination_is_said_in_the_window)
{
    set_up(0);
    ASSERT_FAST(create() == CODE_SUCCESS);
    tray_agent_start(desktop.agent);
    tray_agent_registry_changed(desktop.agent);
    failing_allocation_begin(1, true);
    fake_desktop_end_timer(&desktop, TIMER_GATHER);
    ck_assert(failing_allocation_end());
    ck_assert_int_eq(desktop.icon_state, TRAY_CANNOT_TELL);
    ask_for(COMMAND_SHOW);
    ck_assert_int_eq(desktop.window_state, TRAY_CANNOT_TELL);
    ck_assert(window_says("It did not work: (8)"));
    ck_assert_ptr_null(strstr(desktop.window, "No mail profile"));
    ck_assert(!desktop.fix.enabled);
    ask_for(COMMAND_COPY_DETAILS);
    ck_assert_ptr_nonnull(strstr(desktop.copied, "Result: failed"));
    ask_for(COMMAND_CHECK_NOW);
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    ck_assert_ptr_null(strstr(desktop.status, "did not work"));
    tear_down();
}
END_TEST

/* What a thousand of everything leaves behind: not a byte. */
START_TEST(a_thousand_diagnoses_do_not_grow)
{
    size_t in_use = 0;
    set_up(0);
    desktop.desktop.log_path = NULL; /* the files of the test grow */
    ASSERT_FAST(create() == CODE_SUCCESS);
    tray_agent_start(desktop.agent);
    for (int i = 0; i < 1000; i++) {
        account(i % 2 == 0 ? SAMPLE_NTLM : SAMPLE_BASIC);
        fake_desktop_registry_changed(&desktop);
        fake_desktop_restart_shell(&desktop);
        ask_for(COMMAND_SHOW);
        ask_for(COMMAND_COPY_DETAILS);
        ask_for(COMMAND_CLOSE_WINDOW);
        if (i == 9)
            in_use = bytes_in_use();
    }
    const size_t at_end = bytes_in_use();
    ck_assert_msg(at_end <= in_use, "%u bytes more", (unsigned)(at_end - in_use));
    tear_down();
}
END_TEST

Suite *tray_agent_failures_suite(void);

Suite *tray_agent_failures_suite(void)
{
    Suite *suite = suite_create("tray_agent_failures");
    TCase *tests = tcase_create("tray_agent_failures");
    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, whatever_call_of_an_examination_fails_it_is_not_fine, 0, MACHINES);
    tcase_add_loop_test(tests, a_registry_that_is_lost_altogether_is_not_fine, 0, MACHINES);
    tcase_add_test(tests, whatever_call_of_a_fix_fails_the_window_tells_the_truth);
    tcase_add_test(tests, each_allocation_fails);
    tcase_add_test(tests, a_failed_examination_is_said_in_the_window);
    tcase_add_test(tests, a_thousand_diagnoses_do_not_grow);
    suite_add_tcase(suite, tests);
    return suite;
}
