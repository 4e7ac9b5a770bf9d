#include "agent/notice_subject.h"

#include <check.h>
#include <string.h>

static const struct restart_pending none;

static struct exchange_account accounts[2];
static struct finding findings[4];
static struct report report;

static void set_up(void)
{
    memset(accounts, 0, sizeof accounts);
    for (size_t i = 0; i < 2; i++) {
        accounts[i].profile = i == 0 ? "Outlook" : "Work";
        accounts[i].authentication = (struct property_long){.state = PROPERTY_READ, .value = 1};
        findings[i] = (struct finding){.id = FINDING_BASIC_AUTHENTICATION,
                                       .account = &accounts[i],
                                       .remedy = REMEDY_SWITCH_TO_NTLM,
                                       .in_scope = true};
        findings[2 + i] = (struct finding){.id = FINDING_LM_LEVEL_TOO_LOW,
                                           .account = &accounts[i],
                                           .half = REGISTRY_LOCAL_MACHINE,
                                           .remedy = REMEDY_RAISE_LEVEL,
                                           .in_scope = true};
    }
    report = (struct report){
        .observed = true,
        .observation = {.level = {.effective_known = true, .effective = 1}},
        .diagnosis = {.findings = findings, .count = 4},
    };
}

static uint64_t facts(enum finding_id id)
{
    return notice_subjects_of(&report, &none, TRAY_PROBLEM).subjects[id].facts;
}

static uint64_t basic(void)
{
    return facts(FINDING_BASIC_AUTHENTICATION);
}

static uint64_t level(void)
{
    return facts(FINDING_LM_LEVEL_TOO_LOW);
}

START_TEST(one_kind_of_finding_is_one_subject)
{
    const struct notice_subjects subjects = notice_subjects_of(&report, &none, TRAY_PROBLEM);
    size_t present = 0;
    ck_assert(subjects.known && subjects.all_found);
    for (size_t i = 0; i < NOTICE_SUBJECT_PROMPT; i++) {
        present += subjects.subjects[i].present;
        ck_assert(!subjects.subjects[i].present || subjects.subjects[i].told);
    }
    ck_assert_uint_eq(present, 2);
    /* A prompt is told only at the moment when it comes. */
    ck_assert(subjects.subjects[NOTICE_SUBJECT_PROMPT].present);
    ck_assert(!subjects.subjects[NOTICE_SUBJECT_PROMPT].told);
}
END_TEST

START_TEST(the_order_of_the_profiles_is_no_fact)
{
    const uint64_t before = basic();
    const struct finding first = findings[0];
    findings[0] = findings[1];
    findings[1] = first;
    ck_assert(basic() == before);
}
END_TEST

START_TEST(whatever_matters_is_a_fact)
{
    const uint64_t before = basic();
    const uint64_t level_before = level();
    accounts[1].profile = "Home";
    ck_assert(basic() != before && level() != level_before);
    set_up();
    findings[0].blocked_by = BLOCKED_BY_POLICY;
    ck_assert(basic() != before && level() == level_before);
    set_up();
    report.observation.outlook_policies.by_version[OUTLOOK_UNKNOWN].authentication =
        (struct property_long){.state = PROPERTY_READ, .value = 1};
    ck_assert(basic() != before && level() == level_before);
    set_up();
    report.observation.level.effective = 0;
    ck_assert(basic() == before && level() != level_before);
    set_up();
    report.diagnosis.findings++; /* one account less */
    report.diagnosis.count--;
    ck_assert(basic() != before);
}
END_TEST

/* The user half is mended, the machine half declined: nothing new about the level. */
START_TEST(the_level_does_not_depend_on_the_method)
{
    const uint64_t before = level();
    accounts[0].authentication.value = accounts[1].authentication.value = 2;
    ck_assert(level() == before);
    ck_assert(basic() != 0);
}
END_TEST

START_TEST(advice_is_no_subject)
{
    for (size_t i = 0; i < 4; i++)
        findings[i].severity = SEVERITY_ADVICE;
    const struct notice_subjects subjects = notice_subjects_of(&report, &none, TRAY_FINE);
    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++)
        ck_assert(!subjects.subjects[i].present);
}
END_TEST

START_TEST(a_restart_stands_for_itself)
{
    const struct restart_pending outlook = {.outlook = true,
                                            .outlook_since = "2026-11-22T10:00:00Z"};
    const struct restart_pending later = {.outlook = true, .outlook_since = "2026-11-22T10:00:01Z"};
    struct notice_subjects subjects = notice_subjects_of(&report, &outlook, TRAY_PROBLEM);
    const struct notice_subject *restart = &subjects.subjects[NOTICE_SUBJECT_RESTART];
    ck_assert(restart->present && !restart->told && !restart->is_urgent);
    const uint64_t before = restart->facts;
    subjects = notice_subjects_of(&report, &later, TRAY_RESTART_PENDING);
    ck_assert(restart->told && restart->facts != before);
    ck_assert(subjects.subjects[FINDING_BASIC_AUTHENTICATION].present);
    ck_assert(!subjects.subjects[FINDING_BASIC_AUTHENTICATION].told);
}
END_TEST

START_TEST(only_what_a_person_can_act_on_is_urgent)
{
    findings[2].id = FINDING_SET_BY_POLICY;
    findings[3].id = FINDING_UNKNOWN_AUTHENTICATION;
    const struct notice_subjects subjects = notice_subjects_of(&report, &none, TRAY_PROBLEM);
    ck_assert(subjects.subjects[FINDING_BASIC_AUTHENTICATION].is_urgent);
    ck_assert(!subjects.subjects[FINDING_SET_BY_POLICY].is_urgent);
    ck_assert(!subjects.subjects[FINDING_UNKNOWN_AUTHENTICATION].is_urgent);
}
END_TEST

START_TEST(what_cannot_be_read_leaves_open_what_is_gone)
{
    ck_assert(!notice_subjects_of(&report, NULL, TRAY_PROBLEM).all_found);
    findings[3] = (struct finding){.id = FINDING_UNREADABLE, .part = UNREADABLE_PROFILES};
    ck_assert(!notice_subjects_of(&report, &none, TRAY_PROBLEM).all_found);
    report.observed = false;
    ck_assert(!notice_subjects_of(&report, &none, TRAY_CANNOT_TELL).known);
}
END_TEST

START_TEST(every_subject_has_a_name_of_its_own)
{
    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++) {
        ck_assert_ptr_nonnull(notice_subject_name(i));
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(notice_subject_name(i), notice_subject_name(j));
    }
}
END_TEST

Suite *notice_subject_suite(void);

Suite *notice_subject_suite(void)
{
    Suite *suite = suite_create("notice_subject");
    TCase *tests = tcase_create("notice_subject");
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, one_kind_of_finding_is_one_subject);
    tcase_add_test(tests, the_order_of_the_profiles_is_no_fact);
    tcase_add_test(tests, whatever_matters_is_a_fact);
    tcase_add_test(tests, the_level_does_not_depend_on_the_method);
    tcase_add_test(tests, advice_is_no_subject);
    tcase_add_test(tests, a_restart_stands_for_itself);
    tcase_add_test(tests, only_what_a_person_can_act_on_is_urgent);
    tcase_add_test(tests, what_cannot_be_read_leaves_open_what_is_gone);
    tcase_add_test(tests, every_subject_has_a_name_of_its_own);
    suite_add_tcase(suite, tests);
    return suite;
}
