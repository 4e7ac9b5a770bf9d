#include "agent/watched_keys.h"

#include "agent/notice_record.h"
#include "agent/restart_pending.h"
#include "registry/registry_name.h"
#include "tests/unit/modern_sample.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* Is a key one of the targets, or below one that is watched with all that is below it? */
static bool is_watched(enum registry_root root, const char *path)
{
    for (size_t i = 0; i < WATCHED_KEY_COUNT; i++) {
        const struct registry_watch_target *target = &watched_keys[i];
        const size_t size = strlen(target->path);
        if (target->root == root && strlen(path) >= size &&
            registry_names_equal(path, size, target->path, size) &&
            (path[size] == '\0' || (path[size] == '\\' && target->subtree)))
            return true;
    }
    return false;
}

START_TEST(whatever_an_examination_reads_is_watched)
{
    ck_assert(is_watched(REGISTRY_CURRENT_USER, sample_section("Outlook")));
    static const char *const versions[] = {"11.0", "12.0", "14.0", "15.0", "16.0"};
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        char key[128];
        snprintf(key, sizeof key, "Software\\Policies\\Microsoft\\Office\\%s\\Outlook\\RPC",
                 versions[i]);
        ck_assert(is_watched(REGISTRY_CURRENT_USER, key));
    }
    ck_assert(is_watched(REGISTRY_CURRENT_USER, modern_sample_section(SAMPLE_ROOT_2013, "P", 0)));
    ck_assert(is_watched(REGISTRY_CURRENT_USER, modern_sample_section(SAMPLE_ROOT_2016, "P", 0)));
    ck_assert(is_watched(REGISTRY_LOCAL_MACHINE, "SYSTEM\\CurrentControlSet\\Control\\Lsa"));
    ck_assert(is_watched(REGISTRY_CURRENT_USER, "Software\\PromptFix"));
    for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
        ck_assert(is_watched((enum registry_root)root, "Software\\PromptFix\\Undo\\1"));
        ck_assert(is_watched((enum registry_root)root, RESTART_PENDING_KEY));
        ck_assert(is_watched((enum registry_root)root, "Software\\Policies\\PromptFix"));
        ck_assert(is_watched((enum registry_root)root,
                             "Software\\Policies\\PromptFix\\ExcludedProfiles"));
    }
}
END_TEST

START_TEST(what_the_agent_writes_by_itself_does_not_wake_it)
{
    ck_assert(!is_watched(REGISTRY_CURRENT_USER, NOTICES_KEY));
    ck_assert(!is_watched(REGISTRY_CURRENT_USER, NOTICES_KEY "\\basic_authentication"));
}
END_TEST

/* MsgWaitForMultipleObjects takes 63 handles; each target needs two, and Outlook's process is one
 * more. */
START_TEST(there_are_not_too_many)
{
    ck_assert_uint_le(WATCHED_KEY_COUNT * REGISTRY_WATCH_SIGNALS + 1, 63);
    for (size_t i = 0; i < WATCHED_KEY_COUNT; i++) {
        ck_assert_ptr_nonnull(watched_keys[i].path);
        for (size_t j = 0; j < i; j++)
            ck_assert(watched_keys[i].root != watched_keys[j].root ||
                      strcmp(watched_keys[i].path, watched_keys[j].path) != 0);
    }
}
END_TEST

Suite *watched_keys_suite(void);

Suite *watched_keys_suite(void)
{
    Suite *suite = suite_create("watched_keys");
    TCase *tests = tcase_create("watched_keys");
    tcase_add_test(tests, whatever_an_examination_reads_is_watched);
    tcase_add_test(tests, what_the_agent_writes_by_itself_does_not_wake_it);
    tcase_add_test(tests, there_are_not_too_many);
    suite_add_tcase(suite, tests);
    return suite;
}
