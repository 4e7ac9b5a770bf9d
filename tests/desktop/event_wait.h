/* Waiting for what other programs do.
 *
 * Windows tells of windows that come, go and change by events (SetWinEventHook); they wake the
 * waiting test, which then looks for itself. What Windows tells nothing about, such as a new tip of
 * an icon or a changed registry, is looked at every tenth of a second besides. */
#ifndef PROMPTFIX_TESTS_DESKTOP_EVENT_WAIT_H
#define PROMPTFIX_TESTS_DESKTOP_EVENT_WAIT_H

#include <windows.h>

#include <stdbool.h>

/* Does it hold now? */
typedef bool condition_function(void *context);

/* True as soon as it holds, false when it does not within half a minute. */
bool event_wait(condition_function *condition, void *context);

/* Fails the test unless it comes to hold. */
#define EXPECT_SOON(condition, context)                                                            \
    ck_assert_msg(event_wait((condition), (context)), "in vain: %s", #condition)

#endif
