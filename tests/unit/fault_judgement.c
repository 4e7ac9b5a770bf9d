#include "tests/unit/fault_judgement.h"

#include "registry/change_set.h"
#include "tests/unit/sample_registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT(run, condition)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fault_fail(run, #condition);                                                           \
    } while (0)

void fault_fail(const struct faulty_run *run, const char *condition)
{
    static const char *const parts[] = {"registry call", "allocation", "call of the host"};
    const struct fault *fault = run->fault;
    ck_abort_msg(
        "%s, %s: %s %u fails with %u%s: exit code %d, then /check says %d: not %s\n%.3000s%.500s",
        run->baseline->of->what, fault_machine_name(run->baseline->of->machine), parts[fault->part],
        (unsigned)fault->number, (unsigned)fault->code, fault->from_then_on ? " from then on" : "",
        (int)run->code, run->left != NULL ? (int)run->left->check : -1, condition,
        fake_host_output(run->fake), fake_host_errors(run->fake));
}

static int argument_count(const struct fault_case *of)
{
    int count = 0;
    while (count < 8 && of->arguments[count] != NULL)
        count++;
    return count;
}

enum exit_code fault_case_run(struct fake_host *fake, const struct fault_case *of)
{
    return fake_host_run(fake, argument_count(of), of->arguments);
}

static bool same_values(const struct machine_values *a, const struct machine_values *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static bool has_finding(const struct json_node *report, const char *id)
{
    const struct json_node *findings = json_member(report, "findings");
    for (const struct json_node *finding = findings != NULL ? findings->first : NULL;
         finding != NULL; finding = finding->next)
        if (strcmp(json_member_text(finding, "id"), id) == 0)
            return true;
    return false;
}

/* Something could not be read: of the machine, or of PromptFix's own policies. */
static bool tells_of_unreadable(const struct json_node *report)
{
    return has_finding(report, "unreadable") || has_finding(report, "policy_problem");
}

/* "01000000" is 1; an absent value -1. */
static long long number_of(const struct json_node *change, const char *side)
{
    const char *data = json_member_text(json_member(change, side), "data");
    long long number = 0;
    if (strlen(data) != 8)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        char byte[3] = {data[6 - 2 * i], data[7 - 2 * i], '\0'};
        number = number << 8 | (long long)strtoul(byte, NULL, 16);
    }
    return number;
}

/* What the changes of a report come to in one half. */
struct told {
    size_t old_count; /* hold what they held before the verb */
    size_t new_count; /* hold what it wanted */
    bool is_applied;
    bool is_failed;
};

/* A report tells of each value just what it holds. */
static void judge_change(struct faulty_run *run, const struct json_node *change,
                         struct told told[2])
{
    const char *key = json_member_text(change, "key");
    const char *state = json_member_text(change, "state");
    const bool undo = run->baseline->is_undo;
    const long long old = number_of(change, undo ? "after" : "before");
    const long long wanted = number_of(change, undo ? "before" : "after");
    const long long now = fault_machine_read(run->fake, key, json_member_text(change, "value"));
    struct told *half = &told[strncmp(key, "HKLM", 4) == 0];

    EXPECT(run, old != wanted && (now == old || now == wanted));
    half->old_count += now == old;
    half->new_count += now == wanted;
    half->is_applied |= strcmp(state, "applied") == 0;
    half->is_failed |= strcmp(state, "failed") == 0;
    if (strcmp(state, "applied") == 0)
        EXPECT(run, now == wanted);
    else if (strcmp(state, "failed") != 0)
        EXPECT(run, now == old);
    if (run->baseline->is_check)
        EXPECT(run, strcmp(state, "planned") == 0);
}

static void judge_changes(struct faulty_run *run)
{
    struct told told[2] = {0};
    const struct json_node *changes = json_member(run->report, "changes");
    const char *restart = json_member_text(run->report, "restart");
    for (const struct json_node *change = changes != NULL ? changes->first : NULL; change != NULL;
         change = change->next)
        judge_change(run, change, told);
    for (int half = 0; half < 2; half++) {
        const bool torn = told[half].old_count > 0 && told[half].new_count > 0;
        EXPECT(run, !torn || (run->fault->from_then_on && run->left->is_pending[half] &&
                              run->code == EXIT_FAILED));
        EXPECT(run, !told[half].is_failed || run->code == EXIT_FAILED);
    }
    if (told[REGISTRY_LOCAL_MACHINE].is_applied)
        EXPECT(run, strcmp(restart, "windows") == 0);
    if (told[REGISTRY_CURRENT_USER].is_applied)
        EXPECT(run, strcmp(restart, "none") != 0);
    if (run->baseline->recovers)
        return; /* a recovery needs a restart, too */
    if (strcmp(restart, "windows") == 0)
        EXPECT(run, told[REGISTRY_LOCAL_MACHINE].is_applied);
    if (strcmp(restart, "outlook") == 0)
        EXPECT(run, told[REGISTRY_CURRENT_USER].is_applied);
}

/* Whatever was told: in each half all is as it was or as it is to be, and nothing else is touched.
 */
static void judge_store(struct faulty_run *run)
{
    const struct baseline *baseline = run->baseline;
    const struct machine_values original = fault_machine_original(baseline->of->machine);
    const struct machine_values fixed = fault_machine_fixed(baseline->of->machine);
    if (baseline->is_check || baseline->is_export)
        EXPECT(run, strcmp(run->left->dump, baseline->store) == 0);
    bool is_old[2] = {true, true};
    bool is_new[2] = {true, true};
    bool is_begin[2] = {true, true};
    for (size_t i = 0; i < MACHINE_VALUE_COUNT; i++) {
        const enum registry_root half = fault_machine_half(i);
        const long long now = run->left->now.numbers[i];
        EXPECT(run, now == original.numbers[i] || now == fixed.numbers[i]);
        is_old[half] &= now == original.numbers[i];
        is_new[half] &= now == fixed.numbers[i];
        is_begin[half] &= now == baseline->begin.numbers[i];
    }
    for (int half = 0; half < 2; half++) {
        /* A part of the accounts could not be read: what was planned for the others is done. */
        const bool in_part = run->report != NULL && tells_of_unreadable(run->report);
        EXPECT(run, is_old[half] || is_new[half] || is_begin[half] || in_part ||
                        (run->fault->from_then_on && run->left->is_pending[half]));
    }
}

/* The report as text; "" where there is none. */
static const char *log_of(const struct faulty_run *run)
{
    struct byte_buffer *log = fake_host_file(run->fake, "l.txt");
    return log != NULL ? byte_buffer_text(log) : "";
}

/* A half that needs no change fails too when it cannot be kept to oneself, or its records cannot be
 * read: an interrupted run may have to be settled there. */
static bool tells_of_lock_or_record(const struct faulty_run *run)
{
    const char *log = log_of(run);
    return strstr(log, "could not be taken back") != NULL ||
           strstr(log, "cannot be kept away") != NULL;
}

static void judge_fix(struct faulty_run *run)
{
    const bool is_unreadable = tells_of_unreadable(run->report);
    const long long level = run->left->now.numbers[MACHINE_LEVEL];
    switch (run->code) {
    case EXIT_NOTHING_LEFT:
        EXPECT(run, run->left->check == EXIT_NOTHING_LEFT);
        EXPECT(run, same_values(&run->left->now, &run->baseline->begin));
        break;
    case EXIT_RESTART_WINDOWS:
    case EXIT_RESTART_OUTLOOK:
        EXPECT(run, run->left->check == EXIT_NOTHING_LEFT || is_unreadable);
        EXPECT(run,
               run->baseline->recovers || !same_values(&run->left->now, &run->baseline->begin));
        break;
    case EXIT_NEEDS_RIGHTS:
        EXPECT(run, run->left->check == EXIT_CAN_BE_MENDED);
        EXPECT(run, level == run->baseline->begin.numbers[MACHINE_LEVEL]);
        break;
    case EXIT_CANNOT_BE_MENDED:
        EXPECT(run, is_unreadable);
        break;
    default:
        EXPECT(run, run->code == EXIT_FAILED);
        EXPECT(run, run->fault->from_then_on || run->report == NULL ||
                        run->left->check != EXIT_NOTHING_LEFT || tells_of_lock_or_record(run));
        break;
    }
}

static void judge_check(struct faulty_run *run)
{
    const bool is_unreadable = tells_of_unreadable(run->report);
    if (run->code == EXIT_CANNOT_BE_MENDED)
        EXPECT(run, is_unreadable);
    else if (run->code == EXIT_FAILED)
        EXPECT(run, run->report == NULL);
    else
        EXPECT(run, run->code == run->left->check);
}

static void judge_undo(struct faulty_run *run)
{
    const struct machine_values original = fault_machine_original(run->baseline->of->machine);
    switch (run->code) {
    case EXIT_RESTART_WINDOWS:
    case EXIT_RESTART_OUTLOOK:
        EXPECT(run, same_values(&run->left->now, &original));
        break;
    case EXIT_NEEDS_RIGHTS:
        EXPECT(run, run->left->now.numbers[MACHINE_LEVEL] ==
                        run->baseline->begin.numbers[MACHINE_LEVEL]);
        break;
    default:
        EXPECT(run, run->code == EXIT_FAILED);
        break;
    }
}

static void judge_export(struct faulty_run *run)
{
    const bool failed = run->code == EXIT_BAD_INPUT || run->code == EXIT_FAILED;
    const struct byte_buffer *out = fake_host_file(run->fake, "f.reg");
    EXPECT(run, failed || run->code == run->baseline->code);
    if (strcmp(run->baseline->of->arguments[0], "/fix") == 0)
        EXPECT(run, failed == (out == NULL));
    if (failed)
        EXPECT(run, run->fake->errors.size > 0);
}

/* A file is written, or it is told that it is not; without memory in fewer words. */
static void judge_file(struct faulty_run *run, const struct byte_buffer *file,
                       const char *complaint)
{
    const char *errors = fake_host_errors(run->fake);
    const bool is_told = strstr(errors, complaint) != NULL;
    if (file != NULL)
        EXPECT(run, !is_told);
    else
        EXPECT(run, is_told || (run->fault->part == FAILS_ALLOCATION && errors[0] != '\0'));
}

/* What is told where: on the output, in the report's file, in the log, and what went wrong there.
 */
static void judge_words(struct faulty_run *run)
{
    struct fake_host *fake = run->fake;
    const struct byte_buffer *file = fake_host_file(fake, "r.json");
    const struct byte_buffer *log = fake_host_file(fake, "l.txt");
    const char *errors = fake_host_errors(fake);
    char number[32];
    EXPECT(run, run->report != NULL || fake->output.size == 0);
    if (run->report == NULL) {
        EXPECT(run, errors[0] != '\0' && file == NULL && log == NULL);
        return;
    }
    snprintf(number, sizeof number, "%d", (int)run->code);
    EXPECT(run, strcmp(json_member_text(run->report, "exit_code"), number) == 0);
    judge_file(run, file, "Cannot write r.json: ");
    judge_file(run, log, "Cannot write l.txt: ");
    if (file != NULL)
        EXPECT(run, file->size == fake->output.size &&
                        memcmp(file->data, fake->output.data, file->size) == 0);
    snprintf(number, sizeof number, "(exit code %d)", (int)run->code);
    EXPECT(run, log == NULL || strstr(log_of(run), number) != NULL);
}

/* The same once more, and nothing fails: it ends where it should, and all can be undone. */
static void judge_next_run(struct faulty_run *run)
{
    const struct baseline *baseline = run->baseline;
    const struct machine_values original = fault_machine_original(baseline->of->machine);
    const struct machine_values fixed = fault_machine_fixed(baseline->of->machine);
    if (baseline->is_check || baseline->is_export) {
        EXPECT(run, fault_case_run(run->fake, baseline->of) == baseline->code);
        return;
    }
    enum exit_code next = fault_case_run(run->fake, baseline->of);
    struct machine_values now = fault_machine_now(run->fake);
    EXPECT(run, next == EXIT_NOTHING_LEFT || next == EXIT_RESTART_OUTLOOK ||
                    next == EXIT_RESTART_WINDOWS);
    EXPECT(run, same_values(&now, baseline->is_undo ? &original : &fixed));
    EXPECT(run, RUN(run->fake, FAULT_FIX) != EXIT_FAILED);
    EXPECT(run, RUN(run->fake, "/check", "/alwaysprompt:clear") == EXIT_NOTHING_LEFT);
    for (int i = 0; next != EXIT_NOTHING_LEFT || i == 0; i++) {
        next = RUN(run->fake, "/undo");
        EXPECT(run, i < 4 && next != EXIT_FAILED);
    }
    now = fault_machine_now(run->fake);
    EXPECT(run, same_values(&now, &original));
    char *rest = fault_machine_rest(run->fake);
    EXPECT(run, strcmp(rest, baseline->rest) == 0);
    free(rest);
}

/* Looks at a store that no run of the case has left before. */
static void look_at_store(struct faulty_run *run, char *dump)
{
    struct baseline *baseline = run->baseline;
    struct byte_buffer output = run->fake->output; /* kept for what a failure shows */
    struct byte_buffer errors = run->fake->errors;
    ASSERT_FAST(baseline->left_count < LEFT_STORE_LIMIT);
    struct left_store *left = &baseline->left[baseline->left_count++];
    *left = (struct left_store){.dump = dump, .now = fault_machine_now(run->fake)};
    run->left = left;
    for (int half = 0; half < 2; half++)
        EXPECT(run, change_set_find_pending(run->fake->registry, (enum registry_root)half,
                                            &left->is_pending[half]) == CODE_SUCCESS);
    char *rest = fault_machine_rest(run->fake);
    EXPECT(run, strcmp(rest, baseline->rest) == 0);
    free(rest);
    run->fake->output = run->fake->errors = (struct byte_buffer){0};
    left->check = RUN(run->fake, "/check", "/alwaysprompt:clear");
    byte_buffer_done(&run->fake->output);
    byte_buffer_done(&run->fake->errors);
    run->fake->output = output;
    run->fake->errors = errors;
}

void fault_judge(struct faulty_run *run)
{
    struct baseline *baseline = run->baseline;
    char *dump = fault_machine_store(run->fake);
    EXPECT(run, memory_registry_open_count(run->fake->memory) == 0);
    for (size_t i = 0; run->left == NULL && i < baseline->left_count; i++)
        if (strcmp(baseline->left[i].dump, dump) == 0)
            run->left = &baseline->left[i];
    const bool is_new = run->left == NULL;
    if (is_new)
        look_at_store(run, dump);
    else
        free(dump);
    run->report = json_tree_read((const char *)run->fake->output.data, run->fake->output.size);
    judge_words(run);
    judge_store(run);
    if (run->report != NULL && !baseline->is_export)
        judge_changes(run);
    if (baseline->is_export)
        judge_export(run);
    else if (baseline->is_check)
        judge_check(run);
    else if (baseline->is_undo)
        judge_undo(run);
    else
        judge_fix(run);
    json_tree_free(run->report);
    if (is_new)
        judge_next_run(run); /* what it does follows from the store */
}
