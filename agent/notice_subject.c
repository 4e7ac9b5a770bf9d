#include "agent/notice_subject.h"

#include <string.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo): offset basis and prime. */
static const uint64_t FINGERPRINT_START = 0xCBF29CE484222325U;
static const uint64_t FINGERPRINT_PRIME = 0x100000001B3U;

static void add_bytes(uint64_t *fingerprint, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *fingerprint = (*fingerprint ^ ((const uint8_t *)bytes)[i]) * FINGERPRINT_PRIME;
}

static void add_number(uint64_t *fingerprint, uint32_t number)
{
    const uint8_t bytes[] = {(uint8_t)number, (uint8_t)(number >> 8), (uint8_t)(number >> 16),
                             (uint8_t)(number >> 24)};
    add_bytes(fingerprint, bytes, sizeof bytes);
}

/* With its NUL, so that where one text ends and the next begins counts too. */
static void add_text(uint64_t *fingerprint, const char *text)
{
    if (text == NULL)
        text = "";
    add_bytes(fingerprint, text, strlen(text) + 1);
}

static void add_property(uint64_t *fingerprint, const struct property_long *property)
{
    add_number(fingerprint, (uint32_t)property->state);
    add_number(fingerprint, property->state == PROPERTY_READ ? property->value : 0);
}

static uint64_t facts_of_finding(const struct report *report, const struct finding *finding)
{
    const struct observation *observation = &report->observation;
    const struct outlook_policy *policy = &observation->outlook_policies.by_version[0];
    uint64_t facts = FINGERPRINT_START;
    if (finding->account != NULL)
        policy = observation_policy_for(observation, finding->account);
    add_number(&facts, (uint32_t)finding->severity);
    add_number(&facts, (uint32_t)finding->blocked_by);
    add_number(&facts, (uint32_t)finding->part);
    if (finding->account != NULL)
        add_text(&facts, finding->account->profile);
    /* The key too, where the profile's name alone does not tell: marks of versions that knew only
     * such accounts still fit. */
    if (finding->account != NULL && finding->account->outlook >= OUTLOOK_2010)
        add_text(&facts, finding->account->key);
    if (finding->half == REGISTRY_LOCAL_MACHINE) {
        add_number(&facts, (uint32_t)observation->level.source);
        add_number(&facts, observation->level.effective_known ? observation->level.effective : 0);
    } else {
        if (finding->account != NULL)
            add_property(&facts, &finding->account->authentication);
        add_property(&facts, &policy->authentication);
    }
    return facts;
}

static uint64_t facts_of_restart(const struct restart_pending *pending)
{
    uint64_t facts = FINGERPRINT_START;
    add_number(&facts, pending->windows);
    add_text(&facts, pending->outlook ? pending->outlook_since : NULL);
    return facts;
}

static bool is_urgent(enum tray_state state)
{
    return state == TRAY_PROBLEM;
}

static void add_finding(struct notice_subjects *subjects, const struct report *report,
                        const struct finding *finding, enum tray_state state)
{
    struct notice_subject *subject = &subjects->subjects[finding->id];
    const enum tray_state alone = tray_state_of_finding(report, finding);
    if (finding->id == FINDING_UNREADABLE)
        subjects->all_found = false;
    if (alone == TRAY_FINE)
        return;
    subject->present = true;
    subject->told = state != TRAY_RESTART_PENDING;
    subject->is_urgent |= is_urgent(alone);
    /* A sum, because the order in which the registry lists profiles says nothing. */
    subject->facts += facts_of_finding(report, finding);
}

static void add_prompt(struct notice_subjects *subjects, enum tray_state state)
{
    struct notice_subject *prompt = &subjects->subjects[NOTICE_SUBJECT_PROMPT];
    if (!subjects->known || (state != TRAY_PROBLEM && state != TRAY_RESTART_PENDING))
        return;
    prompt->present = true;
    prompt->is_urgent = true;
    for (size_t i = 0; i < NOTICE_SUBJECT_PROMPT; i++)
        if (subjects->subjects[i].present)
            prompt->facts += subjects->subjects[i].facts;
}

struct notice_subjects notice_subjects_of(const struct report *report,
                                          const struct restart_pending *pending,
                                          enum tray_state state)
{
    struct notice_subjects subjects = {.known = report->observed, .all_found = report->observed};
    for (size_t i = 0; report->observed && i < report->diagnosis.count; i++)
        add_finding(&subjects, report, &report->diagnosis.findings[i], state);
    if (pending == NULL) {
        subjects.all_found = false;
    } else if (pending->windows || pending->outlook) {
        struct notice_subject *restart = &subjects.subjects[NOTICE_SUBJECT_RESTART];
        restart->present = true;
        restart->told = state == TRAY_RESTART_PENDING;
        restart->facts = facts_of_restart(pending);
    }
    add_prompt(&subjects, state);
    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++)
        if (subjects.subjects[i].present && subjects.subjects[i].facts == 0)
            subjects.subjects[i].facts = 1; /* 0 means: none */
    return subjects;
}

const char *notice_subject_name(size_t number)
{
    if (number == NOTICE_SUBJECT_PROMPT)
        return "prompt";
    return number == NOTICE_SUBJECT_RESTART ? "restart_pending"
                                            : finding_id_name((enum finding_id)number);
}
