/* What Outlook does while it is asked to close, told to a window by messages: that a process of its
 * has ended, and that a window of it has come or gone, which may be a question.
 */
#ifndef PROMPTFIX_AGENT_OUTLOOK_WATCH_WINDOWS_H
#define PROMPTFIX_AGENT_OUTLOOK_WATCH_WINDOWS_H

#include "agent/outlook_windows.h"

#include <windows.h>

/* All zero watches nothing. */
struct outlook_watch {
    HWND window;
    UINT ended;   /* posted once for each process that has ended */
    UINT changed; /* posted when its windows have changed: see outlook_asks() */
    bool has_told;
    HANDLE waits[OUTLOOK_PROCESS_LIMIT];
    HWINEVENTHOOK hooks[OUTLOOK_PROCESS_LIMIT];
};

/* Has the end of each process told to the window. Errors of Windows; outlook_watch_done is due all
 * the same. The watch must not move. */
error_code outlook_watch_ends(struct outlook_watch *watch, const struct outlook *outlook);

/* Has changes of its windows told as well, to a thread with a message loop. Only one watch may do
 * that at a time. Where Windows does not tell, questions are not noticed; the end still is. */
void outlook_watch_windows(struct outlook_watch *watch, const struct outlook *outlook);

/* The message about changes has come; the next change is told again. To be called before looking.
 */
void outlook_watch_listen(struct outlook_watch *watch);

/* Nothing is posted afterwards. */
void outlook_watch_done(struct outlook_watch *watch);

#endif
