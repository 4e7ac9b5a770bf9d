/* Somebody else changes the registry while the real program works: a value, a key, the name of a
 * profile, at every single call by which the program reads or writes. What the other did must
 * stand afterwards, the exit code must not claim otherwise, and the next run must end well.
 *
 * One moment cannot be guarded: between the program's last look at a value and its write, which
 * follow each other directly, Windows XP offers nothing that would keep others away. There the
 * program's write wins, as the later one. The tests count these moments: there is one for each
 * value that is written. */
#include "tests/system/half_state.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"
#include "tests/system/stepped_run.h"

#include <check.h>
#include <stdio.h>

enum {
    SOMETHING_ELSE = 16, /* an authentication that PromptFix does not know and must leave alone */
    HIGHEST_LEVEL = 5,
    ANY_STEP = STEP_READ | STEP_WRITE,
    USUAL_STRIDE = 9, /* between the calls at which the other comes, unless all are wanted */
};

#define AUTHENTICATION L"00036627"
#define OUTLOOK PROFILES_KEY L"\\Outlook"

/* One run with an interference. */
struct meeting {
    unsigned step;
    bool at_write;      /* it stood before the very write: not to be guarded */
    DWORD value_before; /* what the value was when the other came */
    DWORD exit_code;
};

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
}

static void tear_down(void)
{
    live_registry_clear();
}

static DWORD read_number(HKEY root, const wchar_t *path, const wchar_t *name)
{
    HKEY key = NULL;
    DWORD number = 0;
    DWORD size = sizeof number;
    if (RegOpenKeyExW(root, path, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS)
        return 0;
    RegQueryValueExW(key, name, NULL, NULL, (BYTE *)&number, &size);
    RegCloseKey(key);
    return number;
}

static DWORD authentication_of(const wchar_t *profile)
{
    return read_number(HKEY_CURRENT_USER, mail_sample_section(profile), AUTHENTICATION);
}

static DWORD level(void)
{
    return read_number(HKEY_LOCAL_MACHINE, LSA_KEY, LEVEL_VALUE);
}

/* Runs promptfix.exe with somebody who acts at step number meeting->step. False when there is no
 * such step any more. */
static bool meet(const wchar_t *arguments, void (*act)(void), DWORD (*look)(void),
                 const wchar_t *name, struct meeting *meeting)
{
    struct stepped_run run;
    ck_assert(stepped_run_start(&run, arguments, ANY_STEP, meeting->step));
    bool stands = stepped_run_stands(&run);
    if (stands) {
        meeting->at_write = stepped_run_is_at_value(&run, name);
        meeting->value_before = look();
        act();
        stepped_run_go_on(&run, 0);
    }
    meeting->exit_code = stepped_run_finish(&run, NULL);
    return stands;
}

static DWORD look_at_outlook(void)
{
    return authentication_of(L"Outlook");
}

static void change_value(void)
{
    const DWORD other = SOMETHING_ELSE;
    mail_sample_set(L"Outlook", AUTHENTICATION, REG_BINARY, &other, sizeof other);
}

static void raise_level(void)
{
    live_registry_set_dword(HKEY_LOCAL_MACHINE, LSA_KEY, LEVEL_VALUE, HIGHEST_LEVEL);
}

static void delete_profile(void)
{
    live_registry_delete_tree(HKEY_CURRENT_USER, OUTLOOK);
}

/* Windows renames a profile by writing it anew; so the new one is there before the old one goes. */
static void rename_profile(void)
{
    mail_sample_add(L"Renamed", authentication_of(L"Outlook"));
    delete_profile();
}

static void expect_code(const struct meeting *meeting, DWORD one, DWORD other)
{
    ck_assert_msg(meeting->exit_code == one || meeting->exit_code == other,
                  "met at call %u, where the value was %lu, the run ends with %lu", meeting->step,
                  meeting->value_before, meeting->exit_code);
}

static void expect_no_run_under_way(void)
{
    const struct half_states states = half_states_read();
    for (int half = 0; half < 2; half++)
        ck_assert(states.halves[half].record == RECORD_NONE ||
                  states.halves[half].record == RECORD_APPLIED);
}

static void expect_one_lost(unsigned lost)
{
    if (stepped_run_stride(USUAL_STRIDE) == 1)
        ck_assert_uint_eq(lost, 1);
    else
        ck_assert_uint_le(lost, 1);
}

static void tell(const char *what, const char *verb, unsigned step)
{
    const unsigned stride = stepped_run_stride(USUAL_STRIDE);
    printf("changed under our hands: %s, at %u calls of %s\n", what, (step - 1) / stride, verb);
}

START_TEST(leaves_a_value_changed_during_a_fix)
{
    struct meeting meeting = {.step = 1};
    unsigned lost = 0;
    for (;; meeting.step += stepped_run_stride(USUAL_STRIDE)) {
        set_up();
        if (!meet(L"/fix /scope:user", change_value, look_at_outlook, AUTHENTICATION, &meeting))
            break;
        if (meeting.at_write) {
            lost++;
            expect_code(&meeting, 3011, 3011);
            continue;
        }
        ck_assert_msg(look_at_outlook() == SOMETHING_ELSE, "overwritten at call %u", meeting.step);
        if (meeting.value_before == NTLM)
            expect_code(&meeting, 3011, 1603); /* changed behind the last look, or before it */
        else
            expect_code(&meeting, 2, 1603);
        promptfix(L"/undo /scope:user");
        ck_assert_msg(look_at_outlook() == SOMETHING_ELSE, "undone over at call %u", meeting.step);
        ck_assert_uint_eq(promptfix(L"/fix /scope:user")->exit_code, 2);
        expect_no_run_under_way();
    }
    expect_one_lost(lost);
    tell("a value", "/fix", meeting.step);
}
END_TEST

START_TEST(leaves_a_value_changed_during_an_undo)
{
    struct meeting meeting = {.step = 1};
    unsigned lost = 0;
    for (;; meeting.step += stepped_run_stride(USUAL_STRIDE)) {
        set_up();
        ck_assert_uint_eq(promptfix(L"/fix /scope:user /quiet")->exit_code, 3011);
        if (!meet(L"/undo /scope:user", change_value, look_at_outlook, AUTHENTICATION, &meeting))
            break;
        if (meeting.at_write) {
            lost++;
            expect_code(&meeting, 3011, 3011);
            continue;
        }
        ck_assert_msg(look_at_outlook() == SOMETHING_ELSE, "overwritten at call %u", meeting.step);
        if (meeting.value_before == BASIC)
            expect_code(&meeting, 3011, 1603);
        else
            expect_code(&meeting, 2, 1603);
        expect_no_run_under_way();
    }
    expect_one_lost(lost);
    tell("a value", "/undo", meeting.step);
}
END_TEST

/* Somebody makes the machine more secure than PromptFix would: that must never be lowered. */
START_TEST(leaves_a_level_raised_during_a_fix)
{
    struct meeting meeting = {.step = 1};
    unsigned lost = 0;
    for (;; meeting.step += stepped_run_stride(USUAL_STRIDE)) {
        set_up();
        if (!meet(L"/fix /scope:machine", raise_level, level, LEVEL_VALUE, &meeting))
            break;
        if (meeting.at_write) {
            lost++;
            expect_code(&meeting, 3010, 3010);
            continue;
        }
        ck_assert_msg(level() == HIGHEST_LEVEL, "lowered at call %u", meeting.step);
        if (meeting.value_before == 3)
            expect_code(&meeting, 3010, 1603);
        else
            expect_code(&meeting, 0, 1603);
        promptfix(L"/undo /scope:machine");
        ck_assert_msg(level() == HIGHEST_LEVEL, "lowered by /undo, call %u", meeting.step);
    }
    expect_one_lost(lost);
    tell("the level", "/fix", meeting.step);
}
END_TEST

START_TEST(does_not_bring_a_deleted_profile_back)
{
    struct meeting meeting = {.step = 1};
    for (;; meeting.step += stepped_run_stride(USUAL_STRIDE)) {
        set_up();
        if (!meet(L"/fix /scope:user", delete_profile, look_at_outlook, AUTHENTICATION, &meeting))
            break;
        ck_assert_msg(!live_registry_has_key(HKEY_CURRENT_USER, OUTLOOK), "back at call %u",
                      meeting.step);
        /* What cannot be put back for lack of its key stays recorded, for the next run. */
        bool pending = half_states_read().halves[0].record == RECORD_PENDING;
        ck_assert_uint_eq(promptfix(L"/fix /scope:user")->exit_code, pending ? 3011 : 0);
        expect_no_run_under_way();
        promptfix(L"/undo /scope:user");
        ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, OUTLOOK));
    }
    tell("a profile deleted", "/fix", meeting.step);
}
END_TEST

START_TEST(copes_with_a_profile_renamed_during_a_fix)
{
    struct meeting meeting = {.step = 1};
    for (;; meeting.step += stepped_run_stride(USUAL_STRIDE)) {
        set_up();
        if (!meet(L"/fix /scope:user", rename_profile, look_at_outlook, AUTHENTICATION, &meeting))
            break;
        ck_assert_msg(!live_registry_has_key(HKEY_CURRENT_USER, OUTLOOK), "back at call %u",
                      meeting.step);
        DWORD left = authentication_of(L"Renamed");
        ck_assert_msg(left == BASIC || left == NTLM, "call %u left %lu", meeting.step, left);
        ck_assert_msg(left == NTLM || meeting.exit_code != 0,
                      "met at call %u the run ends with 0 and leaves the renamed profile unmended",
                      meeting.step);
        promptfix(L"/fix /scope:user");
        ck_assert_uint_eq(authentication_of(L"Renamed"), NTLM);
        ck_assert_uint_eq(promptfix(L"/check /scope:user")->exit_code, 0);
        expect_no_run_under_way();
    }
    tell("a profile renamed", "/fix", meeting.step);
}
END_TEST

Suite *interference_suite(void);

Suite *interference_suite(void)
{
    Suite *suite = suite_create("interference");
    TCase *tests = tcase_create("interference");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, leaves_a_value_changed_during_a_fix);
    tcase_add_test(tests, leaves_a_value_changed_during_an_undo);
    tcase_add_test(tests, leaves_a_level_raised_during_a_fix);
    tcase_add_test(tests, does_not_bring_a_deleted_profile_back);
    tcase_add_test(tests, copes_with_a_profile_renamed_during_a_fix);
    suite_add_tcase(suite, tests);
    return suite;
}
