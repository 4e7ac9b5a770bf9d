/* No input, option, policy or record makes a machine less secure: all combinations of what a
 * machine holds and of what can be asked for, as whole commands, under the eyes of
 * guarded_registry.h. The command of the elevated helper, /fix /scope:machine /level:N, is one of
 * the requests. Policies for PromptFix and denied keys: never_less_secure_policy_test.c.
 *
 * That every combination is planned as the verdict table says, is shown over 3,225,600 of them in
 * remediation_test.c. Here the store itself is watched. Every value of every part of a machine
 * meets every value of every other part in an account, and every level meets every request;
 * accounts in full are tried at the level that has most to lose. */
#include "registry/lm_compatibility.h"
#include "registry/undo_record.h"
#include "tests/unit/fake_hives.h"
#include "tests/unit/guarded_registry.h"
#include "tests/unit/modern_sample.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One content of a value; bytes NULL: absent. */
struct axis_value {
    uint32_t type;
    const char *bytes;
    size_t size;
};
#define ABSENT_VALUE                                                                               \
    {                                                                                              \
        0, NULL, 0                                                                                 \
    }
#define LONG_VALUE(bytes)                                                                          \
    {                                                                                              \
        VALUE_BINARY, bytes, 4                                                                     \
    }
#define COUNT(axis) (sizeof(axis) / sizeof(axis)[0])

static const struct axis_value levels[] = {
    {VALUE_DWORD, "\1\0\0", 4},     ABSENT_VALUE,
    {VALUE_DWORD, "\0\0\0", 4},     {VALUE_DWORD, "\2\0\0", 4},
    {VALUE_DWORD, "\3\0\0", 4},     {VALUE_DWORD, "\4\0\0", 4},
    {VALUE_DWORD, "\5\0\0", 4},     {VALUE_DWORD, "\6\0\0", 4},
    {VALUE_DWORD, "\0\0\0\x80", 4}, {VALUE_BINARY, "\1\0\0", 4},
    {VALUE_STRING, "1\0\0", 4},     {VALUE_DWORD, "\1", 2},
    {VALUE_DWORD, "", 0},           {VALUE_QWORD, "\1\0\0\0\0\0\0", 8},
};

static const struct windows_version versions[] = {
    {5, 1, true}, {5, 0, true},  {5, 2, false}, {5, 2, true},
    {6, 1, true}, {10, 0, true}, {0, 0, false},
};

static const struct axis_value schemes[] = {
    LONG_VALUE("\1\0\0"),       ABSENT_VALUE,
    LONG_VALUE("\0\0\0"),       LONG_VALUE("\2\0\0"),
    LONG_VALUE("\x10\0\0"),     LONG_VALUE("\0\0\1"),
    {VALUE_DWORD, "\1\0\0", 4}, {VALUE_STRING, "1\0\0", 4},
    {VALUE_BINARY, "\1", 2},
};

/* RPC over HTTP, SSL and mutual authentication in all combinations, with the other bits and
 * without.
 */
static const struct axis_value flags[] = {
    LONG_VALUE("\x2f\0\0"), LONG_VALUE("\x28\0\0"),     LONG_VALUE("\x29\0\0"),
    LONG_VALUE("\x2a\0\0"), LONG_VALUE("\x2b\0\0"),     LONG_VALUE("\x2c\0\0"),
    LONG_VALUE("\x2d\0\0"), LONG_VALUE("\x2e\0\0"),     LONG_VALUE("\1\0\0"),
    LONG_VALUE("\3\0\0"),   LONG_VALUE("\xf5\xff\xff"), LONG_VALUE("\xf7\xff\xff"),
    ABSENT_VALUE,           {VALUE_STRING, "3\0\0", 4}, {VALUE_BINARY, "\3", 2},
};

static const struct axis_value prompts[] = {
    LONG_VALUE("\x8c\x11\0"),
    ABSENT_VALUE,
    LONG_VALUE("\4\0\0"),
    {VALUE_BINARY, "\x0c", 2},
};

struct outlook_rule {
    const char *key;
    const char *name;
    struct axis_value value;
};
static const struct outlook_rule policies[] = {
    {NULL, NULL, ABSENT_VALUE},
    {"11.0", "ProxyAuthenticationService", {VALUE_DWORD, "\1\0\0", 4}},
    {"12.0", "ProxyAuthenticationService", {VALUE_DWORD, "\2\0\0", 4}},
    {"12.0", "ProxyAuthenticationService", {VALUE_STRING, "2\0\0", 4}},
    {"12.0", "ProxyServerFlags", {VALUE_DWORD, "\x2d\0\0", 4}},
    {"11.0", "ProxyServerFlags", {VALUE_DWORD, "\x2f\0\0", 4}},
    {"12.0", "ProxyServerFlags", {VALUE_DWORD, "", 0}},
};

static struct fake_host fake;
static size_t run_count;
static size_t change_count;

static void put_into(struct registry *registry, enum registry_root root, const char *key,
                     const char *name, const struct axis_value *value)
{
    if (value->bytes != NULL)
        sample_write(registry, root, key, name, value->type, value->bytes, value->size);
}

static void put(enum registry_root root, const char *key, const char *name,
                const struct axis_value *value)
{
    put_into(fake.registry, root, key, name, value);
}

/* Where the account lies: in the global section, or in one of its own under each root; or only a
 * provider has its values. */
enum place { PLACE_GLOBAL, PLACE_2010, PLACE_2013, PLACE_2016, PLACE_PROVIDER, PLACE_COUNT };

struct machine {
    size_t level, version, scheme, flags, prompt, policy;
    enum place place;
};

/* The section with the values. For a newer Outlook its version's policy key goes to `*policy`. */
static const char *make_section(enum place place, const char **policy)
{
    static const char *const roots[PLACE_COUNT] = {NULL, SAMPLE_ROOT_2010, SAMPLE_ROOT_2013,
                                                   SAMPLE_ROOT_2016, SAMPLE_ROOT_2016};
    static const char *const policy_versions[PLACE_COUNT] = {NULL, "14.0", "15.0", "16.0", "16.0"};
    if (place == PLACE_GLOBAL)
        return sample_section("Outlook");
    modern_sample_add(fake.registry, &(struct modern_sample){.root = roots[place],
                                                             .profile = "Outlook",
                                                             .copy = SAMPLE_BASIC,
                                                             .only_copy = place == PLACE_PROVIDER});
    *policy = policy_versions[place];
    return place == PLACE_PROVIDER ? modern_sample_provider(roots[place], "Outlook", 0)
                                   : modern_sample_section(roots[place], "Outlook", 0);
}

static void build(const struct machine *machine)
{
    const struct outlook_rule *policy = &policies[machine->policy];
    const char *policy_version = policy->key;
    fake_host_init(&fake);
    fake_host_keep_events(&fake);
    const char *section = make_section(machine->place, &policy_version);
    fake.host.windows = versions[machine->version];
    sample_long(fake.registry, section, "00036600", 0x501);
    sample_unicode(fake.registry, section, "001f6622", "mail.contoso.com");
    put(REGISTRY_CURRENT_USER, section, "00036627", &schemes[machine->scheme]);
    put(REGISTRY_CURRENT_USER, section, "00036623", &flags[machine->flags]);
    put(REGISTRY_CURRENT_USER, section, "00036601", &prompts[machine->prompt]);
    put(REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE,
        &levels[machine->level]);
    if (policy->key != NULL) {
        char key[128];
        snprintf(key, sizeof key, "Software\\Policies\\Microsoft\\Office\\%s\\Outlook\\RPC",
                 policy_version);
        put(REGISTRY_CURRENT_USER, key, policy->name, &policy->value);
    }
}

/* All that can be asked of /fix, and what it then may do. */
enum { REQUEST_COUNT = 3 * 3 * 2 * 2 };

static int request_words(unsigned request, const char *words[8],
                         struct guard_permission *permission)
{
    static const char *const scopes[] = {NULL, "/scope:user", "/scope:machine"};
    static const char *const asked[] = {NULL, "/level:2", "/level:3"};
    const unsigned scope = request % 3;
    int count = 0;
    *permission = (struct guard_permission){
        .half = (int)scope - 1,
        .clears_always_prompt = request / 9 % 2 != 0,
        .insecure = request / 18 % 2 != 0,
    };
    words[count++] = "/fix";
    words[count++] = "/quiet";
    if (scopes[scope] != NULL)
        words[count++] = scopes[scope];
    if (asked[request / 3 % 3] != NULL)
        words[count++] = asked[request / 3 % 3];
    if (permission->clears_always_prompt)
        words[count++] = "/alwaysprompt:clear";
    if (permission->insecure)
        words[count++] = "/insecure";
    return count;
}

static void run_guarded(int count, const char *const *words, struct guard_permission permission)
{
    guard_permit(&permission);
    (void)fake_host_run(&fake, count, words);
    run_count++;
}
#define RUN_GUARDED(permission, ...)                                                               \
    run_guarded((int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *)),               \
                (const char *[]){__VA_ARGS__}, permission)

static const struct guard_permission nothing = {.changes_nothing = true, .half = -1};
static const struct guard_permission undo = {.undoes = true, .half = -1};

/* Every request on one machine, each undone again. */
static void try_machine(const struct machine *machine)
{
    build(machine);
    char *before = sample_dump(fake.registry, false);
    guard_begin(&fake);
    for (unsigned request = 0; request < REQUEST_COUNT; request++) {
        const char *words[8];
        struct guard_permission permission;
        const int count = request_words(request, words, &permission);
        run_guarded(count, words, permission);
        change_count += guard_write_count();
        if (guard_write_count() > 0)
            RUN_GUARDED(undo, "/undo", "/quiet");
        guard_forget();
    }
    RUN_GUARDED(nothing, "/fix", "/dryrun", "/insecure", "/alwaysprompt:clear", "/quiet");
    RUN_GUARDED(nothing, "/fix", "/profile:Other", "/insecure", "/alwaysprompt:clear", "/quiet");
    RUN_GUARDED(nothing, "/check", "/insecure", "/alwaysprompt:clear", "/quiet");
    RUN_GUARDED(nothing, "/undo", "/force", "/quiet"); /* there is nothing any more */
    guard_end();
    char *after = sample_dump(fake.registry, false);
    ASSERT_FAST(strcmp(before, after) == 0);
    free(before);
    free(after);
    fake_host_done(&fake);
}

/* Each test counts its own. */
static void start_counting(void)
{
    run_count = 0;
    change_count = 0;
}

static void tell(const char *what)
{
    printf("never less secure, %s: %zu commands, %zu values written\n", what, run_count,
           change_count);
    ck_assert_uint_gt(run_count, 1000);
}

START_TEST(every_account_in_every_policy_with_every_request)
{
    struct machine machine = {.flags = (size_t)_i};
    for (machine.scheme = 0; machine.scheme < COUNT(schemes); machine.scheme++)
        for (machine.prompt = 0; machine.prompt < COUNT(prompts); machine.prompt++)
            for (machine.policy = 0; machine.policy < COUNT(policies); machine.policy++)
                try_machine(&machine);
    tell("accounts");
}
END_TEST

START_TEST(every_newer_account_with_every_request)
{
    struct machine machine = {.place = (enum place)_i};
    for (machine.scheme = 0; machine.scheme < COUNT(schemes); machine.scheme++)
        for (machine.flags = 0; machine.flags < COUNT(flags); machine.flags += 4)
            for (machine.prompt = 0; machine.prompt < 2; machine.prompt++)
                for (machine.policy = 0; machine.policy < COUNT(policies); machine.policy += 2)
                    try_machine(&machine);
    tell("newer accounts");
}
END_TEST

START_TEST(every_level_on_every_windows_with_every_request)
{
    struct machine machine = {0};
    for (machine.level = 0; machine.level < COUNT(levels); machine.level++)
        for (machine.version = 0; machine.version < COUNT(versions); machine.version++)
            for (machine.scheme = 0; machine.scheme < 4; machine.scheme++)
                for (machine.flags = 0; machine.flags < 2; machine.flags++)
                    try_machine(&machine);
    tell("levels");
    ck_assert_uint_gt(change_count, 1000);
}
END_TEST

/* The accounts of another user, whom /allusers visits: not logged on, and once more logged on,
 * which says how his registry is come by and not what is in it. */
static void try_other_user(const struct machine *machine, bool logged_on)
{
    static struct fake_hives hives;
    build(&(struct machine){.scheme = 1});
    const char *section = sample_section("Annas");
    fake_hives_init(&hives, &fake);
    struct registry *registry =
        fake_hives_add(&hives, &fake, "S-1-5-21-1-2-3-1001", "anna", logged_on)->registry;
    sample_long(registry, section, "00036600", 0x501);
    sample_unicode(registry, section, "001f6622", "mail.contoso.com");
    put_into(registry, REGISTRY_CURRENT_USER, section, "00036627", &schemes[machine->scheme]);
    put_into(registry, REGISTRY_CURRENT_USER, section, "00036623", &flags[machine->flags]);
    put_into(registry, REGISTRY_CURRENT_USER, section, "00036601", &prompts[machine->prompt]);
    char *before = sample_dump(registry, false);
    guard_begin(&fake);
    guard_also(registry);
    for (unsigned request = 0; request < REQUEST_COUNT; request++) {
        const char *words[9];
        struct guard_permission permission;
        int count = request_words(request, words, &permission);
        words[count++] = "/allusers";
        run_guarded(count, words, permission);
        change_count += guard_write_count();
        if (guard_write_count() > 0)
            RUN_GUARDED(undo, "/undo", "/quiet", "/allusers");
        guard_forget();
    }
    guard_end();
    char *after = sample_dump(registry, false);
    ASSERT_FAST(strcmp(before, after) == 0);
    free(before);
    free(after);
    fake_hives_done(&hives);
    fake_host_done(&fake);
}

START_TEST(every_account_of_another_user_with_every_request)
{
    struct machine machine = {.flags = (size_t)_i};
    for (machine.scheme = 0; machine.scheme < COUNT(schemes); machine.scheme++)
        for (machine.prompt = 0; machine.prompt < COUNT(prompts); machine.prompt++)
            for (unsigned logged_on = 0; logged_on < (machine.prompt == 0 ? 2 : 1); logged_on++)
                try_other_user(&machine, logged_on != 0);
    tell("other users");
    ck_assert_uint_gt(change_count, 0);
}
END_TEST

static const struct axis_value later_levels[] = {
    ABSENT_VALUE,
    {VALUE_DWORD, "\0\0\0", 4},
    {VALUE_DWORD, "\1\0\0", 4},
    {VALUE_DWORD, "\2\0\0", 4},
    {VALUE_DWORD, "\3\0\0", 4},
    {VALUE_DWORD, "\4\0\0", 4},
    {VALUE_DWORD, "\5\0\0", 4},
    {VALUE_STRING, "3\0\0", 4},
    {VALUE_BINARY, "\3\0\0", 4},
};

static void change_later(enum registry_root root, const char *key, const char *name,
                         const struct axis_value *value)
{
    guard_end();
    sample_dword(fake.registry, root, key, name, 0);
    sample_delete(fake.registry, root, key, name);
    put(root, key, name, value);
    guard_resume();
}

/* After a fix somebody gives each value whatever it can be given; then every undo. */
START_TEST(an_undo_puts_back_only_what_was_there_and_only_what_it_made)
{
    static const char *const options[][3] = {
        {"/undo", "/quiet", "/scope:all"},     {"/undo", "/quiet", "/scope:user"},
        {"/undo", "/quiet", "/scope:machine"}, {"/undo", "/force", "/scope:all"},
        {"/undo", "/force", "/scope:user"},    {"/undo", "/force", "/scope:machine"},
        {"/undo", "/dryrun", "/scope:all"},
    };
    for (size_t i = 0; i < 3 * COUNT(later_levels) * COUNT(schemes) * COUNT(options); i++) {
        const size_t option = i % COUNT(options);
        const size_t level = i / COUNT(options) % COUNT(later_levels);
        const size_t scheme = i / COUNT(options) / COUNT(later_levels) % COUNT(schemes);
        build(
            &(struct machine){.level = i / COUNT(options) / COUNT(later_levels) / COUNT(schemes)});
        guard_begin(&fake);
        RUN_GUARDED(((struct guard_permission){.half = -1, .clears_always_prompt = true}), "/fix",
                    "/quiet", "/alwaysprompt:clear");
        change_later(REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE,
                     &later_levels[level]);
        change_later(REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036627",
                     &schemes[scheme]);
        run_guarded(3, options[option],
                    (struct guard_permission){.undoes = true,
                                              .changes_nothing = option == 6,
                                              .forces = option >= 3,
                                              .half = option < 6 ? (int)(option % 3) - 1 : -1});
        change_count += guard_write_count();
        guard_end();
        fake_host_done(&fake);
    }
    tell("undo of what was changed since");
}
END_TEST

/* A record as somebody forges it. */
static void forge(enum registry_root root, const char *key, const char *name, const char *state,
                  const struct axis_value *before, const struct axis_value *after)
{
    static const char record[] = UNDO_RECORDS_KEY "\\1";
    sample_dword(fake.registry, root, record, "Changes", 1);
    sample_text(fake.registry, root, record, "1.Key", key);
    sample_text(fake.registry, root, record, "1.Value", name);
    if (before->bytes != NULL)
        put(root, record, "1.Before", before);
    else
        sample_dword(fake.registry, root, record, "1.WasAbsent", 1);
    put(root, record, "1.After", after);
    sample_text(fake.registry, root, record, "State", state);
}

static bool looks_genuine(const struct axis_value *before, const struct axis_value *after)
{
    if (after->bytes == NULL || after->type != VALUE_DWORD || after->size != 4 ||
        (after->bytes[0] != 2 && after->bytes[0] != 3))
        return false;
    return before->bytes == NULL ||
           (before->type == VALUE_DWORD && before->size == 4 && before->bytes[0] < after->bytes[0]);
}

static const char *const states[] = {"applied", "pending", "undoing"};

START_TEST(a_forged_record_of_the_machine_lowers_nothing)
{
    const size_t count = COUNT(later_levels);
    for (size_t i = 0; i < count * count * count * COUNT(states) * 3; i++) {
        const size_t verb = i % 3;
        const char *state = states[i / 3 % COUNT(states)];
        const size_t rest = i / 3 / COUNT(states);
        const struct axis_value *before = &later_levels[rest % count];
        const struct axis_value *after = &later_levels[rest / count % count];
        build(&(struct machine){.scheme = 1});
        put(REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE,
            &later_levels[rest / count / count]);
        if (later_levels[rest / count / count].bytes == NULL)
            sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY,
                          LM_COMPATIBILITY_VALUE);
        forge(REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE, state, before,
              after);
        guard_begin(&fake);
        if (looks_genuine(before, after))
            guard_believe_level(before->bytes != NULL,
                                before->bytes != NULL ? (uint32_t)before->bytes[0] : 0,
                                (uint32_t)after->bytes[0]);
        if (verb == 0)
            RUN_GUARDED(undo, "/undo", "/quiet", "/scope:machine");
        else if (verb == 1)
            RUN_GUARDED(((struct guard_permission){.undoes = true, .forces = true, .half = 1}),
                        "/undo", "/quiet", "/force", "/scope:machine");
        else
            RUN_GUARDED(((struct guard_permission){.half = 1}), "/fix", "/quiet", "/scope:machine");
        change_count += guard_write_count();
        guard_end();
        fake_host_done(&fake);
    }
    tell("forged records of the machine");
}
END_TEST

/* Keys and values that PromptFix never writes, in either half. */
START_TEST(a_forged_record_reaches_no_other_value)
{
    const char *section = sample_section("Outlook");
    const struct {
        enum registry_root root;
        const char *key;
        const char *name;
    } targets[] = {
        {REGISTRY_CURRENT_USER, LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE},
        {REGISTRY_LOCAL_MACHINE, section, "00036627"},
        {REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, "RestrictAnonymous"},
        {REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, "lmcompatibilitylevel"},
        {REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY "\\MSV1_0", LM_COMPATIBILITY_VALUE},
        {REGISTRY_CURRENT_USER, section, "00036623"},
        {REGISTRY_CURRENT_USER, section, "00036627"},
        {REGISTRY_CURRENT_USER, section, "00036601"},
        {REGISTRY_CURRENT_USER, "Software\\Microsoft\\Windows\\CurrentVersion\\Run", "00036627"},
        {REGISTRY_CURRENT_USER, "", "00036627"},
    };
    for (size_t i = 0; i < COUNT(targets) * COUNT(states) * COUNT(later_levels); i++) {
        const size_t target = i % COUNT(targets);
        const struct axis_value *before = &later_levels[i / COUNT(targets) / COUNT(states)];
        for (size_t after = 0; after < COUNT(later_levels); after++) {
            if (target == 6 && before == &later_levels[2] && after == 3)
                continue; /* Basic to NTLM: what PromptFix writes itself */
            build(&(struct machine){.level = 4, .scheme = 3});
            put(targets[target].root, targets[target].key, targets[target].name,
                &later_levels[after]);
            forge(targets[target].root, targets[target].key, targets[target].name,
                  states[i / COUNT(targets) % COUNT(states)], before, &later_levels[after]);
            guard_begin(&fake);
            RUN_GUARDED(undo, "/undo", "/quiet");
            RUN_GUARDED(undo, "/undo", "/quiet", "/force");
            change_count += guard_write_count();
            guard_end();
            fake_host_done(&fake);
        }
    }
    tell("forged records of other values");
    ck_assert_uint_eq(change_count, 0);
}
END_TEST

Suite *never_less_secure_suite(void);

Suite *never_less_secure_suite(void)
{
    Suite *suite = suite_create("never_less_secure");
    TCase *tests = tcase_create("never_less_secure");
    tcase_add_checked_fixture(tests, start_counting, NULL);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, every_account_in_every_policy_with_every_request, 0, COUNT(flags));
    tcase_add_loop_test(tests, every_account_of_another_user_with_every_request, 0, COUNT(flags));
    tcase_add_loop_test(tests, every_newer_account_with_every_request, PLACE_2010, PLACE_COUNT);
    tcase_add_test(tests, every_level_on_every_windows_with_every_request);
    tcase_add_test(tests, an_undo_puts_back_only_what_was_there_and_only_what_it_made);
    tcase_add_test(tests, a_forged_record_of_the_machine_lowers_nothing);
    tcase_add_test(tests, a_forged_record_reaches_no_other_value);
    suite_add_tcase(suite, tests);
    return suite;
}
