/* No policy of PromptFix and no refused key makes a machine less secure, and what a policy forbids
 * is not done: whole commands, under the eyes of guarded_registry.h.
 *
 * Five policies bear on what a command writes. Each is tried unset, with each of its values, and
 * malformed; all combinations of the five meet all requests. What the others say never gets that
 * far: it is for the agent, restarts and reports. Which root a policy is taken from is decided for
 * each policy alone (policies_read looks at one value at a time), so the roots are crossed for each
 * policy alone. Keys are refused in all combinations, for reading and for writing. The machines are
 * those with most to lose: what else an account can hold is crossed with all requests in
 * never_less_secure_test.c, and a refused key or a policy only ever takes something off what is
 * judged there. */
#include "agent/policy.h"
#include "registry/lm_compatibility.h"
#include "tests/unit/guarded_registry.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>

#define OWN_KEY "Software\\PromptFix"

/* What each policy can be; a list has other entries for the same four. */
enum setting { UNSET, LOWER, HIGHER, MALFORMED, SETTING_COUNT };

enum { ASKED_POLICIES = 5, COMBINATION_COUNT = 4 * 4 * 4 * 4 * 4, REQUEST_COUNT = 3 * 3 * 2 * 2 };

static const enum policy_id ids[ASKED_POLICIES] = {POLICY_LEVEL, POLICY_ALLOW_NTLM,
                                                   POLICY_ALLOW_LEVEL, POLICY_ALWAYS_PROMPT,
                                                   POLICY_EXCLUDED_PROFILES};

static struct fake_host fake;
static size_t run_count;
static size_t change_count;

/* Machines: with SSL at level 1, and without SSL where no level is stored. */
static void build(bool has_ssl)
{
    fake_host_init(&fake);
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = has_ssl ? 0x2f : 0x2d,
                                                           .authentication = SAMPLE_BASIC,
                                                           .config_flags = 0x118c,
                                                           .proxy_server = "mail.contoso.com"});
    if (has_ssl)
        sample_level(fake.registry, 1);
}

static void set_policy(enum registry_root root, enum policy_id id, enum setting setting)
{
    const struct policy *policy = &policy_table[id];
    if (setting == UNSET)
        return;
    if (policy->kind == POLICY_KIND_LIST) {
        static const char list[] = POLICIES_KEY "\\ExcludedProfiles";
        if (setting == MALFORMED)
            sample_dword(fake.registry, root, list, "1", 1);
        else
            sample_text(fake.registry, root, list, "1", setting == LOWER ? "outlook" : "Other");
    } else if (setting == MALFORMED)
        sample_text(fake.registry, root, POLICIES_KEY, policy->name, "1");
    else
        sample_dword(fake.registry, root, POLICIES_KEY, policy->name,
                     setting == LOWER ? policy->lowest : policy->highest);
}

/* What holds of policies, and what a request may then do. */
static void obey(struct guard_permission *permission, const enum setting settings[ASKED_POLICIES],
                 uint32_t asked)
{
    const bool is_excluded = settings[4] == LOWER || settings[4] == MALFORMED;
    permission->only_level = asked != 0 ? asked : 3;
    if (settings[0] != UNSET)
        permission->only_level = settings[0] == LOWER ? 2 : 3;
    permission->keeps_scheme = settings[1] == LOWER || settings[1] == MALFORMED || is_excluded;
    permission->keeps_level = settings[2] == LOWER || settings[2] == MALFORMED;
    if (settings[3] != UNSET)
        permission->clears_always_prompt = settings[3] == HIGHER;
    if (is_excluded)
        permission->clears_always_prompt = false;
}

/* Every request; `machine` holds where the user's policies do not count. */
static void try_requests(const enum setting settings[ASKED_POLICIES],
                         const enum setting machine[ASKED_POLICIES])
{
    static const char *const scopes[] = {"/scope:all", "/scope:user", "/scope:machine"};
    static const char *const levels[] = {"/quiet", "/level:2", "/level:3"};
    guard_begin(&fake);
    for (unsigned request = 0; request < REQUEST_COUNT; request++) {
        const unsigned scope = request % 3;
        const unsigned level = request / 3 % 3;
        struct guard_permission permission = {
            .half = (int)scope - 1,
            .clears_always_prompt = request / 9 % 2 != 0,
            .insecure = request / 18 != 0,
        };
        const char *words[6] = {"/fix", scopes[scope], levels[level]};
        int count = 3;
        if (permission.clears_always_prompt)
            words[count++] = "/alwaysprompt:clear";
        if (permission.insecure)
            words[count++] = "/insecure";
        obey(&permission, scope == 2 ? machine : settings, level == 0 ? 0 : level + 1);
        guard_permit(&permission);
        (void)fake_host_run(&fake, count, words);
        run_count++;
        const size_t written = guard_write_count();
        change_count += written;
        if (written > 0) {
            guard_permit(&(struct guard_permission){.undoes = true, .half = -1});
            (void)RUN(&fake, "/undo", "/quiet");
            run_count++;
            ASSERT_FAST(guard_write_count() == 2 * written);
        }
        guard_forget();
    }
    guard_end();
}

static void tell(const char *what)
{
    printf("never less secure, %s: %zu commands, %zu values written\n", what, run_count,
           change_count);
    ck_assert_uint_gt(change_count, 100);
}

START_TEST(all_policies_together_with_every_request)
{
    for (unsigned i = 0; i < COMBINATION_COUNT; i++) {
        enum setting settings[ASKED_POLICIES];
        unsigned rest = i;
        build(_i != 0);
        for (size_t policy = 0; policy < ASKED_POLICIES; policy++, rest /= SETTING_COUNT) {
            settings[policy] = (enum setting)(rest % SETTING_COUNT);
            set_policy(REGISTRY_LOCAL_MACHINE, ids[policy], settings[policy]);
        }
        try_requests(settings, settings);
        fake_host_done(&fake);
    }
    tell("all policies");
}
END_TEST

/* The computer's wins, also when it is malformed; but a list is that of both. */
static enum setting winner(enum policy_id id, enum setting machine, enum setting user)
{
    if (id != POLICY_EXCLUDED_PROFILES)
        return machine != UNSET ? machine : user;
    if (machine == MALFORMED || user == MALFORMED)
        return MALFORMED;
    return machine == LOWER || user == LOWER ? LOWER : machine;
}

START_TEST(each_policy_of_computer_and_user_with_every_request)
{
    for (unsigned i = 0; i < ASKED_POLICIES * SETTING_COUNT * SETTING_COUNT * 2; i++) {
        const unsigned policy = i % ASKED_POLICIES;
        const enum setting machine =
            (enum setting)(i / ASKED_POLICIES / SETTING_COUNT % SETTING_COUNT);
        const enum setting user = (enum setting)(i / ASKED_POLICIES % SETTING_COUNT);
        enum setting both[ASKED_POLICIES] = {UNSET};
        enum setting computer[ASKED_POLICIES] = {UNSET};
        build(i >= ASKED_POLICIES * SETTING_COUNT * SETTING_COUNT);
        set_policy(REGISTRY_LOCAL_MACHINE, ids[policy], machine);
        set_policy(REGISTRY_CURRENT_USER, ids[policy], user);
        both[policy] = winner(ids[policy], machine, user);
        computer[policy] = machine;
        try_requests(both, computer);
        fake_host_done(&fake);
    }
    tell("policies of computer and user");
}
END_TEST

/* How far a key is refused; a refused key of policies cannot be read. */
static void refuse(enum registry_root root, const char *key, unsigned how)
{
    if (how != 0)
        ck_assert_uint_eq(
            memory_registry_deny(fake.memory, root, key, how == 1 ? REGISTRY_READ : REGISTRY_WRITE),
            CODE_SUCCESS);
}

START_TEST(every_refused_key_with_every_request)
{
    static const enum setting unset[ASKED_POLICIES] = {UNSET};
    static const enum setting unknown[ASKED_POLICIES] = {MALFORMED, MALFORMED, MALFORMED, MALFORMED,
                                                         MALFORMED};
    for (unsigned i = 0; i < 3 * 3 * 3 * 3 * 2 * 2 * 2; i++) {
        const unsigned computer = i / 81 % 2;
        const unsigned user = i / 162 % 2;
        build(i / 324 % 2 != 0);
        sample_key(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY);
        sample_key(fake.registry, REGISTRY_CURRENT_USER, POLICIES_KEY);
        refuse(REGISTRY_CURRENT_USER, sample_section("Outlook"), i % 3);
        refuse(REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, i / 3 % 3);
        refuse(REGISTRY_CURRENT_USER, OWN_KEY, i / 9 % 3);
        refuse(REGISTRY_LOCAL_MACHINE, OWN_KEY, i / 27 % 3);
        refuse(REGISTRY_LOCAL_MACHINE, POLICIES_KEY, computer);
        refuse(REGISTRY_CURRENT_USER, POLICIES_KEY, user);
        try_requests(computer != 0 || user != 0 ? unknown : unset, computer != 0 ? unknown : unset);
        fake_host_done(&fake);
    }
    tell("refused keys");
}
END_TEST

/* Each test counts its own. */
static void start_counting(void)
{
    run_count = 0;
    change_count = 0;
}

Suite *never_less_secure_policy_suite(void);

Suite *never_less_secure_policy_suite(void)
{
    Suite *suite = suite_create("never_less_secure_policy");
    TCase *tests = tcase_create("never_less_secure_policy");
    tcase_add_checked_fixture(tests, start_counting, NULL);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, all_policies_together_with_every_request, 0, 2);
    tcase_add_test(tests, each_policy_of_computer_and_user_with_every_request);
    tcase_add_test(tests, every_refused_key_with_every_request);
    suite_add_tcase(suite, tests);
    return suite;
}
