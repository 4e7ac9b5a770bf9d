/* The causes beyond the article never count: over the whole verdict table, with all of them to be
 * seen or none of them readable, the other findings, what is mended and the exit code stay the
 * same.
 */
#include "agent/prompt_causes.h"
#include "agent/run.h"
#include "tests/unit/sample_registry.h"
#include "tests/unit/verdict_cases.h"

/* Of these causes (cause_table.h), those that are found by way of that table. */
enum { CAUSES_TOLD = 8 };

static bool is_same(const struct finding *a, const struct finding *b)
{
    return a->id == b->id && a->account == b->account && a->half == b->half &&
           a->severity == b->severity && a->remedy == b->remedy && a->blocked_by == b->blocked_by &&
           a->in_scope == b->in_scope && a->needs_request == b->needs_request;
}

/* Are the findings with causes those without, and besides them only advice without a remedy? */
static bool only_adds_advice(const struct diagnosis *without, const struct diagnosis *with,
                             size_t *added)
{
    size_t same = 0;
    *added = 0;
    for (size_t i = 0; i < with->count; i++) {
        const struct finding *finding = &with->findings[i];
        if (finding->cause == NULL) {
            if (same == without->count || !is_same(finding, &without->findings[same++]))
                return false;
        } else if (finding->severity != SEVERITY_ADVICE || finding->remedy != REMEDY_NONE) {
            return false;
        } else {
            ++*added;
        }
    }
    return same == without->count;
}

/* The causes beyond the article: all to be seen, or none of them readable. */
struct causes_case {
    struct arena arena; /* of one case */
    struct prompt_causes seen;
    struct prompt_causes unreadable;
};

static struct run judge(const struct verdict_case *verdict_case,
                        const struct observation *observation, struct arena *arena)
{
    struct run run = {0};
    ASSERT_FAST(diagnose(observation, &verdict_case->request, arena, &run.report.diagnosis) ==
                CODE_SUCCESS);
    run_judge_findings(&run);
    return run;
}

static void expect_causes_to_change_nothing(const struct verdict_case *verdict_case,
                                            const struct observation *observation, void *context)
{
    struct causes_case *causes = context;
    const struct prompt_causes *const both[] = {&causes->seen, &causes->unreadable};
    const struct prompt_causes *const none = NULL;
    const size_t expected = verdict_case->roh ? CAUSES_TOLD : 0;
    const struct run plain = judge(verdict_case, observation, &causes->arena);
    for (size_t i = 0; i < 2; i++) {
        struct observation with = *observation;
        size_t added = 0;
        with.causes = verdict_case->roh ? &both[i] : &none;
        const struct run run = judge(verdict_case, &with, &causes->arena);
        if (!only_adds_advice(&plain.report.diagnosis, &run.report.diagnosis, &added) ||
            added != expected || exit_code_of(&run.outcome) != exit_code_of(&plain.outcome))
            ck_abort_msg("%u added: %s", (unsigned)added, verdict_case_text(verdict_case));
    }
    arena_done(&causes->arena);
}

START_TEST(no_cause_beyond_the_article_changes_a_verdict)
{
    struct causes_case causes = {0};
    for (size_t i = 0; i < PROMPT_CAUSE_COUNT; i++) {
        causes.seen.causes[i].seen = ANSWER_YES;
        causes.seen.causes[i].evidence_count = 1;
        causes.unreadable.causes[i].evidence_count = 1;
        causes.unreadable.causes[i].evidence[0].error = CODE_ACCESS_DENIED;
    }
    const size_t count = verdict_cases_each(expect_causes_to_change_nothing, &causes);
    ck_assert_uint_eq(count, VERDICT_CASE_CALLS);
}
END_TEST

Suite *cause_verdicts_suite(void);

Suite *cause_verdicts_suite(void)
{
    Suite *suite = suite_create("cause_verdicts");
    TCase *tests = tcase_create("cause_verdicts");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, no_cause_beyond_the_article_changes_a_verdict);
    suite_add_tcase(suite, tests);
    return suite;
}
