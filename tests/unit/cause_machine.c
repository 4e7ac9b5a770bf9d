#include "tests/unit/cause_machine.h"

#include "agent/cause_table.h"
#include "tests/unit/modern_sample.h"

#include <stdio.h>

#define OFFICE "Software\\Microsoft\\Office\\"

static const char *const office_numbers[OWNERS] = {"11.0", "12.0", "12.0", "14.0", "15.0", "16.0"};
static const char *const profile_folders[OWNERS] = {
    NULL, NULL, NULL, SAMPLE_ROOT_2010, SAMPLE_ROOT_2013, SAMPLE_ROOT_2016,
};

const char *cause_machine_section(const struct cause_machine *machine)
{
    const char *folder = profile_folders[machine->owner];
    return folder == NULL ? sample_section("Outlook") : modern_sample_section(folder, "Outlook", 0);
}

const char *cause_machine_office_key(const struct cause_machine *machine, const char *above,
                                     const char *below)
{
    static char key[128];
    snprintf(key, sizeof key, "%s%s%s", above, office_numbers[machine->owner], below);
    return key;
}

void cause_machine_begin(struct cause_machine *machine, enum owner owner, bool exported)
{
    *machine = (struct cause_machine){.memory = sample_registry_create(),
                                      .windows = {.major = 5, .minor = 1},
                                      .exported = exported,
                                      .owner = owner,
                                      .case_count = machine->case_count};
    machine->registry = memory_registry_interface(machine->memory);
    if (owner == OWNER_2003 || owner == OWNER_EITHER)
        sample_key(machine->registry, REGISTRY_CURRENT_USER, OFFICE "11.0\\Outlook");
    if (owner == OWNER_2007 || owner == OWNER_EITHER)
        sample_key(machine->registry, REGISTRY_CURRENT_USER, OFFICE "12.0\\Outlook");
    if (profile_folders[owner] == NULL)
        sample_exchange_profile(machine->registry, "Outlook", SAMPLE_NTLM);
    else
        modern_sample_add(machine->registry,
                          &(struct modern_sample){.root = profile_folders[owner],
                                                  .profile = "Outlook",
                                                  .authentication = SAMPLE_NTLM});
}

void cause_machine_put(struct cause_machine *machine, enum registry_root root, const char *key,
                       const char *name, const struct content *content)
{
    if (content->kind == NUMBER)
        sample_dword(machine->registry, root, key, name, content->number);
    if (content->kind == TEXT)
        sample_text(machine->registry, root, key, name, content->text);
}

void cause_machine_put_key(struct cause_machine *machine, enum registry_root root, const char *key,
                           enum key_state state)
{
    if (state != KEY_MISSING)
        sample_key(machine->registry, root, key);
    if (state == KEY_DENIED)
        ASSERT_FAST(memory_registry_deny(machine->memory, root, key, REGISTRY_READ) ==
                    CODE_SUCCESS);
}

static const struct finding *finding_about(const struct diagnosis *diagnosis,
                                           const struct prompt_cause *cause)
{
    const struct finding *found = NULL;
    for (size_t i = 0; i < diagnosis->count; i++) {
        if (diagnosis->findings[i].cause != cause)
            continue;
        ASSERT_FAST(found == NULL); /* once */
        found = &diagnosis->findings[i];
    }
    return found;
}

static void expect_finding(const struct finding *found, enum prompt_cause_id id,
                           enum answer expected, bool denied, size_t number)
{
    const struct cause *row = &cause_table[id];
    if (row->told == 0 || (expected != ANSWER_YES && !denied)) {
        if (found != NULL) /* of the first, another part of the diagnosis tells */
            ck_abort_msg("case %u: a finding %d", (unsigned)number, found->id);
        return;
    }
    const enum finding_id wanted = expected == ANSWER_YES ? row->finding : FINDING_UNREADABLE;
    if (found == NULL || found->id != wanted)
        ck_abort_msg("case %u: finding %d, expected %d", (unsigned)number,
                     found != NULL ? (int)found->id : -1, wanted);
    ASSERT_FAST(found->severity == SEVERITY_ADVICE && found->remedy == REMEDY_NONE &&
                found->blocked_by == BLOCKED_BY_NOTHING);
    ASSERT_FAST((found->account == NULL) == row->of_computer);
}

void cause_machine_expect(struct cause_machine *machine, enum prompt_cause_id id,
                          enum answer expected, bool denied, size_t number)
{
    const struct diagnosis_request request = {0};
    const struct prompt_causes *const *causes = NULL;
    struct observation observation = {0};
    struct diagnosis diagnosis = {0};
    ASSERT_FAST(observation_read(machine->registry, &machine->windows, NULL,
                                 POLICIES_OF_COMPUTER_AND_USER, &machine->arena,
                                 &observation) == CODE_SUCCESS);
    ASSERT_FAST(observation.accounts.count == 1);
    observation.credentials = machine->credentials;
    ASSERT_FAST(prompt_causes_of_accounts(machine->registry, &machine->windows, &observation,
                                          machine->exported, &machine->arena,
                                          &causes) == CODE_SUCCESS);
    observation.causes = causes;
    ASSERT_FAST(diagnose(&observation, &request, &machine->arena, &diagnosis) == CODE_SUCCESS);
    const struct prompt_cause *cause = &causes[0]->causes[id];
    if (cause->seen != expected)
        ck_abort_msg("case %u: answer %d, expected %d", (unsigned)number, cause->seen, expected);
    expect_finding(finding_about(&diagnosis, cause), id, expected, denied, number);
    machine->case_count++;
    arena_done(&machine->arena);
    memory_registry_free(machine->memory);
}
