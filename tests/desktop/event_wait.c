#include "tests/desktop/event_wait.h"

#include <check.h>

enum {
    TIME_LIMIT = 90000, /* milliseconds; on a slow and busy machine a start alone takes seconds */
    LOOK_AGAIN = 100,
};

/* That it is called is enough: it is called from within MsgWaitForMultipleObjects' wake-up. */
static void CALLBACK take_note(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object,
                               LONG child, DWORD thread, DWORD time)
{
    (void)hook;
    (void)event;
    (void)window;
    (void)object;
    (void)child;
    (void)thread;
    (void)time;
}

bool event_wait(condition_function *condition, void *context)
{
    HWINEVENTHOOK hook = SetWinEventHook(EVENT_MIN, EVENT_MAX, NULL, take_note, 0, 0,
                                         WINEVENT_OUTOFCONTEXT | WINEVENT_SKIPOWNPROCESS);
    DWORD start = GetTickCount();
    bool holds = false;
    ck_assert_ptr_nonnull(hook);
    for (;;) {
        MSG message;
        holds = condition(context);
        if (holds || GetTickCount() - start > TIME_LIMIT)
            break;
        MsgWaitForMultipleObjects(0, NULL, FALSE, LOOK_AGAIN, QS_ALLINPUT);
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    }
    UnhookWinEvent(hook);
    return holds;
}
