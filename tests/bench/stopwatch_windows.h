/* Times two things side by side, so that whatever else the machine does hits both. */
#ifndef PROMPTFIX_TESTS_BENCH_STOPWATCH_WINDOWS_H
#define PROMPTFIX_TESTS_BENCH_STOPWATCH_WINDOWS_H

#include <stddef.h>

enum { RUNS = 21 }; /* at least 20; odd, so that the median is one of them */

struct timed {
    void (*prepare)(void *context); /* before each run, not timed; NULL for nothing */
    void (*run)(void *context);
    void *context;
};

/* Runs a, b, a, b, … after one unmeasured round, and gives the medians in seconds. */
void time_side_by_side(const struct timed *a, const struct timed *b, double *a_median,
                       double *b_median);

/* Runs a program by its command line and waits for its end. Ends the benchmark with a message when
 * it cannot be started, or ends with another code than `expected_exit_code`. */
void run_program(const wchar_t *command_line, unsigned long expected_exit_code);

#endif
