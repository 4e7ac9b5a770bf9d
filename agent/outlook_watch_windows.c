#include "agent/outlook_watch_windows.h"

/* Windows gives a hook's function nothing by which it could find its watch. */
static struct outlook_watch *watching_windows;

/* Runs on a thread of Windows. */
static void CALLBACK tell_end(void *parameter, BOOLEAN timed_out)
{
    const struct outlook_watch *watch = parameter;
    (void)timed_out;
    PostMessageW(watch->window, watch->ended, 0, 0);
}

error_code outlook_watch_ends(struct outlook_watch *watch, const struct outlook *outlook)
{
    for (size_t i = 0; i < outlook->count; i++)
        if (!RegisterWaitForSingleObject(&watch->waits[i], outlook->processes[i], tell_end, watch,
                                         INFINITE, WT_EXECUTEONLYONCE))
            return GetLastError();
    return CODE_SUCCESS;
}

/* Runs on the thread of the watch, while that waits for messages. When a question closes there are
 * events by the dozen: they are one message until it has been dealt with. */
static void CALLBACK tell_change(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object,
                                 LONG child, DWORD thread, DWORD time)
{
    struct outlook_watch *watch = watching_windows;
    (void)hook;
    (void)event;
    (void)window;
    (void)child;
    (void)thread;
    (void)time;
    if (watch != NULL && object == OBJID_WINDOW && !watch->has_told)
        watch->has_told = PostMessageW(watch->window, watch->changed, 0, 0) != 0;
}

void outlook_watch_windows(struct outlook_watch *watch, const struct outlook *outlook)
{
    watching_windows = watch;
    for (size_t i = 0; i < outlook->count; i++)
        if (watch->hooks[i] == NULL)
            watch->hooks[i] =
                SetWinEventHook(EVENT_OBJECT_DESTROY, EVENT_OBJECT_STATECHANGE, NULL, tell_change,
                                outlook->ids[i], 0, WINEVENT_OUTOFCONTEXT);
}

void outlook_watch_listen(struct outlook_watch *watch)
{
    watch->has_told = false;
}

void outlook_watch_done(struct outlook_watch *watch)
{
    for (size_t i = 0; i < OUTLOOK_PROCESS_LIMIT; i++) {
        if (watch->hooks[i] != NULL)
            UnhookWinEvent(watch->hooks[i]);
        if (watch->waits[i] != NULL) /* returns when no function of the wait runs any more */
            UnregisterWaitEx(watch->waits[i], INVALID_HANDLE_VALUE);
    }
    if (watching_windows == watch)
        watching_windows = NULL;
    *watch = (struct outlook_watch){0};
}
