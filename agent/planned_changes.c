#include "agent/planned_changes.h"

#include "agent/account_label.h"
#include "agent/account_verdict.h"
#include "agent/certificate_name_text.h"
#include "agent/text_evidence.h"

#include <string.h>

bool planned_changes_recover(const struct report *report, enum registry_root half)
{
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (finding->remedy == REMEDY_RECOVER && finding->half == half && finding->in_scope &&
            finding_can_be_mended(finding))
            return true;
    }
    return false;
}

bool planned_changes_include(const struct report *report, enum registry_root half)
{
    return report->halves[half].changes.count > 0 || planned_changes_recover(report, half);
}

bool planned_changes_may_not_last(const struct report *report)
{
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (finding->remedy == REMEDY_SWITCH_TO_NTLM && finding->in_scope &&
            finding_can_be_mended(finding) &&
            outlook_version_has_autodiscover(finding->account->outlook))
            return true;
    }
    return false;
}

bool planned_changes_switch_method(const struct report *report)
{
    const struct change_set *set = &report->halves[REGISTRY_CURRENT_USER].changes;
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->changes[i].name, PROPERTY_ROH_AUTHENTICATION) == 0)
            return true;
    return false;
}

static const struct exchange_account *account_of(const struct report *report,
                                                 const struct registry_change *change)
{
    const struct account_list *accounts = &report->observation.accounts;
    for (size_t i = 0; i < accounts->count; i++)
        if (accounts->accounts[i].key != NULL &&
            strcmp(accounts->accounts[i].key, change->key) == 0)
            return &accounts->accounts[i];
    return NULL;
}

static const char *of_principal_name(struct view_text *text, const struct report *report,
                                     const struct exchange_account *account, const char *profile)
{
    char name[PRINCIPAL_NAME_SIZE];
    return view_sentence(text, MESSAGE_CHANGE_PRINCIPAL_NAME,
                         INSERT(profile, certificate_name_now(text->host->messages, account),
                                certificate_name_principal(&report->observation, account, name)));
}

/* "Mail profile "Outlook": sign-in to the Exchange proxy from Basic to NTLM" */
static const char *of_account(struct view_text *text, const struct report *report,
                              const struct registry_change *change)
{
    const struct exchange_account *account = account_of(report, change);
    const char *unknown = view_word(text, MESSAGE_UNKNOWN);
    struct byte_buffer label = {0};
    if (account != NULL)
        account_label_append(&label, text->host->messages, account);
    const char *profile = account != NULL ? view_keep(text, &label) : unknown;
    if (strcmp(change->name, PROPERTY_CONFIG_FLAGS) == 0)
        return view_sentence(text, MESSAGE_CHANGE_PROMPT, INSERT(profile));
    if (strcmp(change->name, PROPERTY_ROH_FLAGS) == 0)
        return view_sentence(text, MESSAGE_CHANGE_FLAGS, INSERT(profile));
    if (strcmp(change->name, PROPERTY_ROH_AUTHENTICATION) != 0)
        return account != NULL ? of_principal_name(text, report, account, profile) : unknown;
    const char *method = account != NULL
                             ? account_method_name(text, account->outlook, &account->authentication)
                             : unknown;
    return view_sentence(text, MESSAGE_CHANGE_METHOD,
                         INSERT(profile, method, view_word(text, MESSAGE_METHOD_NTLM)));
}

/* "Windows, for everyone on this computer: LmCompatibilityLevel from 0 to 3" */
static const char *of_level(struct view_text *text, const struct report *report)
{
    const struct lm_compatibility *level = &report->observation.level;
    return view_sentence(text, MESSAGE_CHANGE_LEVEL,
                         INSERT(level->effective_known ? view_number(text, level->effective)
                                                       : view_word(text, MESSAGE_UNKNOWN),
                                view_number(text, report->diagnosis.target_level)));
}

/* U+202A and U+202C: a path keeps its order inside a text that is read from right to left. */
#define LEFT_TO_RIGHT "\xE2\x80\xAA"
#define POP_DIRECTION "\xE2\x80\xAC"

/* "  HKCU\…\00036627: REG_BINARY 01 00 00 00 -> REG_BINARY 02 00 00 00" */
static void append_value(struct byte_buffer *out, const struct message_source *messages,
                         enum registry_root root, const struct registry_change *change)
{
    const bool mirrored = message_source_is_right_to_left(messages);
    byte_buffer_append_text(out, mirrored ? "  " LEFT_TO_RIGHT : "  ");
    byte_buffer_append_text(out, registry_root_name(root));
    byte_buffer_append_byte(out, '\\');
    byte_buffer_append_text(out, change->key);
    byte_buffer_append_byte(out, '\\');
    byte_buffer_append_text(out, change->name);
    byte_buffer_append_text(out, ": ");
    evidence_append_data(out, messages, &change->before);
    byte_buffer_append_text(out, " -> ");
    evidence_append_data(out, messages, &change->after);
    if (mirrored)
        byte_buffer_append_text(out, POP_DIRECTION);
}

static void begin_line(struct byte_buffer *out)
{
    if (out->size > 0)
        byte_buffer_append_byte(out, '\n');
}

static void append_half(struct byte_buffer *out, struct view_text *text,
                        const struct report *report, enum registry_root half)
{
    const struct change_set *set = &report->halves[half].changes;
    if (planned_changes_recover(report, half)) {
        begin_line(out);
        byte_buffer_append_text(out, view_word(text, MESSAGE_CHANGE_RECOVER));
        byte_buffer_append_text(out, "\n  ");
        evidence_append_record(out, registry_root_name(half), 0);
    }
    for (size_t i = 0; i < set->count; i++) {
        const struct registry_change *change = &set->changes[i];
        begin_line(out);
        byte_buffer_append_text(out, half == REGISTRY_CURRENT_USER
                                         ? of_account(text, report, change)
                                         : of_level(text, report));
        byte_buffer_append_byte(out, '\n');
        append_value(out, text->host->messages, half, change);
    }
}

const char *planned_changes_text(struct view_text *text, const struct report *report)
{
    struct byte_buffer out = {0};
    append_half(&out, text, report, REGISTRY_CURRENT_USER);
    append_half(&out, text, report, REGISTRY_LOCAL_MACHINE);
    return view_keep(text, &out);
}
