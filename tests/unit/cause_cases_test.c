/* Every case of the causes beyond the article (README.md, the table of causes): all combinations of
 * what can stand in each place that is looked at, through the real readers, and what is found then.
 *
 * The causes are looked for in places of their own, so each is gone through by itself. What is
 * expected is written from the table and from facts.md section 5, not from the code.
 */
#include "agent/stored_credentials.h"
#include "tests/unit/cause_machine.h"

#define INTERNET "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"
#define PROTOCOLS "SOFTWARE\\Microsoft\\Rpc\\ClientProtocols"
#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define MSV LSA "\\MSV1_0"
#define TCPIP "SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters"

#define OFFICE_RPC "Software\\Microsoft\\Office\\", "\\Outlook\\RPC"
#define OFFICE_RPC_POLICY "Software\\Policies\\Microsoft\\Office\\", "\\Outlook\\RPC"
#define OFFICE_SECURITY_POLICY "Software\\Policies\\Microsoft\\Office\\", "\\Outlook\\Security"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What cannot be seen: a key that may not be read, or that an export lacks. */
static enum answer answer_of(const struct cause_machine *machine, bool seen, bool denied,
                             bool lacks_key)
{
    if (seen)
        return ANSWER_YES;
    return denied || (machine->exported && lacks_key) ? ANSWER_UNKNOWN : ANSWER_NO;
}

static void expect_case_count(const struct cause_machine *machine, unsigned count)
{
    ck_assert_uint_eq(machine->case_count, count);
}

/* ---- a web proxy --------------------------------------------------------------------------- */

static const struct content enables[] = {
    {NO_VALUE, 0, NULL}, {NUMBER, 0, NULL}, {NUMBER, 1, NULL}, {TEXT, 0, "1"}};
static const struct content scripts[] = {
    {NO_VALUE, 0, NULL}, {TEXT, 0, ""}, {TEXT, 0, "http://wpad/wpad.dat"}, {NUMBER, 1, NULL}};
static const struct content exceptions[] = {{NO_VALUE, 0, NULL},
                                            {TEXT, 0, "intranet;*.contoso.com"},
                                            {TEXT, 0, "*.fabrikam.com"},
                                            {NUMBER, 1, NULL}};
static const struct content time_limits[] = {
    {NO_VALUE, 0, NULL}, {NUMBER, 0, NULL}, {NUMBER, 300000, NULL}, {TEXT, 0, "300000"}};
static const struct content proxies_by_policy[] = {{NO_VALUE, 0, NULL},
                                                   {TEXT, 0, "mail.fabrikam.com"}};

/* An index for each place: mixed radix, the first changes fastest. */
static size_t next_digit(size_t *rest, size_t count)
{
    const size_t digit = *rest % count;
    *rest /= count;
    return digit;
}

START_TEST(a_web_proxy)
{
    struct cause_machine machine = {0};
    const size_t cases = COUNT(enables) * COUNT(scripts) * COUNT(exceptions) * COUNT(time_limits) *
                         COUNT(proxies_by_policy) * KEY_STATES * 2;
    for (size_t i = 0; i < cases; i++) {
        size_t rest = i;
        const size_t enable = next_digit(&rest, COUNT(enables));
        const size_t script = next_digit(&rest, COUNT(scripts));
        const size_t exception = next_digit(&rest, COUNT(exceptions));
        const size_t limit = next_digit(&rest, COUNT(time_limits));
        const size_t proxy = next_digit(&rest, COUNT(proxies_by_policy));
        const enum key_state state = (enum key_state)next_digit(&rest, KEY_STATES);
        if (state == KEY_MISSING && (enable | script | exception) != 0)
            continue;
        cause_machine_begin(&machine, (enum owner)_i, rest != 0);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, INTERNET, "ProxyEnable",
                          &enables[enable]);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, INTERNET, "AutoConfigURL",
                          &scripts[script]);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, INTERNET, "ProxyOverride",
                          &exceptions[exception]);
        cause_machine_put_key(&machine, REGISTRY_CURRENT_USER, INTERNET, state);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER,
                          cause_machine_office_key(&machine, OFFICE_RPC), "ConnectTimeout",
                          &time_limits[limit]);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER,
                          cause_machine_office_key(&machine, OFFICE_RPC_POLICY), "ProxyServerName",
                          &proxies_by_policy[proxy]);
        const bool set = state == KEY_THERE && (enable == 2 || script == 2);
        const bool excepted = exception == 1 + proxy; /* the host that is in force */
        const bool more_time = limit == 2;
        const bool lacks_key = state == KEY_MISSING || limit == 0 || machine.owner == OWNER_EITHER;
        cause_machine_expect(
            &machine, CAUSE_WEB_PROXY,
            answer_of(&machine, set && !excepted && !more_time, state == KEY_DENIED, lacks_key),
            state == KEY_DENIED, i);
    }
    expect_case_count(&machine, (64 + 1 + 64) * 4 * 2 * 2);
}
END_TEST

/* ---- RPC over HTTP is not registered, of Windows 2000 and XP ------------------------------- */

static const struct windows_version windows_versions[] = {
    {.major = 5, .minor = 0}, {.major = 5, .minor = 1},  {.major = 5, .minor = 2},
    {.major = 6, .minor = 0}, {.major = 10, .minor = 0}, {0},
};

START_TEST(the_protocol)
{
    static const struct content contents[] = {{NO_VALUE, 0, NULL},     {TEXT, 0, "rpcrt4.dll"},
                                              {TEXT, 0, "RPCRT4.DLL"}, {TEXT, 0, "other.dll"},
                                              {TEXT, 0, ""},           {NUMBER, 1, NULL}};
    struct cause_machine machine = {0};
    for (size_t i = 0; i < COUNT(contents) * COUNT(windows_versions) * KEY_STATES * 2; i++) {
        size_t rest = i;
        const size_t content = next_digit(&rest, COUNT(contents));
        const struct windows_version *windows =
            &windows_versions[next_digit(&rest, COUNT(windows_versions))];
        const enum key_state state = (enum key_state)next_digit(&rest, KEY_STATES);
        if (state == KEY_MISSING && content != 0)
            continue;
        cause_machine_begin(&machine, OWNER_2003, rest != 0);
        machine.windows = *windows;
        cause_machine_put(&machine, REGISTRY_LOCAL_MACHINE, PROTOCOLS, "ncacn_http",
                          &contents[content]);
        cause_machine_put_key(&machine, REGISTRY_LOCAL_MACHINE, PROTOCOLS, state);
        const bool fits = state == KEY_THERE && (content == 1 || content == 2);
        const bool unseen = state == KEY_DENIED || (machine.exported && state == KEY_MISSING);
        const bool newer = windows->major >= 6; /* where it is not documented */
        cause_machine_expect(&machine, CAUSE_PROTOCOLS,
                             fits                ? ANSWER_NO
                             : (unseen || newer) ? ANSWER_UNKNOWN
                                                 : ANSWER_YES,
                             state == KEY_DENIED, i);
    }
    expect_case_count(&machine, 6 * (6 + 1 + 6) * 2);
}
END_TEST

/* ---- passwords that may not be stored ------------------------------------------------------ */

START_TEST(credentials_that_may_not_be_stored)
{
    static const struct content contents[] = {{NO_VALUE, 0, NULL},
                                              {NUMBER, 0, NULL},
                                              {NUMBER, 1, NULL},
                                              {NUMBER, 2, NULL},
                                              {TEXT, 0, "1"}};
    struct cause_machine machine = {0};
    for (size_t i = 0; i < COUNT(contents) * KEY_STATES * 2; i++) {
        size_t rest = i;
        const size_t content = next_digit(&rest, COUNT(contents));
        const enum key_state state = (enum key_state)next_digit(&rest, KEY_STATES);
        if (state == KEY_MISSING && content != 0)
            continue;
        cause_machine_begin(&machine, OWNER_2010, rest != 0);
        cause_machine_put(&machine, REGISTRY_LOCAL_MACHINE, LSA, "DisableDomainCreds",
                          &contents[content]);
        cause_machine_put_key(&machine, REGISTRY_LOCAL_MACHINE, LSA, state);
        const bool set = state == KEY_THERE && (content == 2 || content == 3);
        cause_machine_expect(&machine, CAUSE_NOT_STORED,
                             answer_of(&machine, set, state == KEY_DENIED, state == KEY_MISSING),
                             state == KEY_DENIED, i);
    }
    expect_case_count(&machine, (5 + 1 + 5) * 2);
}
END_TEST

/* ---- how Outlook signs in to Exchange itself ----------------------------------------------- */

START_TEST(inner_authentication)
{
    static const struct content services[] = {
        {NO_VALUE, 0, NULL}, {NUMBER, 9, NULL},          {NUMBER, 10, NULL}, {NUMBER, 16, NULL},
        {NUMBER, 0, NULL},   {NUMBER, 0x80010000, NULL}, {TEXT, 0, "9"}};
    static const uint32_t packages[] = {0, 9, 10, 16}; /* 0: none */
    struct cause_machine machine = {0};
    for (size_t i = 0; i < COUNT(services) * COUNT(packages) * 2 * KEY_STATES * 2; i++) {
        size_t rest = i;
        const size_t service = next_digit(&rest, COUNT(services));
        const uint32_t package = packages[next_digit(&rest, COUNT(packages))];
        const bool as_dword = next_digit(&rest, 2) != 0; /* a wrong type: MAPI's is REG_BINARY */
        const enum key_state state = (enum key_state)next_digit(&rest, KEY_STATES);
        if (state == KEY_MISSING && service != 0)
            continue;
        cause_machine_begin(&machine, (enum owner)_i, rest != 0);
        const char *policy = cause_machine_office_key(&machine, OFFICE_SECURITY_POLICY);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, policy, "AuthenticationService",
                          &services[service]);
        cause_machine_put_key(&machine, REGISTRY_CURRENT_USER, policy, state);
        if (package != 0 && !as_dword)
            sample_long(machine.registry, cause_machine_section(&machine), "00036619", package);
        if (package != 0 && as_dword)
            sample_dword(machine.registry, REGISTRY_CURRENT_USER, cause_machine_section(&machine),
                         "00036619", package);
        const bool by_policy = state == KEY_THERE && service >= 3;
        const bool lacks_key = state == KEY_MISSING || machine.owner == OWNER_EITHER;
        cause_machine_expect(&machine, CAUSE_INNER_AUTHENTICATION,
                             answer_of(&machine, by_policy || (package == 16 && !as_dword),
                                       state == KEY_DENIED, lacks_key),
                             state == KEY_DENIED, i);
    }
    expect_case_count(&machine, 4 * 2 * (7 + 1 + 7) * 2);
}
END_TEST

/* ---- NTLM kept back ------------------------------------------------------------------------ */

START_TEST(ntlm_that_is_restricted)
{
    static const struct content outgoing[] = {{NO_VALUE, 0, NULL},
                                              {NUMBER, 0, NULL},
                                              {NUMBER, 1, NULL},
                                              {NUMBER, 2, NULL},
                                              {TEXT, 0, "2"}};
    static const struct content blocks[] = {
        {NO_VALUE, 0, NULL}, {NUMBER, 0, NULL}, {NUMBER, 1, NULL}};
    static const struct content servers[] = {{NO_VALUE, 0, NULL}, {TEXT, 0, "mail.contoso.com"}};
    enum { LEVELS = 7 }; /* 0 to 5, and a value that is none */
    struct cause_machine machine = {0};
    const size_t cases = COUNT(outgoing) * COUNT(blocks) * COUNT(servers) *
                         COUNT(windows_versions) * LEVELS * KEY_STATES * 2;
    for (size_t i = 0; i < cases; i++) {
        size_t rest = i;
        const size_t sent = next_digit(&rest, COUNT(outgoing));
        const size_t block = next_digit(&rest, COUNT(blocks));
        const bool excepted = next_digit(&rest, COUNT(servers)) != 0;
        const struct windows_version *windows =
            &windows_versions[next_digit(&rest, COUNT(windows_versions))];
        const uint32_t level = (uint32_t)next_digit(&rest, LEVELS);
        const enum key_state state = (enum key_state)next_digit(&rest, KEY_STATES);
        if (state == KEY_MISSING && ((sent | block) != 0 || excepted))
            continue;
        cause_machine_begin(&machine, OWNER_2016, rest != 0);
        machine.windows = *windows;
        sample_level(machine.registry, level);
        cause_machine_put(&machine, REGISTRY_LOCAL_MACHINE, MSV, "RestrictSendingNTLMTraffic",
                          &outgoing[sent]);
        cause_machine_put(&machine, REGISTRY_LOCAL_MACHINE, MSV, "BlockNtlmv1SSO", &blocks[block]);
        cause_machine_put(&machine, REGISTRY_LOCAL_MACHINE, MSV, "ClientAllowedNTLMServers",
                          &servers[excepted]);
        cause_machine_put_key(&machine, REGISTRY_LOCAL_MACHINE, MSV, state);
        const bool read = state == KEY_THERE;
        const bool denies = read && sent == 3;
        const bool blocked = read && block == 2 && level < 3;
        enum answer expected = answer_of(&machine, (denies && !excepted) || blocked,
                                         state == KEY_DENIED, state == KEY_MISSING);
        if (denies && excepted && !blocked)
            expected = ANSWER_UNKNOWN; /* whether the proxy is meant is not looked at */
        if (windows->major == 5)
            expected = ANSWER_NO; /* older ones do not know the values */
        cause_machine_expect(&machine, CAUSE_NTLM_RESTRICTED, expected, state == KEY_DENIED, i);
    }
    expect_case_count(&machine, 6 * LEVELS * (30 + 1 + 30) * 2);
}
END_TEST

/* ---- a password for Basic that may not be saved -------------------------------------------- */

START_TEST(basic_passwords_that_may_not_be_saved)
{
    static const struct content saved[] = {
        {NO_VALUE, 0, NULL}, {NUMBER, 0, NULL}, {NUMBER, 1, NULL}, {TEXT, 0, "1"}};
    static const struct content by_policy[] = {
        {NO_VALUE, 0, NULL}, {NUMBER, SAMPLE_BASIC, NULL}, {NUMBER, SAMPLE_NTLM, NULL}};
    static const uint32_t schemes[] = {SAMPLE_BASIC, SAMPLE_NTLM, 16, 7};
    struct cause_machine machine = {0};
    const size_t cases = COUNT(saved) * COUNT(by_policy) * COUNT(schemes) * KEY_STATES * 2;
    for (size_t i = 0; i < cases; i++) {
        size_t rest = i;
        const size_t value = next_digit(&rest, COUNT(saved));
        const size_t forced = next_digit(&rest, COUNT(by_policy));
        const uint32_t scheme = schemes[next_digit(&rest, COUNT(schemes))];
        const enum key_state state = (enum key_state)next_digit(&rest, KEY_STATES);
        if (state == KEY_MISSING && (value | forced) != 0)
            continue;
        cause_machine_begin(&machine, (enum owner)_i, rest != 0);
        const char *policy = cause_machine_office_key(&machine, OFFICE_RPC_POLICY);
        sample_long(machine.registry, cause_machine_section(&machine), "00036627", scheme);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, policy, "DisableBasicAuthSavedCreds",
                          &saved[value]);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, policy, "ProxyAuthenticationService",
                          &by_policy[forced]);
        cause_machine_put_key(&machine, REGISTRY_CURRENT_USER, policy, state);
        const bool basic = forced == 1 || (forced == 0 && scheme == SAMPLE_BASIC);
        const bool lacks_key = state == KEY_MISSING || machine.owner == OWNER_EITHER;
        cause_machine_expect(&machine, CAUSE_BASIC_NOT_SAVED,
                             answer_of(&machine, state == KEY_THERE && value == 2 && basic,
                                       state == KEY_DENIED, lacks_key),
                             state == KEY_DENIED, i);
    }
    expect_case_count(&machine, 4 * (12 + 1 + 12) * 2);
}
END_TEST

/* ---- no domain ----------------------------------------------------------------------------- */

START_TEST(a_computer_without_a_domain)
{
    static const struct content contents[] = {
        {NO_VALUE, 0, NULL}, {TEXT, 0, ""}, {TEXT, 0, "contoso.com"}, {NUMBER, 0, NULL}};
    struct cause_machine machine = {0};
    for (size_t i = 0; i < COUNT(contents) * KEY_STATES * 2; i++) {
        size_t rest = i;
        const size_t content = next_digit(&rest, COUNT(contents));
        const enum key_state state = (enum key_state)next_digit(&rest, KEY_STATES);
        if (state == KEY_MISSING && content != 0)
            continue;
        cause_machine_begin(&machine, OWNER_2013, rest != 0);
        cause_machine_put(&machine, REGISTRY_LOCAL_MACHINE, TCPIP, "Domain", &contents[content]);
        cause_machine_put_key(&machine, REGISTRY_LOCAL_MACHINE, TCPIP, state);
        const bool has_text = state == KEY_THERE && (content == 1 || content == 2);
        cause_machine_expect(&machine, CAUSE_WORKGROUP,
                             !has_text      ? ANSWER_UNKNOWN
                             : content == 1 ? ANSWER_YES
                                            : ANSWER_NO,
                             state == KEY_DENIED, i);
    }
    expect_case_count(&machine, (4 + 1 + 4) * 2);
}
END_TEST

/* ---- what Windows has stored for the proxy -------------------------------------------------- */

START_TEST(stored_passwords)
{
    static const struct {
        const char *targets[2];
        size_t count;
        error_code error;
        enum answer seen[COUNT(proxies_by_policy)]; /* for the profile's proxy; for the policy's */
    } stores[] = {
        {{NULL}, 0, CODE_SUCCESS, {ANSWER_NO, ANSWER_NO}},
        {{"other.contoso.com"}, 1, CODE_SUCCESS, {ANSWER_NO, ANSWER_NO}},
        {{"mail.contoso.com"}, 1, CODE_SUCCESS, {ANSWER_YES, ANSWER_NO}},
        {{"other", "*.CONTOSO.com"}, 2, CODE_SUCCESS, {ANSWER_YES, ANSWER_NO}},
        {{"mail.fabrikam.com", "*.contoso.com"}, 2, CODE_SUCCESS, {ANSWER_YES, ANSWER_YES}},
        {{"*Session"}, 1, CODE_SUCCESS, {ANSWER_YES, ANSWER_YES}},
        {{NULL}, 0, CODE_ACCESS_DENIED, {ANSWER_UNKNOWN, ANSWER_UNKNOWN}},
        {{NULL}, SIZE_MAX, CODE_SUCCESS, {ANSWER_UNKNOWN, ANSWER_UNKNOWN}}, /* nobody can say */
    };
    struct cause_machine machine = {0};
    for (size_t i = 0; i < COUNT(stores) * COUNT(proxies_by_policy) * 2; i++) {
        size_t rest = i;
        const size_t store = next_digit(&rest, COUNT(stores));
        const size_t proxy = next_digit(&rest, COUNT(proxies_by_policy));
        cause_machine_begin(&machine, (enum owner)_i, rest != 0);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER,
                          cause_machine_office_key(&machine, OFFICE_RPC_POLICY), "ProxyServerName",
                          &proxies_by_policy[proxy]);
        const struct stored_credentials credentials = {stores[store].targets, stores[store].count,
                                                       stores[store].error};
        if (stores[store].count != SIZE_MAX)
            machine.credentials = &credentials;
        cause_machine_expect(&machine, CAUSE_STORED_PASSWORD, stores[store].seen[proxy], false, i);
    }
    expect_case_count(&machine, 8 * 2 * 2);
}
END_TEST

/* ---- the certificate's name ----------------------------------------------------------------- */

START_TEST(the_name_in_the_certificate)
{
    static const struct content names[] = {{NO_VALUE, 0, NULL},
                                           {TEXT, 0, ""},
                                           {TEXT, 0, "msstd:mail.contoso.com"},
                                           {TEXT, 0, "msstd:*.FABRIKAM.com"},
                                           {TEXT, 0, "mail.contoso.com"}};
    struct cause_machine machine = {0};
    const size_t cases = COUNT(names) * COUNT(names) * COUNT(proxies_by_policy) * 2;
    for (size_t i = 0; i < cases; i++) {
        size_t rest = i;
        const size_t own = next_digit(&rest, COUNT(names));
        const size_t forced = next_digit(&rest, COUNT(names));
        const bool other_proxy = next_digit(&rest, COUNT(proxies_by_policy)) != 0;
        cause_machine_begin(&machine, (enum owner)_i, rest != 0);
        const char *policy = cause_machine_office_key(&machine, OFFICE_RPC_POLICY);
        sample_delete(machine.registry, REGISTRY_CURRENT_USER, cause_machine_section(&machine),
                      "001f6625");
        if (own != 0)
            sample_unicode(machine.registry, cause_machine_section(&machine), "001f6625",
                           names[own].text);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, policy, "ProxyServerPrincipalName",
                          &names[forced]);
        cause_machine_put(&machine, REGISTRY_CURRENT_USER, policy, "ProxyServerName",
                          &proxies_by_policy[other_proxy]);
        const size_t in_force = forced != 0 ? forced : own;
        const bool fits = in_force < 2 || in_force == (other_proxy ? 3U : 2U);
        cause_machine_expect(&machine, CAUSE_PRINCIPAL_NAME, fits ? ANSWER_NO : ANSWER_YES, false,
                             i);
    }
    expect_case_count(&machine, 5 * 5 * 2 * 2);
}
END_TEST

Suite *cause_cases_suite(void);

Suite *cause_cases_suite(void)
{
    Suite *suite = suite_create("cause_cases");
    TCase *tests = tcase_create("cause_cases");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, a_web_proxy, 0, OWNERS);
    tcase_add_test(tests, the_protocol);
    tcase_add_test(tests, credentials_that_may_not_be_stored);
    tcase_add_loop_test(tests, inner_authentication, 0, OWNERS);
    tcase_add_test(tests, ntlm_that_is_restricted);
    tcase_add_loop_test(tests, basic_passwords_that_may_not_be_saved, 0, OWNERS);
    tcase_add_test(tests, a_computer_without_a_domain);
    tcase_add_loop_test(tests, stored_passwords, 0, OWNERS);
    tcase_add_loop_test(tests, the_name_in_the_certificate, 0, OWNERS);
    suite_add_tcase(suite, tests);
    return suite;
}
