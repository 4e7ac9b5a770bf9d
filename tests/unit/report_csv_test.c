/* The CSV report: its lines, its quoting, and that no name becomes a formula. */
#include "agent/report.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define HEADER                                                                                     \
    "\xEF\xBB\xBFtime,computer,user,program,windows,verb,exit_code,restart,level_stored,"          \
    "level_effective,level_source,account_user,profile,default,rpc_over_http,proxy_server,"        \
    "authentication,"                                                                              \
    "authentication_value,flags,ssl,mutual_authentication,principal_name,always_prompt,policy,"    \
    "implicit_logon,finding,severity,remedy,blocked_by,error,outlook,account_name,section\r\n"

#define ORIGIN                                                                                     \
    "2026-11-22T10:00:00Z,PC-0815,CONTOSO\\anna,promptfix " PROMPTFIX_VERSION ",NT 5.1,check,"

static struct fake_host fake;

#define EXCHANGE_SECTION "13dbb0c8aa05101a9bb000aa002fc45a"

static void set_up(void)
{
    fake_host_init(&fake);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static const char *report(void)
{
    (void)RUN(&fake, "/check", "/quiet", "/report:pc.CSV");
    ck_assert_uint_eq(fake.errors.size, 0);
    struct byte_buffer *file = fake_host_file(&fake, "pc.csv");
    ck_assert_ptr_nonnull(file);
    return byte_buffer_text(file);
}

START_TEST(has_a_line_for_each_account_and_finding)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_exchange_profile(fake.registry, "Second", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    ck_assert_str_eq(
        report(), HEADER ORIGIN
        "1,none,3,3,registry,CONTOSO\\anna,Outlook,no,yes,mail.contoso.com,basic,1,47,yes,yes,"
        "msstd:mail.contoso.com,no,no,no,basic_authentication,problem,switch_to_ntlm,,,,"
        "," EXCHANGE_SECTION "\r\n" ORIGIN
        "1,none,3,3,registry,CONTOSO\\anna,Second,no,yes,mail.contoso.com,ntlm,2,47,yes,yes,"
        "msstd:mail.contoso.com,no,no,yes,,,,,,,," EXCHANGE_SECTION "\r\n");
}
END_TEST

START_TEST(has_a_line_without_account_for_the_machine)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 77);
    const char *text = report();
    ck_assert_ptr_nonnull(strstr(text, "invalid,,,,,,,,,,,,,,,invalid_level,problem,,,,,,\r\n"));
}
END_TEST

START_TEST(has_one_line_for_a_computer_without_accounts)
{
    sample_level(fake.registry, 3);
    ck_assert_str_eq(report(), HEADER ORIGIN "0,none,3,3,registry,,,,,,,,,,,,,,,,,,,,,,\r\n");
}
END_TEST

static void expect_profile(const char *name, const char *field)
{
    fake_host_done(&fake);
    fake_host_init(&fake);
    sample_exchange_profile(fake.registry, name, SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    struct byte_buffer expected = {0};
    byte_buffer_append_text(&expected, ",registry,CONTOSO\\anna,");
    byte_buffer_append_text(&expected, field);
    byte_buffer_append_text(&expected, ",no,yes,mail");
    ck_assert_msg(strstr(report(), byte_buffer_text(&expected)) != NULL, "%s", report());
    byte_buffer_done(&expected);
}

START_TEST(quotes_what_would_split_a_field)
{
    expect_profile("plain name", "plain name");
    expect_profile("a,b", "\"a,b\"");
    expect_profile("a;b", "\"a;b\"");
    expect_profile("a \"b\"", "\"a \"\"b\"\"\"");
    expect_profile("a\r\nb", "\"a\r\nb\"");
    expect_profile("\xE4\xBB\x95\xE4\xBA\x8B", "\xE4\xBB\x95\xE4\xBA\x8B");
}
END_TEST

START_TEST(lets_no_name_become_a_formula)
{
    expect_profile("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
    expect_profile("+1", "'+1");
    expect_profile("-1", "'-1");
    expect_profile("@SUM(1)", "'@SUM(1)");
    expect_profile(" =1", "\" '=1\"");
    expect_profile("\t=1", "\"'\t'=1\"");
    expect_profile("\xEF\xBC\x9D"
                   "1",
                   "'\xEF\xBC\x9D"
                   "1");
    /* Excel splits at ";" where the list separator is that, quotes or not. */
    expect_profile("x;=1", "\"x;'=1\"");
    expect_profile("x\"; =1", "\"x\"\"; '=1\"");
    expect_profile("a=b+c-d@e", "a=b+c-d@e");
}
END_TEST

START_TEST(is_not_written_when_memory_runs_out)
{
    const struct options options = {.verb = VERB_CHECK};
    const struct report empty = {.options = &options, .program = "promptfix"};
    struct byte_buffer out = {.failed = true};
    report_append_csv(&out, &empty);
    ck_assert(out.failed);
    ck_assert_uint_eq(out.size, 0);
    byte_buffer_done(&out);
}
END_TEST

Suite *report_csv_suite(void);

Suite *report_csv_suite(void)
{
    Suite *suite = suite_create("report_csv");
    TCase *tests = tcase_create("report_csv");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, has_a_line_for_each_account_and_finding);
    tcase_add_test(tests, has_a_line_without_account_for_the_machine);
    tcase_add_test(tests, has_one_line_for_a_computer_without_accounts);
    tcase_add_test(tests, quotes_what_would_split_a_field);
    tcase_add_test(tests, lets_no_name_become_a_formula);
    tcase_add_test(tests, is_not_written_when_memory_runs_out);
    suite_add_tcase(suite, tests);
    return suite;
}
