#include "agent/notice_plan.h"

#include "agent/utc_time.h"

#include <stdio.h>

enum { SECONDS_PER_DAY = 86400, TIMES_A_DAY = 3 };

void notice_plan_init(struct notice_plan *plan, struct registry *registry)
{
    *plan = (struct notice_plan){.registry = registry, .limits = {.days = 1, .times = 3}};
}

/* Have so many days gone by since it was told? Yes if it never was, no if nobody can tell. */
static bool days_have_passed(const struct notice_record *record, uint32_t days, const char *now)
{
    int64_t last_second = 0;
    int64_t this_second = 0;
    if (!utc_time_read(record->last, &last_second))
        return true;
    return utc_time_read(now, &this_second) &&
           this_second - last_second >= (int64_t)days * SECONDS_PER_DAY;
}

static bool day_has_passed(const struct notice_record *record, const char *now)
{
    return days_have_passed(record, 1, now);
}

static bool is_in_future(const struct notice_record *record, const char *now)
{
    int64_t last_second = 0;
    int64_t this_second = 0;
    return utc_time_read(record->last, &last_second) && utc_time_read(now, &this_second) &&
           last_second > this_second;
}

/* A record that is not as it should be counts as none. One that cannot be read now is as it was
 * when it could be. */
static void load(struct notice_plan *plan, size_t number)
{
    struct notice_record record = {0};
    if (plan->refused[number])
        return;
    error_code code = notice_record_read(plan->registry, notice_subject_name(number), &record);
    if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND && code != CODE_INVALID_DATA)
        return;
    plan->stored[number] = code != CODE_FILE_NOT_FOUND;
    plan->records[number] = record;
}

static error_code store(struct notice_plan *plan, size_t number)
{
    error_code code =
        notice_record_write(plan->registry, notice_subject_name(number), &plan->records[number]);
    plan->refused[number] = code != CODE_SUCCESS;
    plan->stored[number] = true;
    return code;
}

static void forget(struct notice_plan *plan, size_t number)
{
    plan->records[number] = (struct notice_record){0};
    if (notice_record_delete(plan->registry, notice_subject_name(number)) == CODE_SUCCESS) {
        plan->stored[number] = false;
        plan->refused[number] = false;
    }
}

/* The problem is gone. When it was told is kept as long as it is not told again, so that it is not
 * told anew as often as it comes back. */
static bool take_back_gone(struct notice_plan *plan, size_t number, const char *now)
{
    struct notice_record *record = &plan->records[number];
    if (record->last[0] == '\0' || days_have_passed(record, plan->limits.days, now)) {
        forget(plan, number);
        return false;
    }
    const bool changed = record->count > 0 || record->dismissed;
    record->count = 0;
    record->dismissed = false;
    return changed;
}

/* Other facts than those that were told: whoever did not want to hear of the old ones has not heard
 * of these. */
static bool take_back_changed(struct notice_record *record, const struct notice_subject *subject)
{
    if (record->facts == 0 || record->facts == subject->facts)
        return false;
    record->facts = 0;
    record->dismissed = false;
    return true;
}

static void review(struct notice_plan *plan, size_t number, const struct notice_subjects *subjects,
                   const char *now)
{
    const struct notice_subject *subject = &subjects->subjects[number];
    struct notice_record *record = &plan->records[number];
    bool changed = plan->refused[number];
    load(plan, number);
    if (!plan->stored[number] && !plan->refused[number])
        return;
    if (is_in_future(record, now)) {
        snprintf(record->last, sizeof record->last, "%s", now);
        changed = true;
    }
    if (subject->present)
        changed |= take_back_changed(record, subject);
    else if (subjects->all_found)
        changed = take_back_gone(plan, number, now) || (changed && plan->stored[number]);
    if (changed)
        (void)store(plan, number); /* what is refused counts from memory */
}

void notice_plan_review(struct notice_plan *plan, const struct notice_subjects *subjects,
                        const char *now)
{
    if (!subjects->known)
        return;
    for (size_t number = 0; number < NOTICE_SUBJECT_COUNT; number++)
        review(plan, number, subjects, now);
}

static bool is_told(const struct notice_subjects *subjects, size_t number)
{
    return subjects->known && subjects->subjects[number].present && subjects->subjects[number].told;
}

static bool is_due(const struct notice_limits *limits, const struct notice_record *record,
                   const struct notice_subject *subject, const char *now)
{
    if (record->facts != subject->facts)
        return record->recent_count < TIMES_A_DAY || day_has_passed(record, now);
    if ((record->dismissed && !limits->cannot_be_dismissed) ||
        !days_have_passed(record, limits->days, now))
        return false;
    return record->count == 0 || (subject->is_urgent && record->count < limits->times);
}

bool notice_plan_is_due(const struct notice_plan *plan, const struct notice_subjects *subjects,
                        const char *now)
{
    for (size_t number = 0; number < NOTICE_SUBJECT_COUNT; number++)
        if (is_told(subjects, number) &&
            is_due(&plan->limits, &plan->records[number], &subjects->subjects[number], now))
            return true;
    return false;
}

void notice_plan_note_told(struct notice_plan *plan, const struct notice_subjects *subjects,
                           const char *now)
{
    for (size_t number = 0; number < NOTICE_SUBJECT_COUNT; number++) {
        struct notice_record *record = &plan->records[number];
        const uint64_t facts = subjects->subjects[number].facts;
        if (!is_told(subjects, number) ||
            (record->facts == facts && record->dismissed && !plan->limits.cannot_be_dismissed))
            continue;
        if (day_has_passed(record, now))
            record->recent_count = 0;
        if (record->facts != facts)
            record->count = 0;
        record->recent_count++;
        record->count += record->count < plan->limits.times;
        record->facts = facts;
        record->dismissed = false;
        snprintf(record->last, sizeof record->last, "%s", now);
        (void)store(plan, number); /* what is refused counts from memory */
    }
}

bool notice_plan_can_dismiss(const struct notice_subjects *subjects)
{
    for (size_t number = 0; number < NOTICE_SUBJECT_RESTART; number++)
        if (is_told(subjects, number))
            return true;
    return false;
}

bool notice_plan_is_dismissed(const struct notice_plan *plan,
                              const struct notice_subjects *subjects)
{
    for (size_t number = 0; number < NOTICE_SUBJECT_RESTART; number++) {
        const struct notice_record *record = &plan->records[number];
        if (is_told(subjects, number) &&
            !(record->dismissed && record->facts == subjects->subjects[number].facts))
            return false;
    }
    return notice_plan_can_dismiss(subjects);
}

error_code notice_plan_dismiss(struct notice_plan *plan, const struct notice_subjects *subjects,
                               bool dismissed)
{
    error_code first = CODE_SUCCESS;
    for (size_t number = 0; number < NOTICE_SUBJECT_RESTART; number++) {
        if (!is_told(subjects, number))
            continue;
        plan->records[number].facts = subjects->subjects[number].facts;
        plan->records[number].dismissed = dismissed;
        error_code code = store(plan, number);
        if (first == CODE_SUCCESS)
            first = code;
    }
    return first;
}
