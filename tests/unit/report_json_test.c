/* The JSON report: names and order of its fields are a contract (design.md, "The report"). */
#include "agent/report.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/json_syntax.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define SECTION                                                                                    \
    "HKCU\\\\Software\\\\Microsoft\\\\Windows NT\\\\CurrentVersion\\\\Windows Messaging "          \
    "Subsystem\\\\Profiles\\\\Outlook\\\\13dbb0c8aa05101a9bb000aa002fc45a"

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static const char *report(const char *verb)
{
    (void)RUN(&fake, verb, "/json");
    ck_assert(json_is_well_formed(fake_host_output(&fake), fake.output.size));
    return fake_host_output(&fake);
}

static void expect_part(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "not in the report: %s", part);
}

static const char expected_fix[] =
    "{\n"
    "  \"schema\": 1,\n"
    "  \"program\": \"promptfix " PROMPTFIX_VERSION "\",\n"
    "  \"time\": \"2026-11-22T10:00:00Z\",\n"
    "  \"computer\": \"PC-0815\",\n"
    "  \"user\": \"CONTOSO\\\\anna\",\n"
    "  \"windows\": \"5.1\",\n"
    "  \"verb\": \"fix\",\n"
    "  \"lm_compatibility_level\": {\n"
    "    \"stored\": null,\n"
    "    \"effective\": 0,\n"
    "    \"source\": \"default\",\n"
    "    \"set_by_policy\": false,\n"
    "    \"policy_level\": null,\n"
    "    \"policy_template\": null,\n"
    "    \"gpo\": null\n"
    "  },\n"
    "  \"policies\": [],\n"
    "  \"accounts\": [\n"
    "    {\n"
    "      \"user\": \"CONTOSO\\\\anna\",\n"
    "      \"profile\": \"Outlook\",\n"
    "      \"default\": true,\n"
    "      \"section\": \"13dbb0c8aa05101a9bb000aa002fc45a\",\n"
    "      \"rpc_over_http\": true,\n"
    "      \"proxy_server\": \"mail.contoso.com\",\n"
    "      \"authentication\": \"basic\",\n"
    "      \"authentication_value\": 1,\n"
    "      \"flags\": 47,\n"
    "      \"ssl\": true,\n"
    "      \"mutual_authentication\": true,\n"
    "      \"principal_name\": \"msstd:mail.contoso.com\",\n"
    "      \"always_prompt\": false,\n"
    "      \"policy\": false,\n"
    "      \"implicit_logon\": false,\n"
    "      \"excluded\": false,\n"
    "      \"prompts\": [],\n"
    "      \"probe\": {\n"
    "        \"time\": \"2026-11-22T10:00:00Z\",\n"
    "        \"outcome\": \"name_not_found\",\n"
    "        \"status\": null,\n"
    "        \"schemes\": [],\n"
    "        \"error\": 12007,\n"
    "        \"certificate_name\": null,\n"
    "        \"certificate_problems\": [],\n"
    "        \"web_proxy\": null,\n"
    "        \"web_proxy_error\": null,\n"
    "        \"sign_on\": null\n"
    "      },\n"
    "      \"outlook\": null,\n"
    "      \"account_name\": null,\n"
    "      \"report_only\": false,\n"
    "      \"copies\": []\n"
    "    }\n"
    "  ],\n"
    "  \"findings\": [\n"
    "    {\n"
    "      \"id\": \"basic_authentication\",\n"
    "      \"user\": \"CONTOSO\\\\anna\",\n"
    "      \"profile\": \"Outlook\",\n"
    "      \"severity\": \"problem\",\n"
    "      \"remedy\": \"switch_to_ntlm\",\n"
    "      \"blocked_by\": null,\n"
    "      \"error\": null,\n"
    "      \"outlook\": null,\n"
    "      \"section\": \"13dbb0c8aa05101a9bb000aa002fc45a\",\n"
    "      \"confidence\": null\n"
    "    },\n"
    "    {\n"
    "      \"id\": \"lm_level_too_low\",\n"
    "      \"user\": \"CONTOSO\\\\anna\",\n"
    "      \"profile\": \"Outlook\",\n"
    "      \"severity\": \"advice\",\n"
    "      \"remedy\": \"raise_level\",\n"
    "      \"blocked_by\": null,\n"
    "      \"error\": null,\n"
    "      \"outlook\": null,\n"
    "      \"section\": \"13dbb0c8aa05101a9bb000aa002fc45a\",\n"
    "      \"confidence\": null\n"
    "    }\n"
    "  ],\n"
    "  \"changes\": [\n"
    "    {\n"
    "      \"key\": \"" SECTION "\",\n"
    "      \"value\": \"00036627\",\n"
    "      \"half\": \"user\",\n"
    "      \"before\": {\n"
    "        \"type\": \"REG_BINARY\",\n"
    "        \"data\": \"01000000\"\n"
    "      },\n"
    "      \"after\": {\n"
    "        \"type\": \"REG_BINARY\",\n"
    "        \"data\": \"02000000\"\n"
    "      },\n"
    "      \"state\": \"applied\"\n"
    "    },\n"
    "    {\n"
    "      \"key\": \"HKLM\\\\SYSTEM\\\\CurrentControlSet\\\\Control\\\\Lsa\",\n"
    "      \"value\": \"LmCompatibilityLevel\",\n"
    "      \"half\": \"machine\",\n"
    "      \"before\": null,\n"
    "      \"after\": {\n"
    "        \"type\": \"REG_DWORD\",\n"
    "        \"data\": \"03000000\"\n"
    "      },\n"
    "      \"state\": \"applied\"\n"
    "    }\n"
    "  ],\n"
    "  \"restart\": \"windows\",\n"
    "  \"restart_answer\": null,\n"
    "  \"exit_code\": 3010\n"
    "}\n";

START_TEST(has_the_fields_of_the_contract_in_their_order)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_default_profile(fake.registry, "Outlook");
    ck_assert_str_eq(report("/fix"), expected_fix);
}
END_TEST

START_TEST(says_null_where_nothing_is_known)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_CURRENT_USER,
                                           sample_section("Outlook"), REGISTRY_READ),
                      CODE_SUCCESS);
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE,
                                           "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                                           REGISTRY_READ),
                      CODE_SUCCESS);
    const char *text = report("/check");
    expect_part(text,
                "\"stored\": null,\n    \"effective\": null,\n    \"source\": \"unreadable\"");
    expect_part(text, "      \"rpc_over_http\": null,\n"
                      "      \"proxy_server\": null,\n"
                      "      \"authentication\": \"unreadable\",\n"
                      "      \"authentication_value\": null,\n"
                      "      \"flags\": null,\n"
                      "      \"ssl\": null,\n"
                      "      \"mutual_authentication\": null,\n"
                      "      \"principal_name\": null,\n"
                      "      \"always_prompt\": null,\n"
                      "      \"policy\": false,\n"
                      "      \"implicit_logon\": null,\n"
                      "      \"excluded\": false,\n"
                      "      \"prompts\": [],\n"
                      "      \"probe\": null,\n");
    expect_part(text, "\"id\": \"unreadable\",\n      \"user\": \"CONTOSO\\\\anna\",\n      "
                      "\"profile\": \"Outlook\"");
    expect_part(text, "\"changes\": [],\n  \"restart\": \"none\",\n  \"restart_answer\": null,\n  "
                      "\"exit_code\": 2\n");
}
END_TEST

START_TEST(prompts_are_counted_by_day_or_not_known)
{
    static const char key[] = "Software\\PromptFix\\Prompts\\Outlook";
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, key, "2026-11-22.1", 1);
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, key, "2026-11-20.1", 1);
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, key, "2026-11-20.2+", 2);
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, key, "2026-08-01.1", 9);
    expect_part(report("/check"), "\"excluded\": false,\n"
                                  "      \"prompts\": [\n"
                                  "        {\n"
                                  "          \"date\": \"2026-11-20\",\n"
                                  "          \"count\": 3\n"
                                  "        },\n"
                                  "        {\n"
                                  "          \"date\": \"2026-11-22\",\n"
                                  "          \"count\": 1\n"
                                  "        }\n"
                                  "      ],\n");
    sample_text(fake.registry, REGISTRY_CURRENT_USER, key, "2026-11-21.1", "many");
    expect_part(report("/check"), "\"prompts\": null,\n");
}
END_TEST

START_TEST(names_every_kind_of_authentication_and_level)
{
    static const struct {
        uint32_t scheme;
        const char *part;
    } schemes[] = {
        {0, "\"authentication\": \"unset\",\n      \"authentication_value\": null"},
        {1, "\"authentication\": \"basic\",\n      \"authentication_value\": 1"},
        {2, "\"authentication\": \"ntlm\",\n      \"authentication_value\": 2"},
        {65536, "\"authentication\": \"other\",\n      \"authentication_value\": 65536"},
    };
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        tear_down();
        set_up();
        sample_exchange_profile(fake.registry, "Outlook", schemes[i].scheme);
        sample_level(fake.registry, 6);
        const char *text = report("/check");
        expect_part(text, schemes[i].part);
        expect_part(text, "\"stored\": 6,\n    \"effective\": null,\n    \"source\": \"invalid\"");
    }
    sample_level(fake.registry, 4);
    expect_part(report("/check"),
                "\"stored\": 4,\n    \"effective\": 4,\n    \"source\": \"registry\"");
}
END_TEST

START_TEST(escapes_names_and_keeps_other_languages)
{
    sample_exchange_profile(fake.registry, "\xE4\xBB\x95\xE4\xBA\x8B \"x\"", SAMPLE_NTLM);
    const char *text = report("/check");
    expect_part(text, "\"profile\": \"\xE4\xBB\x95\xE4\xBA\x8B \\\"x\\\"\"");
}
END_TEST

START_TEST(tells_the_state_of_every_change)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_level(fake.registry, 3);
    expect_part(report("/check"), "\"state\": \"planned\"");
    expect_part(report("/fix"), "\"state\": \"applied\"");
    sample_long(fake.registry, sample_section("Outlook"), "00036627", 16);
    const char *text = report("/undo");
    expect_part(text, "\"verb\": \"undo\"");
    expect_part(text, "\"state\": \"conflict\"");
    expect_part(text, "\"exit_code\": 2");
}
END_TEST

START_TEST(every_name_is_there)
{
    for (int id = FINDING_BASIC_AUTHENTICATION; id < FINDING_COUNT; id++)
        ck_assert_ptr_nonnull(finding_id_name((enum finding_id)id));
    for (int state = CHANGE_PLANNED; state <= CHANGE_CONFLICT; state++)
        ck_assert_ptr_nonnull(change_state_name((enum change_state)state));
}
END_TEST

START_TEST(is_no_report_at_all_when_memory_runs_out)
{
    const struct options options = {.verb = VERB_CHECK};
    const struct report empty = {.options = &options, .program = "promptfix"};
    struct byte_buffer out = {.failed = true};
    report_append_json(&out, &empty);
    ck_assert(out.failed);
    ck_assert_uint_eq(out.size, 0);
    report_append_text(&out, &empty, &fake.host);
    ck_assert(out.failed);
    byte_buffer_done(&out);
}
END_TEST

Suite *report_json_suite(void);

Suite *report_json_suite(void)
{
    Suite *suite = suite_create("report_json");
    TCase *tests = tcase_create("report_json");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, has_the_fields_of_the_contract_in_their_order);
    tcase_add_test(tests, says_null_where_nothing_is_known);
    tcase_add_test(tests, prompts_are_counted_by_day_or_not_known);
    tcase_add_test(tests, names_every_kind_of_authentication_and_level);
    tcase_add_test(tests, escapes_names_and_keeps_other_languages);
    tcase_add_test(tests, tells_the_state_of_every_change);
    tcase_add_test(tests, every_name_is_there);
    tcase_add_test(tests, is_no_report_at_all_when_memory_runs_out);
    suite_add_tcase(suite, tests);
    return suite;
}
