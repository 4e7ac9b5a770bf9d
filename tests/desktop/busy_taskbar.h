/* A taskbar that takes no icons: as at logon, when Explorer has not got that far yet, or when it is
 * too busy to answer in time. While it is there, Shell_NotifyIcon finds it instead of the real one,
 * and fails. */
#ifndef PROMPTFIX_TESTS_DESKTOP_BUSY_TASKBAR_H
#define PROMPTFIX_TESTS_DESKTOP_BUSY_TASKBAR_H

#include <stdbool.h>

void busy_taskbar_begin(void);

/* Nothing when it is not there. */
void busy_taskbar_end(void);

/* A condition (event_wait.h): somebody has tried to add an icon in vain. */
bool busy_taskbar_has_refused(void *context);

#endif
