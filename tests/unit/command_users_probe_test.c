/* The RPC proxies of all users of a machine in memory: each is asked once a day, whoever uses it;
 * and what somebody else's registry holds of an answer decides for nobody but him. */
#include "agent/policy.h"
#include "agent/proxy_record.h"
#include "tests/unit/fake_hives.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ANNA "S-1-5-21-1-2-3-1001"
#define BERT "S-1-5-21-1-2-3-1002"

static struct fake_host fake;
static struct fake_hives hives;
static struct fake_user
    *anna; /* both are logged on, and have the proxy of this account's profile */
static struct fake_user *bert;

static void set_up(void)
{
    fake_host_init(&fake);
    fake_hives_init(&hives, &fake);
    anna = fake_hives_add(&hives, &fake, ANNA, "anna", true);
    bert = fake_hives_add(&hives, &fake, BERT, "bert", true);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_exchange_profile(anna->registry, "Outlook", SAMPLE_BASIC);
    sample_exchange_profile(bert->registry, "Outlook", SAMPLE_BASIC);
    sample_level(fake.registry, 3);
    fake.proxy = (struct proxy_exchange){.status = 401,
                                         .challenges = "NTLM",
                                         .challenges_size = 4,
                                         .certificate_name = "mail.contoso.com"};
}

static void tear_down(void)
{
    fake_hives_done(&hives);
    fake_host_done(&fake);
}

/* How the three accounts sign in at the proxy now. */
static void expect_schemes(uint8_t own, uint8_t of_anna, uint8_t of_bert)
{
    struct registry *const registries[] = {fake.registry, anna->registry, bert->registry};
    const uint8_t schemes[] = {own, of_anna, of_bert};
    for (size_t i = 0; i < sizeof schemes; i++) {
        const uint8_t bytes[4] = {schemes[i]};
        sample_expect(registries[i], REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036627",
                      VALUE_BINARY, bytes, sizeof bytes);
    }
}

static bool keeps_an_answer(struct registry *registry)
{
    char *dump = sample_dump(registry, true);
    const bool keeps = strstr(dump, "Proxies") != NULL;
    free(dump);
    return keeps;
}

/* As if it had been asked earlier on this day, with the user of that registry. */
static void keep(struct registry *registry, const struct probe_answer *answer)
{
    const struct proxy_address address = {.host = "mail.contoso.com", .port = 443, .ssl = true};
    struct probe_answer kept = *answer;
    memcpy(kept.time, "2026-11-22T10:00:00Z", sizeof kept.time);
    ck_assert_uint_eq(proxy_record_write(registry, &address, &kept), CODE_SUCCESS);
}

static const struct probe_answer offers_ntlm = {
    .outcome = PROBE_OFFERS_NTLM,
    .status = 401,
    .schemes = HTTP_SCHEME_NTLM,
    .certificate_name = "mail.contoso.com",
};

START_TEST(what_was_asked_for_others_is_kept_for_oneself)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    ck_assert_uint_eq(fake.probe_count, 1);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM, SAMPLE_NTLM);
    ck_assert(keeps_an_answer(fake.registry));
    ck_assert(!keeps_an_answer(anna->registry));
    ck_assert(!keeps_an_answer(bert->registry));
    /* Not once more on this day, neither for the others nor for oneself. */
    ck_assert_uint_eq(RUN(&fake, "/undo", "/allusers"), 3011);
    expect_schemes(SAMPLE_BASIC, SAMPLE_BASIC, SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM, SAMPLE_NTLM);
    ck_assert_uint_eq(fake.probe_count, 1);
}
END_TEST

START_TEST(what_anothers_registry_keeps_decides_for_him_alone)
{
    keep(anna->registry, &(struct probe_answer){.outcome = PROBE_ONLY_BASIC,
                                                .status = 401,
                                                .schemes = HTTP_SCHEME_BASIC});
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    ck_assert_uint_eq(fake.probe_count, 1);
    expect_schemes(SAMPLE_NTLM, SAMPLE_BASIC, SAMPLE_NTLM);
}
END_TEST

START_TEST(anothers_registry_names_no_certificate_for_oneself)
{
    const struct sample_account account = {.profile = "Nameless",
                                           .flags = 0x2b,
                                           .authentication = SAMPLE_NTLM,
                                           .proxy_server = "mail.contoso.com"};
    struct registry *const registries[] = {fake.registry, anna->registry, bert->registry};
    struct probe_answer forged = offers_ntlm;
    strcpy(forged.certificate_name, "mail.elsewhere.example");
    keep(anna->registry, &forged);
    sample_account(fake.registry, &account);
    sample_level(fake.registry, 1);
    for (size_t i = 0; i < sizeof registries / sizeof registries[0]; i++)
        sample_dword(registries[i], REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowLevel", 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/principal:replace"), 3011);
    RUN(&fake, "/check", "/json");
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "elsewhere"));
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "\"principal_name\": null"));
}
END_TEST

/* The others are visited first; the proxy is known by then, but nobody has signed on at it. */
START_TEST(sign_on_of_a_fix_is_tried_for_oneself)
{
    fake.proxy_signed_on = (struct proxy_exchange){.status = 401, .leg_count = 3};
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/probe:signon"), 3011);
    ck_assert_uint_eq(fake.probe_count, 1);
    ck_assert_uint_eq(fake.sign_on_count, 1);
    expect_schemes(SAMPLE_BASIC, SAMPLE_NTLM, SAMPLE_NTLM);
}
END_TEST

START_TEST(ones_own_sign_on_that_is_kept_says_nothing_of_others)
{
    struct probe_answer refused = offers_ntlm;
    refused.sign_on = SIGN_ON_REFUSED;
    keep(fake.registry, &refused);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    ck_assert_uint_eq(fake.probe_count, 0);
    expect_schemes(SAMPLE_BASIC, SAMPLE_NTLM, SAMPLE_NTLM);
}
END_TEST

START_TEST(anothers_own_sign_on_that_is_kept_holds_for_him)
{
    struct probe_answer refused = offers_ntlm;
    refused.sign_on = SIGN_ON_REFUSED;
    keep(fake.registry, &offers_ntlm);
    keep(anna->registry, &refused);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    ck_assert_uint_eq(fake.probe_count, 0);
    expect_schemes(SAMPLE_NTLM, SAMPLE_BASIC, SAMPLE_NTLM);
}
END_TEST

START_TEST(a_check_keeps_nothing)
{
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers", "/probe:prefer"), 1);
    ck_assert_uint_eq(fake.probe_count, 1);
    ck_assert(!keeps_an_answer(fake.registry));
}
END_TEST

Suite *command_users_probe_suite(void);

Suite *command_users_probe_suite(void)
{
    Suite *suite = suite_create("command_users_probe");
    TCase *tests = tcase_create("command_users_probe");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_was_asked_for_others_is_kept_for_oneself);
    tcase_add_test(tests, what_anothers_registry_keeps_decides_for_him_alone);
    tcase_add_test(tests, anothers_registry_names_no_certificate_for_oneself);
    tcase_add_test(tests, sign_on_of_a_fix_is_tried_for_oneself);
    tcase_add_test(tests, ones_own_sign_on_that_is_kept_says_nothing_of_others);
    tcase_add_test(tests, anothers_own_sign_on_that_is_kept_holds_for_him);
    tcase_add_test(tests, a_check_keeps_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
