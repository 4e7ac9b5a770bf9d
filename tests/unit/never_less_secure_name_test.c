/* Nothing that a machine, its proxy or an administrator's policy can hold makes signing on by the
 * certificate's name less secure, or change what it was not told to: whole commands of a user
 * without rights, under the eyes of guarded_registry.h, each undone again. */
#include "registry/lm_compatibility.h"
#include "tests/unit/guarded_registry.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RPC_POLICY "Software\\Policies\\Microsoft\\Office\\12.0\\Outlook\\RPC"
#define COUNT(axis) (sizeof(axis) / sizeof(axis)[0])

enum { ABSENT = -1, HALF = -2 };

/* 00036627 and 00036623: a number, absent, or half of one. */
static const int schemes[] = {1, 2, 16, ABSENT};
static const int flags[] = {0x2f, 0x2b, 0x29, 0x2d, 0x3b, 3, 1, 0x28, ABSENT, HALF};

/* The principal name: in which value, of which type. */
static const struct {
    const char *name;
    uint32_t type;
    const char *text;
} principals[] = {
    {NULL, 0, NULL},
    {"001f6625", VALUE_BINARY, "msstd:mail.contoso.com"},
    {"001f6625", VALUE_BINARY, "msstd:other.contoso.com"},
    {"001f6625", VALUE_BINARY, ""},
    {"001f6625", VALUE_BINARY, "fullsic:x"},
    {"001e6625", VALUE_STRING, "msstd:other.contoso.com"},
    {"001f6625", VALUE_DWORD, "ab"},
};

/* A value of Outlook's policies. */
static const struct {
    const char *name;
    uint32_t number;
} policies[] = {
    {NULL, 0},
    {"ProxyAuthenticationService", 2},
    {"ProxyServerFlags", 0x2f},
    {"ProxyServerFlags", 0x2b},
    {"ProxyServerFlags", 0x2d},
    {"ProxyServerPrincipalName", 7},
};

static const struct {
    error_code error;
    uint32_t problems;
    const char *challenge;
    const char *name;
    const char *may_be_written; /* NULL: nothing */
} certificates[] = {
    {0, 0, "NTLM", "mail.contoso.com", "msstd:mail.contoso.com"},
    {0, 0, "NTLM", "*.contoso.com", "msstd:*.contoso.com"},
    {0, 0, "NTLM", "", NULL},
    {0, CERTIFICATE_UNTRUSTED, "NTLM", "mail.contoso.com", NULL},
    {0, 0, "Basic", "mail.contoso.com", NULL},
    {12029, 0, "NTLM", "mail.contoso.com", NULL},
};

static struct fake_host fake;
static size_t run_count;
static size_t change_count;

struct machine {
    size_t scheme, flags, principal, policy, certificate;
};

static void put_long(const char *name, int number)
{
    const char *section = sample_section("Outlook");
    if (number == HALF)
        sample_write(fake.registry, REGISTRY_CURRENT_USER, section, name, VALUE_BINARY, "\x2b", 2);
    else if (number != ABSENT)
        sample_long(fake.registry, section, name, (uint32_t)number);
}

static void put_principal(size_t principal)
{
    uint8_t bytes[100] = {0};
    const char *text = principals[principal].text;
    if (principals[principal].name == NULL)
        return;
    for (size_t i = 0; text[i] != '\0'; i++)
        bytes[2 * i] = (uint8_t)text[i];
    sample_write(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"),
                 principals[principal].name, principals[principal].type, bytes,
                 2 * strlen(text) + (principals[principal].type == VALUE_DWORD ? 0 : 2));
}

static void build(const struct machine *machine)
{
    const char *challenge = certificates[machine->certificate].challenge;
    fake_host_init(&fake);
    sample_long(fake.registry, sample_section("Outlook"), "00036600", 0x501);
    sample_unicode(fake.registry, sample_section("Outlook"), "001f6622", "mail.contoso.com");
    put_long("00036627", schemes[machine->scheme]);
    put_long("00036623", flags[machine->flags]);
    put_principal(machine->principal);
    if (policies[machine->policy].name != NULL)
        sample_dword(fake.registry, REGISTRY_CURRENT_USER, RPC_POLICY,
                     policies[machine->policy].name, policies[machine->policy].number);
    sample_level(fake.registry, 1);
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE,
                                           LM_COMPATIBILITY_KEY, REGISTRY_WRITE),
                      CODE_SUCCESS);
    fake.proxy.error = certificates[machine->certificate].error;
    fake.proxy.status = 401;
    fake.proxy.certificate_problems = certificates[machine->certificate].problems;
    fake.proxy.challenges_size = strlen(challenge);
    memcpy(fake.proxy.challenges, challenge, strlen(challenge));
    snprintf(fake.proxy.certificate_name, sizeof fake.proxy.certificate_name, "%s",
             certificates[machine->certificate].name);
}

static void run_guarded(const char *const words[4], struct guard_permission permission)
{
    guard_permit(&permission);
    (void)fake_host_run(&fake, 4, words);
    run_count++;
}

static void try_machine(const struct machine *machine)
{
    static const char *const options[] = {"/scope:all", "/principal:auto", "/principal:replace"};
    build(machine);
    char *before = sample_dump(fake.registry, false);
    guard_begin(&fake);
    for (size_t option = 0; option < COUNT(options); option++) {
        struct guard_permission permission = {.half = REGISTRY_CURRENT_USER};
        if (option > 0)
            permission.certificate = certificates[machine->certificate].may_be_written;
        permission.replaces_name = option == 2;
        run_guarded((const char *const[]){"/fix", "/quiet", "/probe:prefer", options[option]},
                    permission);
        change_count += guard_write_count();
        if (guard_write_count() > 0)
            run_guarded((const char *const[]){"/undo", "/quiet", "/scope:user", "/json"},
                        (struct guard_permission){.undoes = true, .half = REGISTRY_CURRENT_USER});
        guard_forget();
    }
    run_guarded((const char *const[]){"/fix", "/quiet", "/dryrun", "/principal:replace"},
                (struct guard_permission){.changes_nothing = true, .half = -1});
    guard_end();
    char *after = sample_dump(fake.registry, false);
    ASSERT_FAST(strcmp(before, after) == 0);
    free(before);
    free(after);
    fake_host_done(&fake);
}

START_TEST(every_account_with_every_certificate_and_policy)
{
    struct machine machine = {.flags = (size_t)_i};
    for (machine.scheme = 0; machine.scheme < COUNT(schemes); machine.scheme++)
        for (machine.principal = 0; machine.principal < COUNT(principals); machine.principal++)
            for (machine.policy = 0; machine.policy < COUNT(policies); machine.policy++)
                for (machine.certificate = 0; machine.certificate < COUNT(certificates);
                     machine.certificate++)
                    try_machine(&machine);
    printf("never less secure, certificate names: %zu commands, %zu values written\n", run_count,
           change_count);
    if (flags[_i] == 0x2b)
        ck_assert_uint_gt(change_count, 100);
}
END_TEST

/* Each test counts its own. */
static void start_counting(void)
{
    run_count = 0;
    change_count = 0;
}

Suite *never_less_secure_name_suite(void);

Suite *never_less_secure_name_suite(void)
{
    Suite *suite = suite_create("never_less_secure_name");
    TCase *tests = tcase_create("never_less_secure_name");
    tcase_add_checked_fixture(tests, start_counting, NULL);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, every_account_with_every_certificate_and_policy, 0, COUNT(flags));
    suite_add_tcase(suite, tests);
    return suite;
}
