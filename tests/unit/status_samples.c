#include "tests/unit/status_samples.h"

#include "agent/policy.h"
#include "agent/prompt_record.h"
#include "agent/proxy_record.h"
#include "agent/run_report.h"
#include "registry/undo_record.h"
#include "tests/unit/message_texts.h"
#include "tests/unit/sample_registry.h"

#include <stdio.h>
#include <string.h>

/* Without a principal name Windows signs on by itself only from level 2 on. */
static void put_account(struct fake_host *fake, const char *profile, uint32_t authentication,
                        uint32_t flags)
{
    sample_account(fake->registry, &(struct sample_account){.profile = profile,
                                                            .flags = flags,
                                                            .authentication = authentication,
                                                            .config_flags = 4,
                                                            .proxy_server = "mail.contoso.com"});
}

static void put_outlook(struct fake_host *fake, uint32_t authentication, uint32_t level)
{
    put_account(fake, "Outlook", authentication, SAMPLE_FLAGS);
    sample_default_profile(fake->registry, "Outlook");
    sample_level(fake->registry, level);
}

static void fill_nothing(struct fake_host *fake)
{
    sample_level(fake->registry, 3);
}

static void fill_no_proxy(struct fake_host *fake)
{
    sample_account(fake->registry, &(struct sample_account){.profile = "Office"});
}

static void fill_both(struct fake_host *fake)
{
    put_account(fake, "Outlook", SAMPLE_BASIC, SAMPLE_FLAGS);
    sample_default_profile(fake->registry, "Outlook");
}

static void fill_basic(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_BASIC, 3);
}

static void fill_level(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 1);
}

static void fill_fine(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 3);
}

static void fill_level_advice(struct fake_host *fake)
{
    sample_exchange_profile(fake->registry, "Outlook", SAMPLE_NTLM);
}

static void fill_level_2(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 2);
}

static void fill_policy(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 3);
    sample_policy(fake->registry, "12.0", "ProxyAuthenticationService", SAMPLE_BASIC);
}

static void fill_policy_of_ntlm(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_BASIC, 0);
    sample_policy(fake->registry, "11.0", "ProxyAuthenticationService", SAMPLE_NTLM);
}

static void deny(struct fake_host *fake, const char *key)
{
    ck_assert_uint_eq(memory_registry_deny(fake->memory, REGISTRY_CURRENT_USER, key, REGISTRY_READ),
                      CODE_SUCCESS);
}

static void fill_unreadable(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 3);
    deny(fake, sample_section("Outlook"));
}

static void fill_unreadable_policy(struct fake_host *fake)
{
    fill_policy(fake);
    put_outlook(fake, SAMPLE_BASIC, 3);
    deny(fake, "Software\\Policies\\Microsoft\\Office\\12.0\\Outlook\\RPC");
}

static void fill_no_ssl(struct fake_host *fake)
{
    put_account(fake, "Outlook", SAMPLE_BASIC, SAMPLE_FLAGS & ~2U);
    sample_level(fake->registry, 3);
}

static void fill_always_prompt(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 3);
    sample_long(fake->registry, sample_section("Outlook"), "00036601", 0xC);
}

static void fill_unknown_method(struct fake_host *fake)
{
    put_outlook(fake, 16, 3);
}

static void fill_invalid_level(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 7);
}

/* A run that was ended after its first write. */
static void fill_interrupted(struct fake_host *fake)
{
    static const uint8_t basic[] = {SAMPLE_BASIC, 0, 0, 0};
    static const uint8_t ntlm[] = {SAMPLE_NTLM, 0, 0, 0};
    uint32_t number = 0;
    put_outlook(fake, SAMPLE_NTLM, 3);
    struct registry_change change = {.key = sample_section("Outlook"),
                                     .name = "00036627",
                                     .before = {true, VALUE_BINARY, basic, sizeof basic},
                                     .after = {true, VALUE_BINARY, ntlm, sizeof ntlm}};
    const struct change_set set = {REGISTRY_CURRENT_USER, &change, 1};
    ck_assert_uint_eq(
        undo_record_write(fake->registry, &set, "2026-11-22T09:00:00Z", "promptfix", &number),
        CODE_SUCCESS);
}

/* The user half was fixed three days ago. Before, Outlook asked twelve times in a week. */
static void put_prompts(struct fake_host *fake)
{
    sample_text(fake->registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "State", "applied");
    sample_text(fake->registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "Time",
                "2026-11-19T12:00:00Z");
    const char *const days[] = {"2026-11-13T09:00:00Z", "2026-11-16T09:00:00Z",
                                "2026-11-17T09:00:00Z", "2026-11-19T09:00:00Z"};
    for (int i = 0; i < 12; i++)
        ck_assert_uint_eq(prompt_record_add(fake->registry, "Outlook", days[i % 4], 1, false),
                          CODE_SUCCESS);
}

static void fill_prompts_stopped(struct fake_host *fake)
{
    fill_fine(fake);
    put_prompts(fake);
}

static void fill_prompts_continue(struct fake_host *fake)
{
    fill_prompts_stopped(fake);
    ck_assert_uint_eq(prompt_record_add(fake->registry, "Outlook", "2026-11-22T09:00:00Z", 1, true),
                      CODE_SUCCESS);
}

static void put_answer(struct fake_host *fake, enum probe_outcome outcome)
{
    const struct proxy_address address = {"mail.contoso.com", 443, true};
    const struct probe_answer answer = {.outcome = outcome,
                                        .status = 401,
                                        .schemes = outcome == PROBE_OFFERS_NTLM ? HTTP_SCHEME_NTLM
                                                                                : HTTP_SCHEME_BASIC,
                                        .certificate_name = "mail.contoso.com",
                                        .time = "2026-11-22T09:00:00Z"};
    ck_assert_uint_eq(proxy_record_write(fake->registry, &address, &answer), CODE_SUCCESS);
}

static void fill_no_ntlm(struct fake_host *fake)
{
    fill_basic(fake);
    put_answer(fake, PROBE_ONLY_BASIC);
}

/* Nobody here may raise the level; the certificate of the proxy is known. */
static void fill_by_name(struct fake_host *fake)
{
    put_account(fake, "Outlook", SAMPLE_NTLM, SAMPLE_FLAGS & ~4U);
    sample_level(fake->registry, 1);
    put_answer(fake, PROBE_OFFERS_NTLM);
    ck_assert_uint_eq(memory_registry_deny(fake->memory, REGISTRY_LOCAL_MACHINE,
                                           "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                                           REGISTRY_WRITE),
                      CODE_SUCCESS);
}

/* The profile names another certificate, so the button says what it would replace. */
static void fill_by_name_in_place(struct fake_host *fake)
{
    fill_by_name(fake);
    sample_unicode(fake->registry, sample_section("Outlook"), "001f6625",
                   "msstd:mail-old.contoso.com");
}

/* More causes than the window has room for. */
static void fill_causes(struct fake_host *fake)
{
    static const char internet[] =
        "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";
    fill_fine(fake);
    sample_dword(fake->registry, REGISTRY_CURRENT_USER, internet, "ProxyEnable", 1);
    sample_text(fake->registry, REGISTRY_CURRENT_USER, internet, "ProxyServer", "web:8080");
    sample_dword(fake->registry, REGISTRY_LOCAL_MACHINE, "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                 "DisableDomainCreds", 1);
    sample_policy(fake->registry, "11.0", "AuthenticationService", 16);
    sample_policy(fake->registry, "11.0", "EnableRPCTunnelingUI", 0);
}

/* By a Group Policy object with the longest name that is kept, and no room to break it. */
static void fill_level_by_gpo(struct fake_host *fake)
{
    put_outlook(fake, SAMPLE_NTLM, 1);
    fake->level_policy = (struct level_policy){
        .state = LEVEL_POLICY_SET, .level = 1, .template_name = "gpt00001.dom"};
    fake->policy_result = (struct policy_result){.state = POLICY_RESULT_SET, .level = 1};
    memset(fake->policy_result.gpo, 'W', GPO_NAME_SIZE - 1);
}

static void fill_own_policy(struct fake_host *fake)
{
    fill_both(fake);
    sample_dword(fake->registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowNtlm", 0);
    sample_dword(fake->registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowLevel", 0);
    sample_dword(fake->registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowFix", 7);
}

/* As much as there can be to say at once. */
static void fill_many(struct fake_host *fake)
{
    char profile[64];
    fill_both(fake);
    for (int i = 1; i <= 9; i++) {
        snprintf(profile, sizeof profile, "Zweigniederlassung S\u00fcd-Ost %d", i);
        put_account(fake, profile, i % 2 == 0 ? SAMPLE_BASIC : SAMPLE_NTLM, SAMPLE_FLAGS);
    }
    fill_no_proxy(fake);
    put_account(fake, "Home & family", SAMPLE_BASIC, SAMPLE_FLAGS & ~2U);
    put_account(fake, "Unknown method", 16, SAMPLE_FLAGS);
}

#define SINCE "2026-11-22T09:59:00Z"
#define OUTLOOK_PENDING                                                                            \
    {                                                                                              \
        .outlook = true, .outlook_since = SINCE                                                    \
    }
#define WINDOWS_PENDING                                                                            \
    {                                                                                              \
        .windows = true                                                                            \
    }
#define BOTH_PENDING                                                                               \
    {                                                                                              \
        .windows = true, .outlook = true, .outlook_since = SINCE                                   \
    }

const struct status_sample status_samples[] = {
    {"both", fill_both, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"both-to-2", fill_both, {0}, ACTIVITY_NONE, 0, 2, {0}},
    {"basic", fill_basic, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"level", fill_level, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"waiting", fill_level, OUTLOOK_PENDING, ACTIVITY_WAITING_FOR_RIGHTS, 0, 0, {true, false}},
    {"declined", fill_level, OUTLOOK_PENDING, ACTIVITY_DECLINED, 0, 0, {true, false}},
    {"declined-to-2", fill_level, {0}, ACTIVITY_DECLINED, 0, 2, {0}},
    {"declined-undo", fill_basic, OUTLOOK_PENDING, ACTIVITY_DECLINED, 0, 0, {false, true}},
    {"failed", fill_both, {0}, ACTIVITY_FAILED, CODE_ACCESS_DENIED, 0, {0}},
    {"busy", fill_both, {0}, ACTIVITY_BUSY, 0, 0, {0}},
    {"done", fill_fine, OUTLOOK_PENDING, ACTIVITY_DONE, 0, 0, {true, false}},
    {"done-both", fill_fine, BOTH_PENDING, ACTIVITY_DONE, 0, 0, {true, true}},
    {"restart-windows", fill_fine, WINDOWS_PENDING, ACTIVITY_NONE, 0, 0, {false, true}},
    {"undone", fill_basic, OUTLOOK_PENDING, ACTIVITY_UNDONE, 0, 0, {0}},
    {"partly-undone", fill_fine, {0}, ACTIVITY_PARTLY_UNDONE, 0, 0, {true, false}},
    {"nothing-to-undo", fill_fine, {0}, ACTIVITY_NOTHING_TO_UNDO, 0, 0, {0}},
    {"fine", fill_fine, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"level-advice", fill_level_advice, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"level-2", fill_level_2, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"nothing", fill_nothing, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"no-proxy", fill_no_proxy, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"policy", fill_policy, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"policy-of-ntlm", fill_policy_of_ntlm, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"unreadable", fill_unreadable, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"unreadable-policy", fill_unreadable_policy, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"no-ssl", fill_no_ssl, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"always-prompt", fill_always_prompt, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"unknown-method", fill_unknown_method, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"invalid-level", fill_invalid_level, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"interrupted", fill_interrupted, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"prompts-stopped", fill_prompts_stopped, {0}, ACTIVITY_NONE, 0, 0, {true, false}},
    {"prompts-continue", fill_prompts_continue, {0}, ACTIVITY_NONE, 0, 0, {true, false}},
    {"no-ntlm", fill_no_ntlm, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"by-name", fill_by_name, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"by-name-in-place", fill_by_name_in_place, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"causes", fill_causes, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"level-by-gpo", fill_level_by_gpo, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"own-policy", fill_own_policy, {0}, ACTIVITY_NONE, 0, 0, {0}},
    {"many", fill_many, OUTLOOK_PENDING, ACTIVITY_DECLINED, 0, 0, {true, true}},
};
const size_t status_sample_count = sizeof status_samples / sizeof status_samples[0];

const struct status_sample *status_sample_find(const char *name)
{
    for (size_t i = 0; i < status_sample_count; i++)
        if (strcmp(status_samples[i].name, name) == 0)
            return &status_samples[i];
    return NULL;
}

void status_machine_init(struct status_machine *machine, const struct status_sample *sample)
{
    memset(machine, 0, sizeof *machine);
    fake_host_init(&machine->fake);
    sample->fill(&machine->fake);
    const unsigned level = sample->chosen_level != 0 ? sample->chosen_level : 3;
    machine->options = (struct options){.verb = VERB_CHECK, .level = level == 2 ? 2 : 0};
    machine->run.host = &machine->fake.host;
    machine->run.options = &machine->options;
    machine->run.registry = machine->fake.registry;
    machine->run.report.options = &machine->options;
    machine->run.report.windows = machine->fake.host.windows;
    run_describe_origin(&machine->run, true, false);
    ck_assert_uint_eq(run_check(&machine->run), CODE_SUCCESS);
    machine->facts = (struct status_facts){
        .report = &machine->run.report,
        .pending = &sample->pending,
        .state = tray_state_of(&machine->run.report, &sample->pending),
        .activity = sample->activity,
        .activity_code = sample->activity_code,
        .chosen_level = level,
        .machine_needs_rights = true,
        .can_undo = {sample->can_undo[0], sample->can_undo[1]},
    };
}

void status_machine_done(struct status_machine *machine)
{
    arena_done(&machine->run.arena);
    fake_host_done(&machine->fake);
}

static const char *text_in_language(const struct message_source *source, message_id id)
{
    return message_text_of(((const struct language_messages *)source)->language, id);
}

struct language_messages language_messages_of(language_id language)
{
    return (struct language_messages){{text_in_language}, language};
}
