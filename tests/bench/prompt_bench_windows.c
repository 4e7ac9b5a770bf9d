/* How soon a password prompt of Outlook is noticed by the agent that runs: from the moment at which
 * this program's own event hook is told that the dialog is shown, to the change in the registry by
 * which the agent has counted it.
 *
 * Usage: prompt_bench.exe OUTLOOK; it starts that, and leaves it running. The registry is a
 * throw-away one with the sample's profile. */
#include "tests/desktop/outlook_messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

enum { PROMPT_COUNT = 9, TIME_LIMIT = 300000 };

#define PROMPTS_KEY L"Software\\PromptFix\\Prompts"

static void fail(const char *what)
{
    fprintf(stderr, "prompt bench: %s (%lu)\n", what, GetLastError());
    exit(EXIT_FAILURE);
}

static double now(void)
{
    LARGE_INTEGER count;
    LARGE_INTEGER frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}

static PROCESS_INFORMATION start(const wchar_t *path)
{
    wchar_t line[512];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    _snwprintf(line, sizeof line / sizeof *line - 1, L"\"%ls\"", path);
    if (!CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
        fail("a program does not start");
    WaitForInputIdle(process.hProcess, TIME_LIMIT);
    return process;
}

/* ---- what the hook of this program is told ------------------------------------------------- */

static DWORD watched_process;
static const wchar_t *awaited_class;
static HWND shown;
static double shown_at;

static void CALLBACK take_event(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object,
                                LONG child, DWORD thread, DWORD time)
{
    wchar_t name[32] = L"";
    (void)hook;
    (void)event;
    (void)thread;
    (void)time;
    if (object != OBJID_WINDOW || child != CHILDID_SELF || shown != NULL)
        return;
    GetClassNameW(window, name, sizeof name / sizeof *name);
    if (wcscmp(name, awaited_class) != 0)
        return;
    shown_at = now();
    shown = window;
}

/* Takes messages, and so events, until `handle` (if not NULL) is signalled or a window is shown. */
static void wait_for(HANDLE handle)
{
    MSG message;
    const DWORD begun = GetTickCount();
    while (handle != NULL || shown == NULL) {
        const DWORD result =
            MsgWaitForMultipleObjects(handle != NULL, &handle, FALSE, TIME_LIMIT, QS_ALLINPUT);
        if (handle != NULL && result == WAIT_OBJECT_0)
            return;
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
        if (GetTickCount() - begun > TIME_LIMIT)
            fail("in vain: a window or a count");
    }
}

static BOOL CALLBACK take_main_window(HWND window, LPARAM parameter)
{
    wchar_t name[32] = L"";
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    GetClassNameW(window, name, sizeof name / sizeof *name);
    if (process == watched_process && wcscmp(name, L"rctrl_renwnd32") == 0 &&
        IsWindowVisible(window))
        *(HWND *)parameter = window;
    return TRUE;
}

static HWND main_window(DWORD process)
{
    HWND window = NULL;
    watched_process = process;
    for (int i = 0; i < 600 && window == NULL; i++) {
        EnumWindows(take_main_window, (LPARAM)&window);
        if (window == NULL)
            Sleep(100); /* before anything is measured */
    }
    if (window == NULL)
        fail("no main window");
    return window;
}

/* ---- how soon ------------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
    const double first = *(const double *)a;
    const double second = *(const double *)b;
    return (first > second) - (first < second);
}

static void measure_delay(const PROCESS_INFORMATION *outlook)
{
    double delays[PROMPT_COUNT] = {0};
    HKEY key = NULL;
    HANDLE changed = CreateEventW(NULL, FALSE, FALSE, NULL);
    HWND window = main_window(outlook->dwProcessId);
    HWINEVENTHOOK hook = SetWinEventHook(EVENT_OBJECT_SHOW, EVENT_OBJECT_SHOW, NULL, take_event,
                                         outlook->dwProcessId, 0, WINEVENT_OUTOFCONTEXT);
    RegCreateKeyExW(HKEY_CURRENT_USER, PROMPTS_KEY L"\\Outlook", 0, NULL, 0, KEY_READ, NULL, &key,
                    NULL);
    awaited_class = L"#32770";
    for (int i = -1; i < PROMPT_COUNT; i++) { /* the first one is not counted */
        shown = NULL;
        RegNotifyChangeKeyValue(key, FALSE, REG_NOTIFY_CHANGE_LAST_SET, changed, TRUE);
        PostMessageW(window, OUTLOOK_PROMPTS, 0, 0);
        wait_for(NULL);
        wait_for(changed);
        if (i >= 0)
            delays[i] = now() - shown_at;
        PostMessageW(shown, WM_COMMAND, IDCANCEL, 0);
        while (IsWindow(shown))
            MsgWaitForMultipleObjects(0, NULL, FALSE, 50, QS_ALLINPUT);
    }
    UnhookWinEvent(hook);
    RegCloseKey(key);
    CloseHandle(changed);
    qsort(delays, PROMPT_COUNT, sizeof delays[0], compare);
    printf("%-58s %6.1f   (aim: 100; most of %d: %.1f)\n",
           "a prompt, from the hook's delivery to counted, in ms", delays[PROMPT_COUNT / 2] * 1e3,
           PROMPT_COUNT, delays[PROMPT_COUNT - 1] * 1e3);
}

int wmain(int argc, wchar_t **argv)
{
    if (argc != 2)
        fail("usage: prompt_bench OUTLOOK");
    const PROCESS_INFORMATION outlook = start(argv[1]);
    measure_delay(&outlook);
    return EXIT_SUCCESS;
}
