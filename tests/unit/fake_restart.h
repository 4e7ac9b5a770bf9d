/* A machine for the question "restart now or later?" that only writes down what it is told, and
 * answers as the test wants. */
#ifndef PROMPTFIX_TESTS_UNIT_FAKE_RESTART_H
#define PROMPTFIX_TESTS_UNIT_FAKE_RESTART_H

#include "agent/restart_flow.h"
#include "tests/unit/fake_host.h"

#include <check.h>
#include <string.h>

/* The machine, with what it answers and what was done. */
struct fake_restart {
    struct restart_machine machine; /* first */
    struct fake_host host;
    struct restart_flow flow;
    enum close_reply reply;
    bool new_outlook_runs;
    error_code start_error;
    error_code windows_error;
    unsigned close_count;
    unsigned question_count;
    unsigned start_count;
    unsigned windows_count;
    unsigned end_count;
    unsigned shown_count;
    bool ticks;
    bool announced; /* by the last view */
    bool now_enabled;
    bool later_is_default;
    char heading[256];
    char explanation[512];
    char status[256];
    char now[64];
    char later[64];
    struct restart_result result;
};

/* Nothing has begun; Outlook will take the request to close. */
void fake_restart_init(struct fake_restart *fake);
void fake_restart_done(struct fake_restart *fake);

/* The same as both, one after the other, but quick. */
void fake_restart_again(struct fake_restart *fake);

/* Begins the question, with `outlook_count` processes of Outlook. */
void fake_restart_begin(struct fake_restart *fake, enum restart what, enum restart_mode mode,
                        enum answer running, size_t outlook_count);

/* So many seconds go by. */
void fake_restart_tick(struct fake_restart *fake, unsigned count);

/* The question has ended so, and once only; or has not. */
void fake_restart_expect_end(const struct fake_restart *fake, enum restart_end end);
void fake_restart_expect_open(const struct fake_restart *fake);

#endif
