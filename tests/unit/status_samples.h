/* What the window has to show: the machines, and what has been done on them, that people will meet.
 *
 * The unit tests hold the words of the window against them; the test program show_window puts them
 * on a real screen.
 */
#ifndef PROMPTFIX_TESTS_UNIT_STATUS_SAMPLES_H
#define PROMPTFIX_TESTS_UNIT_STATUS_SAMPLES_H

#include "agent/language.h"
#include "agent/run.h"
#include "agent/status_view.h"

#include "agent/language.h"
#include "tests/unit/fake_host.h"

struct status_sample {
    const char *name;
    void (*fill)(struct fake_host *fake); /* what the registry holds */
    struct restart_pending pending;
    enum activity activity;
    error_code activity_code;
    unsigned chosen_level; /* 0 stands for 3 */
    bool can_undo[2];
};

extern const struct status_sample status_samples[];
extern const size_t status_sample_count;

/* NULL when there is none of that name. */
const struct status_sample *status_sample_find(const char *name);

/* A sample as the tray agent has it: examined, its facts put together. The account may not change
 * the machine half. */
struct status_machine {
    struct fake_host fake;
    struct options options;
    struct run run;
    struct status_facts facts;
};

void status_machine_init(struct status_machine *machine, const struct status_sample *sample);
void status_machine_done(struct status_machine *machine);

/* The texts of one language as a message source. */
struct language_messages {
    struct message_source source; /* first: what the core gets */
    language_id language;
};
struct language_messages language_messages_of(language_id language);

#endif
