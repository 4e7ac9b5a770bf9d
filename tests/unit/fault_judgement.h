/* Judging a whole command in which something failed: does what it told, by report, exit code and
 * complaint, agree with the store that it left, and does the next run end well? */
#ifndef PROMPTFIX_TESTS_UNIT_FAULT_JUDGEMENT_H
#define PROMPTFIX_TESTS_UNIT_FAULT_JUDGEMENT_H

#include "tests/unit/fault_machine.h"
#include "tests/unit/json_tree.h"

struct fault_case {
    const char *what;
    enum machine_kind machine;
    enum preparation prepared;
    const char *arguments[8]; /* the verb first */
};

enum failing_part { FAILS_REGISTRY, FAILS_ALLOCATION, FAILS_HOST, FAILING_PART_COUNT };

struct fault {
    enum failing_part part;
    size_t number;
    error_code code;
    bool from_then_on;
};

/* A store that a faulty run left, and all that follows from it: many faults leave the same one. */
struct left_store {
    char *dump; /* all of it, the keys of PromptFix too */
    struct machine_values now;
    bool is_pending[2];
    enum exit_code check; /* what /check says of it */
};
enum { LEFT_STORE_LIMIT = 512 };

/* What is the same for every run of a case. */
struct baseline {
    const struct fault_case *of;
    enum exit_code code;         /* of the run in which nothing fails */
    struct machine_values begin; /* before it */
    char *rest;                  /* what is none of PromptFix's business */
    char *store;                 /* all of it, for the verbs that only look */
    bool is_check;
    bool is_undo;
    bool is_export;
    bool recovers;
    struct left_store left[LEFT_STORE_LIMIT];
    size_t left_count;
};

/* One run with one fault, and what it left. */
struct faulty_run {
    struct baseline *baseline;
    const struct fault *fault;
    struct fake_host *fake;
    enum exit_code code;
    struct json_node *report; /* NULL: there is none */
    const struct left_store *left;
};

/* Runs the command of a case. */
enum exit_code fault_case_run(struct fake_host *fake, const struct fault_case *of);

/* Judges a run that has just ended, and ends the test where it lies. The next runs are made on the
 * same store. `run` has all but `report` and `left`. */
void fault_judge(struct faulty_run *run);

/* Ends the test, showing the fault and what was told. */
void fault_fail(const struct faulty_run *run, const char *condition);

#endif
