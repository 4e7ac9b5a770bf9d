#include "tests/unit/verdict_cases.h"

#include "tests/unit/modern_sample.h"

#include <check.h>
#include <stdio.h>

#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"

enum {
    ACCOUNT_BITS = 5, /* ROH, SSL, mutual authentication, principal name, always prompt */
    ACCOUNT_VARIANTS = 1 << ACCOUNT_BITS,
};

/* The parts that the cases are put together from. */
struct parts {
    struct arena arena;
    struct lm_compatibility levels[LEVEL_CASES];
    struct account_list accounts[OUTLOOK_CASES][SCHEME_CASES][ACCOUNT_VARIANTS];
    struct outlook_policies policies[OUTLOOK_CASES][POLICY_CASES];
};

static struct windows_version version_of(enum level_case level)
{
    switch (level) {
    case LEVEL_ABSENT_2000:
        return (struct windows_version){.major = 5, .minor = 0};
    case LEVEL_ABSENT_SERVER_2003:
        return (struct windows_version){.major = 5, .minor = 2};
    case LEVEL_ABSENT_WINDOWS_7:
        return (struct windows_version){.major = 6, .minor = 1};
    case LEVEL_ABSENT_WINDOWS_10:
        return (struct windows_version){.major = 10, .minor = 0};
    case LEVEL_ABSENT_UNKNOWN_WINDOWS:
        return (struct windows_version){0};
    default:
        return (struct windows_version){.major = 5, .minor = 1};
    }
}

static void read_level(enum level_case level, struct parts *parts)
{
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    const struct windows_version version = version_of(level);
    sample_key(registry, REGISTRY_LOCAL_MACHINE, LSA);
    if (level >= LEVEL_0 && level <= LEVEL_6)
        sample_level(registry, (uint32_t)level - LEVEL_0);
    if (level == LEVEL_WRONG_TYPE)
        sample_text(registry, REGISTRY_LOCAL_MACHINE, LSA, "LmCompatibilityLevel", "3");
    if (level == LEVEL_WRONG_SIZE)
        sample_write(registry, REGISTRY_LOCAL_MACHINE, LSA, "LmCompatibilityLevel", VALUE_DWORD,
                     "\3\0", 2);
    if (level == LEVEL_UNREADABLE)
        ck_assert_uint_eq(memory_registry_deny(memory, REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_READ),
                          CODE_SUCCESS);
    ck_assert_uint_eq(
        lm_compatibility_read(registry, &version, &parts->arena, &parts->levels[level]),
        CODE_SUCCESS);
    memory_registry_free(memory);
}

static void write_scheme(struct registry *registry, const char *key, enum scheme_case scheme)
{
    static const uint32_t numbers[SCHEME_CASES] = {
        [SCHEME_BASIC] = 1,
        [SCHEME_NTLM] = 2,
        [SCHEME_NEGOTIATE] = 16,
        [SCHEME_CERTIFICATE] = 65536,
    };
    if (scheme == SCHEME_WRONG_SIZE)
        sample_write(registry, REGISTRY_CURRENT_USER, key, "00036627", VALUE_BINARY, "\1\0\0", 3);
    else if (scheme == SCHEME_WRONG_TYPE)
        sample_text(registry, REGISTRY_CURRENT_USER, key, "00036627", "1");
    else if (scheme != SCHEME_ABSENT)
        sample_long(registry, key, "00036627", numbers[scheme]);
}

/* The section with the values, in a profile that has all around it. */
static const char *make_section(struct registry *registry, enum outlook_case outlook)
{
    static const char *const roots[OUTLOOK_CASES] = {
        [OUTLOOK_CASE_2010] = SAMPLE_ROOT_2010,
        [OUTLOOK_CASE_2013] = SAMPLE_ROOT_2013,
        [OUTLOOK_CASE_2016] = SAMPLE_ROOT_2016,
        [OUTLOOK_CASE_PROVIDER] = SAMPLE_ROOT_2016,
    };
    if (outlook == OUTLOOK_CASE_2003)
        return sample_section("Outlook");
    const bool in_provider = outlook == OUTLOOK_CASE_PROVIDER;
    modern_sample_add(registry, &(struct modern_sample){.root = roots[outlook],
                                                        .profile = "Outlook",
                                                        .authentication = SAMPLE_BASIC,
                                                        .copy = in_provider ? SAMPLE_BASIC : 0,
                                                        .only_copy = in_provider});
    return in_provider ? modern_sample_provider(roots[outlook], "Outlook", 0)
                       : modern_sample_section(roots[outlook], "Outlook", 0);
}

static void read_account(enum outlook_case outlook, enum scheme_case scheme, unsigned variant,
                         struct parts *parts)
{
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    uint32_t flags = 0x28; /* HTTP first on fast and slow networks: nothing that counts here */
    flags |= (variant & 1) != 0 ? 0x1 : 0;
    flags |= (variant & 2) != 0 ? 0x2 : 0;
    flags |= (variant & 4) != 0 ? 0x4 : 0;
    char key[512];
    snprintf(key, sizeof key, "%s", make_section(registry, outlook));
    if (outlook != OUTLOOK_CASE_2003)
        sample_delete(registry, REGISTRY_CURRENT_USER, key, "00036627");
    if (outlook != OUTLOOK_CASE_2003)
        sample_delete(registry, REGISTRY_CURRENT_USER, key, "001f6625");
    sample_long(registry, key, "00036600", 0x501);
    sample_long(registry, key, "00036601", (variant & 16) != 0 ? 0x118c : 0x1184);
    sample_long(registry, key, "00036623", flags);
    sample_unicode(registry, key, "001f6622", "mail.contoso.com");
    if ((variant & 8) != 0)
        sample_unicode(registry, key, "001f6625", "msstd:mail.contoso.com");
    write_scheme(registry, key, scheme);
    struct account_list *list = &parts->accounts[outlook][scheme][variant];
    ck_assert_uint_eq(account_list_read(registry, NULL, &parts->arena, list), CODE_SUCCESS);
    ck_assert_uint_eq(list->count, 1);
    memory_registry_free(memory);
}

static void read_policy(enum outlook_case outlook, enum policy_case policy, struct parts *parts)
{
    static const char *const versions[OUTLOOK_CASES][2] = {
        {"11.0", "12.0"}, {"14.0", "14.0"}, {"15.0", "15.0"}, {"16.0", "16.0"}, {"16.0", "16.0"},
    };
    const char *older = versions[outlook][0];
    const char *newer = versions[outlook][1];
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    if (policy == POLICY_BASIC || policy == POLICY_NTLM)
        sample_policy(registry, older, "ProxyAuthenticationService", policy == POLICY_NTLM ? 2 : 1);
    if (policy == POLICY_NEGOTIATE)
        sample_policy(registry, newer, "ProxyAuthenticationService", 16);
    if (policy == POLICY_FLAGS_WITHOUT_SSL)
        sample_policy(registry, newer, "ProxyServerFlags", 0x2d);
    ck_assert_uint_eq(
        outlook_policies_read(registry, &parts->arena, &parts->policies[outlook][policy]),
        CODE_SUCCESS);
    memory_registry_free(memory);
}

static void read_parts(struct parts *parts)
{
    for (int level = 0; level < LEVEL_CASES; level++)
        read_level((enum level_case)level, parts);
    for (int outlook = 0; outlook < OUTLOOK_CASES; outlook++) {
        for (int scheme = 0; scheme < SCHEME_CASES; scheme++)
            for (unsigned variant = 0; variant < ACCOUNT_VARIANTS; variant++)
                read_account((enum outlook_case)outlook, (enum scheme_case)scheme, variant, parts);
        for (int policy = 0; policy < POLICY_CASES; policy++)
            read_policy((enum outlook_case)outlook, (enum policy_case)policy, parts);
    }
}

/* All that can be asked for: 3 scopes, 3 levels, /alwaysprompt, /insecure. */
enum { REQUESTS = 3 * 3 * 2 * 2 };

static struct diagnosis_request request_of(unsigned index)
{
    static const unsigned levels[] = {0, 2, 3};
    return (struct diagnosis_request){
        .scope = (enum scope)(index % 3),
        .level = levels[index / 3 % 3],
        .clear_always_prompt = index / 9 % 2 != 0,
        .insecure = index / 18 % 2 != 0,
    };
}

size_t verdict_cases_each(verdict_case_function *function, void *context)
{
    static struct parts parts;
    size_t count = 0;
    parts = (struct parts){0};
    read_parts(&parts);
    const size_t combinations =
        (size_t)LEVEL_CASES * SCHEME_CASES * POLICY_CASES * OUTLOOK_CASES * ACCOUNT_VARIANTS;
    for (size_t i = 0; i < combinations; i++) {
        const unsigned variant = (unsigned)(i % ACCOUNT_VARIANTS);
        const size_t rest = i / ACCOUNT_VARIANTS;
        struct verdict_case verdict_case = {
            .level = (enum level_case)(rest % LEVEL_CASES),
            .scheme = (enum scheme_case)(rest / LEVEL_CASES % SCHEME_CASES),
            .policy = (enum policy_case)(rest / LEVEL_CASES / SCHEME_CASES % POLICY_CASES),
            .outlook = (enum outlook_case)(rest / LEVEL_CASES / SCHEME_CASES / POLICY_CASES),
            .roh = (variant & 1) != 0,
            .ssl = (variant & 2) != 0,
            .mutual = (variant & 4) != 0,
            .principal = (variant & 8) != 0,
            .prompts = (variant & 16) != 0,
        };
        const struct observation observation = {
            .level = parts.levels[verdict_case.level],
            .accounts = parts.accounts[verdict_case.outlook][verdict_case.scheme][variant],
            .outlook_policies = parts.policies[verdict_case.outlook][verdict_case.policy],
        };
        for (unsigned request = 0; request < REQUESTS; request++) {
            if ((i * REQUESTS + request) % VERDICT_CASE_STEP != 0)
                continue;
            verdict_case.request = request_of(request);
            function(&verdict_case, &observation, context);
            count++;
        }
    }
    arena_done(&parts.arena);
    return count;
}

int verdict_case_effective_level(enum level_case level)
{
    static const int in_effect[LEVEL_CASES] = {
        [LEVEL_ABSENT_2000] = 0,
        [LEVEL_ABSENT_XP] = 0,
        [LEVEL_ABSENT_SERVER_2003] = 2,
        [LEVEL_ABSENT_WINDOWS_7] = 3,
        [LEVEL_ABSENT_WINDOWS_10] = 3,
        [LEVEL_ABSENT_UNKNOWN_WINDOWS] = -1,
        [LEVEL_0] = 0,
        [LEVEL_1] = 1,
        [LEVEL_2] = 2,
        [LEVEL_3] = 3,
        [LEVEL_4] = 4,
        [LEVEL_5] = 5,
        [LEVEL_6] = -1,
        [LEVEL_WRONG_TYPE] = -1,
        [LEVEL_WRONG_SIZE] = -1,
        [LEVEL_UNREADABLE] = -1,
    };
    return in_effect[level];
}

const char *verdict_case_text(const struct verdict_case *verdict_case)
{
    static char text[200];
    const struct diagnosis_request *request = &verdict_case->request;
    snprintf(text, sizeof text,
             "Outlook case %d, level case %d, scheme case %d, policy case %d, roh %d, ssl %d, "
             "mutual %d, "
             "principal %d, prompts %d; scope %d, level %u, clear %d, insecure %d",
             verdict_case->outlook, verdict_case->level, verdict_case->scheme, verdict_case->policy,
             verdict_case->roh, verdict_case->ssl, verdict_case->mutual, verdict_case->principal,
             verdict_case->prompts, request->scope, request->level, request->clear_always_prompt,
             request->insecure);
    return text;
}
