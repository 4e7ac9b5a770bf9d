#include "agent/proxy_record.h"

#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define NOW "2026-11-22T10:00:00Z"
#define RECORD PROXIES_KEY "\\https mail.contoso.com 443"

static const struct proxy_address address = {.host = "mail.contoso.com", .port = 443, .ssl = true};

static struct memory_registry *memory;
static struct registry *registry;

static void set_up(void)
{
    memory = sample_registry_create();
    registry = memory_registry_interface(memory);
    sample_key(registry, REGISTRY_CURRENT_USER, "Software");
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
}

/* As the header documents it, value by value. */
static void write_good_record(void)
{
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Time", NOW);
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Outcome", "only_basic");
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "SignOn", "");
    sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "Status", 401);
    sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "Schemes", HTTP_SCHEME_BASIC);
    sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "CertificateProblems", 8);
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "CertificateName", "mail.contoso.com");
}

static error_code read_at(const char *now)
{
    struct probe_answer answer;
    return proxy_record_read(registry, &address, now, &answer);
}

static void expect_absent(const char *why)
{
    struct probe_answer answer = {.status = 4711};
    const error_code code = proxy_record_read(registry, &address, NOW, &answer);
    ck_assert_msg(code == CODE_FILE_NOT_FOUND, "%s: %u", why, code);
    ck_assert_uint_eq(answer.status, 4711);
}

START_TEST(is_as_documented)
{
    struct probe_answer answer;
    expect_absent("nothing kept");
    write_good_record();
    ck_assert_uint_eq(proxy_record_read(registry, &address, NOW, &answer), CODE_SUCCESS);
    ck_assert_int_eq(answer.outcome, PROBE_ONLY_BASIC);
    ck_assert_int_eq(answer.sign_on, SIGN_ON_NOT_TRIED);
    ck_assert_uint_eq(answer.status, 401);
    ck_assert_uint_eq(answer.schemes, HTTP_SCHEME_BASIC);
    ck_assert_uint_eq(answer.certificate_problems, CERTIFICATE_UNTRUSTED);
    ck_assert_str_eq(answer.certificate_name, "mail.contoso.com");
    ck_assert_str_eq(answer.time, NOW);
    ck_assert(answer.is_kept);
}
END_TEST

START_TEST(comes_back_as_it_was_written_until_the_user_logs_off)
{
    const struct probe_answer written = {
        .outcome = PROBE_OFFERS_NTLM,
        .sign_on = SIGN_ON_REFUSED,
        .status = 401,
        .schemes = HTTP_SCHEME_NTLM | HTTP_SCHEME_NEGOTIATE,
        .certificate_name = "m\xC3\xBCnchen",
        .time = NOW,
    };
    struct probe_answer answer;
    char *before = sample_dump(registry, true);
    ck_assert_uint_eq(proxy_record_write(registry, &address, &written), CODE_SUCCESS);
    ck_assert_uint_eq(proxy_record_write(registry, &address, &written), CODE_SUCCESS);
    ck_assert_uint_eq(proxy_record_read(registry, &address, NOW, &answer), CODE_SUCCESS);
    ck_assert(answer.outcome == written.outcome && answer.sign_on == written.sign_on &&
              answer.status == written.status && answer.schemes == written.schemes);
    ck_assert_str_eq(answer.certificate_name, written.certificate_name);

    struct proxy_address other = address;
    other.port = 444;
    ck_assert_uint_eq(proxy_record_read(registry, &other, NOW, &answer), CODE_FILE_NOT_FOUND);
    other = address;
    other.ssl = false;
    ck_assert_uint_eq(proxy_record_read(registry, &other, NOW, &answer), CODE_FILE_NOT_FOUND);

    memory_registry_restart(memory, REGISTRY_CURRENT_USER);
    expect_absent("logged off");
    sample_key(registry, REGISTRY_CURRENT_USER, "Software\\PromptFix");
    struct registry_key *software = NULL;
    ck_assert_uint_eq(
        registry_open(registry, REGISTRY_CURRENT_USER, "Software", REGISTRY_WRITE, &software),
        CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(software, "PromptFix"), CODE_SUCCESS);
    registry_close(software);
    char *after = sample_dump(registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}
END_TEST

START_TEST(counts_for_a_day_and_not_from_the_future)
{
    write_good_record();
    ck_assert_uint_eq(read_at("2026-11-23T09:59:59Z"), CODE_SUCCESS);
    ck_assert_uint_eq(read_at("2026-11-23T10:00:00Z"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(read_at("2026-11-22T09:59:59Z"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(read_at("9999-11-22T10:00:00Z"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(read_at("no time at all"), CODE_FILE_NOT_FOUND);
}
END_TEST

START_TEST(what_is_not_of_its_form_counts_as_not_there)
{
    static const char *const names[] = {
        "Time", "Outcome", "SignOn", "Status", "Schemes", "CertificateProblems", "CertificateName",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        write_good_record();
        sample_delete(registry, REGISTRY_CURRENT_USER, RECORD, names[i]);
        expect_absent(names[i]);
        sample_write(registry, REGISTRY_CURRENT_USER, RECORD, names[i], VALUE_BINARY, "\1\0\0\0",
                     4);
        expect_absent(names[i]);
        sample_write(registry, REGISTRY_CURRENT_USER, RECORD, names[i], VALUE_DWORD, "\1\0\0", 3);
        expect_absent(names[i]);
        sample_write(registry, REGISTRY_CURRENT_USER, RECORD, names[i], VALUE_STRING, "\0\xD8", 2);
        expect_absent(names[i]);
        sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, names[i], UINT32_MAX);
        expect_absent(names[i]);
    }
    static const struct {
        const char *name;
        const char *text;
    } texts[] = {
        {"Time", ""},
        {"Time", "2026-11-22T10:00:00Z and more"},
        {"Outcome", ""},
        {"Outcome", "offers"},
        {"Outcome", "time_limit"}, /* never kept */
        {"SignOn", "yes"},
        {"CertificateName", "a\r\nPROBLEM: call this number"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        write_good_record();
        sample_text(registry, REGISTRY_CURRENT_USER, RECORD, texts[i].name, texts[i].text);
        expect_absent(texts[i].text);
    }
    char long_name[CERTIFICATE_NAME_SIZE + 1];
    memset(long_name, 'a', sizeof long_name);
    long_name[CERTIFICATE_NAME_SIZE] = '\0';
    write_good_record();
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "CertificateName", long_name);
    expect_absent("long name");
}
END_TEST

START_TEST(a_record_that_is_half_written_counts_for_nothing)
{
    const struct probe_answer written = {.outcome = PROBE_OFFERS_NTLM, .status = 401, .time = NOW};
    error_code code = CODE_ACCESS_DENIED;
    for (size_t call = 1; code != CODE_SUCCESS; call++) {
        write_good_record();
        memory_registry_fail(memory, call, CODE_ACCESS_DENIED, false);
        code = proxy_record_write(registry, &address, &written);
        memory_registry_fail(memory, 0, CODE_SUCCESS, false);
        struct probe_answer answer = {0};
        const error_code read = proxy_record_read(registry, &address, NOW, &answer);
        if (read == CODE_SUCCESS)
            ck_assert(answer.outcome ==
                      (code == CODE_SUCCESS ? PROBE_OFFERS_NTLM : PROBE_ONLY_BASIC));
        ck_assert_uint_lt(call, 30);
    }
}
END_TEST

Suite *proxy_record_suite(void);

Suite *proxy_record_suite(void)
{
    Suite *suite = suite_create("proxy_record");
    TCase *tests = tcase_create("proxy_record");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_as_documented);
    tcase_add_test(tests, comes_back_as_it_was_written_until_the_user_logs_off);
    tcase_add_test(tests, counts_for_a_day_and_not_from_the_future);
    tcase_add_test(tests, what_is_not_of_its_form_counts_as_not_there);
    tcase_add_test(tests, a_record_that_is_half_written_counts_for_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
