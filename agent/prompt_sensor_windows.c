#include "agent/prompt_sensor_windows.h"

#include <string.h>

/* Owners of owners; Outlook's dialogs have one or two. */
enum { OWNER_LIMIT = 8 };

/* Windows gives a hook's function nothing by which it could find its sensor. */
static struct prompt_sensor *running_sensor;

/* The class of a window in ASCII, as all that are known are; "?" stands for anything else. */
static void class_of(HWND window, char name[PROMPT_CLASS_SIZE])
{
    wchar_t wide[PROMPT_CLASS_SIZE];
    const int length = GetClassNameW(window, wide, PROMPT_CLASS_SIZE);
    int i = 0;
    for (; i < length && i < PROMPT_CLASS_SIZE - 1; i++)
        name[i] = wide[i] < 0x80 ? (char)wide[i] : '?';
    name[i] = '\0';
}

static DWORD process_of(HWND window)
{
    DWORD id = 0;
    GetWindowThreadProcessId(window, &id);
    return id;
}

static bool has_process(const struct prompt_sensor *sensor, DWORD id)
{
    for (size_t i = 0; i < sensor->count; i++)
        if (sensor->outlooks[i].id == id)
            return true;
    return false;
}

static bool is_outlook(const struct prompt_sensor *sensor, HWND window)
{
    return has_process(sensor, process_of(window));
}

static bool is_stranger(const struct prompt_sensor *sensor, DWORD id)
{
    return sensor->stranger != NULL && sensor->stranger_id == id;
}

static bool owner_is_outlook(const struct prompt_sensor *sensor, HWND window)
{
    for (int i = 0; i < OWNER_LIMIT && window != NULL; i++) {
        window = GetWindow(window, GW_OWNER);
        if (window != NULL && is_outlook(sensor, window))
            return true;
    }
    return false;
}

static enum prompt_process program_of_image(const wchar_t *wide)
{
    char path[OUTLOOK_PATH_UNIT_COUNT];
    size_t i = 0;
    for (; i < sizeof path - 1 && wide[i] != L'\0'; i++)
        path[i] = wide[i] < 0x80 ? (char)wide[i] : '?';
    path[i] = '\0';
    return prompt_process_of_image(path);
}

/* What both hooks call. */
static void CALLBACK tell_of_window(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object,
                                    LONG child, DWORD thread, DWORD time);

/* Watches every Outlook that runs for this user and is not watched yet. */
static void find_outlook(struct prompt_sensor *sensor)
{
    struct outlook outlook;
    outlook_find(&outlook);
    for (size_t i = 0; i < outlook.count && sensor->count < OUTLOOK_PROCESS_LIMIT; i++) {
        if (has_process(sensor, outlook.ids[i]))
            continue;
        struct sensed_outlook *added = &sensor->outlooks[sensor->count];
        added->hook = SetWinEventHook(EVENT_OBJECT_DESTROY, EVENT_OBJECT_SHOW, NULL, tell_of_window,
                                      outlook.ids[i], 0, WINEVENT_OUTOFCONTEXT);
        if (added->hook == NULL)
            continue;
        added->id = outlook.ids[i];
        added->process = outlook.processes[i];
        outlook.processes[i] = NULL; /* kept */
        sensor->count++;
    }
    outlook_done(&outlook);
}

static void release(struct sensed_outlook *outlook)
{
    UnhookWinEvent(outlook->hook);
    CloseHandle(outlook->process);
    *outlook = (struct sensed_outlook){0};
}

/* A window of Outlook may be in front before it is known that Outlook runs, and a credential dialog
 * may be the first of them; the newer ones belong to a process of their own. */
static BOOL CALLBACK tell_of_shown(HWND window, LPARAM parameter)
{
    const struct prompt_sensor *sensor = (const struct prompt_sensor *)parameter;
    char name[PROMPT_CLASS_SIZE];
    class_of(window, name);
    if (prompt_class_is_possible(name) &&
        (is_outlook(sensor, window) || owner_is_outlook(sensor, window)))
        PostMessageW(sensor->window, sensor->message, (WPARAM)window, EVENT_OBJECT_SHOW);
    return TRUE;
}

static void forget_stranger(struct prompt_sensor *sensor)
{
    if (sensor->stranger != NULL)
        CloseHandle(sensor->stranger);
    sensor->stranger = NULL;
}

static void look_for_outlook(struct prompt_sensor *sensor)
{
    const size_t before = sensor->count;
    find_outlook(sensor);
    if (sensor->count > before)
        EnumWindows(tell_of_shown, (LPARAM)sensor);
}

/* Whose window it is. An Outlook that has come is watched from here on; the process of anything
 * else but the host of credential dialogs is remembered, so that its next dialogs cost nothing. */
static enum prompt_process program_of(struct prompt_sensor *sensor, HWND window)
{
    static wchar_t path[OUTLOOK_PATH_UNIT_COUNT];
    const DWORD id = process_of(window);
    if (has_process(sensor, id))
        return PROMPT_PROCESS_OUTLOOK;
    if (is_stranger(sensor, id))
        return PROMPT_PROCESS_OTHER;
    HANDLE process = outlook_open_image(id, path);
    const enum prompt_process program = program_of_image(path);
    if (program == PROMPT_PROCESS_OTHER && process != NULL && path[0] != L'\0') {
        forget_stranger(sensor);
        sensor->stranger_id = id;
        sensor->stranger = process;
    } else if (process != NULL) {
        CloseHandle(process);
    }
    if (program != PROMPT_PROCESS_OUTLOOK)
        return program;
    look_for_outlook(sensor);
    return has_process(sensor, id) ? program : PROMPT_PROCESS_OTHER; /* another user's */
}

/* By its class, and whose it is: most windows are done with here. A main window of Outlook only
 * tells that it has come, which it has done when its program is known. */
static bool is_worth_a_look(struct prompt_sensor *sensor, DWORD event, HWND window)
{
    char name[PROMPT_CLASS_SIZE];
    class_of(window, name);
    if (event == EVENT_SYSTEM_FOREGROUND)
        return prompt_interest_in_front(name) == PROMPT_LOOKED_AT &&
               program_of(sensor, window) != PROMPT_PROCESS_OTHER && prompt_class_is_possible(name);
    const enum prompt_interest interest = prompt_interest_in_shown(name);
    return interest == PROMPT_LOOKED_AT ||
           (interest == PROMPT_LOOKED_AT_IF_PASSWORD &&
            prompt_style_is_password((uint32_t)GetWindowLongW(window, GWL_STYLE)));
}

/* Runs on the thread of the sensor, while that waits for messages. */
static void CALLBACK tell_of_window(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object,
                                    LONG child, DWORD thread, DWORD time)
{
    struct prompt_sensor *sensor = running_sensor;
    (void)hook;
    (void)thread;
    (void)time;
    if (sensor == NULL || window == NULL || object != OBJID_WINDOW || child != CHILDID_SELF)
        return;
    if (event == EVENT_OBJECT_DESTROY ? prompt_dialogs_have(&sensor->dialogs, (uintptr_t)window)
                                      : is_worth_a_look(sensor, event, window))
        PostMessageW(sensor->window, sensor->message, (WPARAM)window, (LPARAM)event);
}

void prompt_sensor_start(struct prompt_sensor *sensor, HWND window, UINT message,
                         struct utf16_text *text)
{
    *sensor = (struct prompt_sensor){.window = window, .message = message, .text = text};
    running_sensor = sensor;
    sensor->front =
        SetWinEventHook(EVENT_SYSTEM_FOREGROUND, EVENT_SYSTEM_FOREGROUND, NULL, tell_of_window, 0,
                        0, WINEVENT_OUTOFCONTEXT | WINEVENT_SKIPOWNPROCESS);
    look_for_outlook(sensor);
}

void prompt_sensor_stop(struct prompt_sensor *sensor)
{
    if (running_sensor != sensor)
        return;
    running_sensor = NULL;
    if (sensor->front != NULL)
        UnhookWinEvent(sensor->front);
    for (size_t i = 0; i < sensor->count; i++)
        release(&sensor->outlooks[i]);
    forget_stranger(sensor);
    *sensor = (struct prompt_sensor){0};
}

static BOOL CALLBACK add_child(HWND child, LPARAM parameter)
{
    char name[PROMPT_CLASS_SIZE];
    class_of(child, name);
    return prompt_window_add_child((struct prompt_window *)parameter, name,
                                   (uint32_t)GetWindowLongW(child, GWL_STYLE));
}

static bool is_prompt(const struct prompt_sensor *sensor, HWND window, enum prompt_process process)
{
    struct prompt_window seen;
    char name[PROMPT_CLASS_SIZE];
    class_of(window, name);
    if (!prompt_class_is_possible(name) || !IsWindowVisible(window))
        return false;
    prompt_window_init(&seen, name, process, owner_is_outlook(sensor, window));
    EnumChildWindows(window, add_child, (LPARAM)&seen);
    return prompt_window_kind(&seen) != PROMPT_NONE;
}

/* Windows keeps captions itself: asking for one of another process sends no message to it
 * (Microsoft, "GetWindowTextW function"). One that is no text names no server. */
static void read_caption(struct prompt_sensor *sensor, HWND window,
                         char caption[PROMPT_CAPTION_SIZE])
{
    wchar_t wide[PROMPT_CAPTION_SIZE];
    struct byte_buffer utf8 = {0};
    const int length = GetWindowTextW(window, wide, PROMPT_CAPTION_SIZE);
    caption[0] = '\0';
    if (length > 0 && utf16_text_append_utf8(sensor->text, wide, (size_t)length * sizeof *wide,
                                             &utf8) == CODE_SUCCESS) {
        const size_t size = utf8.size < PROMPT_CAPTION_SIZE ? utf8.size : PROMPT_CAPTION_SIZE - 1;
        memcpy(caption, utf8.data, size);
        caption[size] = '\0';
    }
    byte_buffer_done(&utf8);
}

bool prompt_sensor_take(struct prompt_sensor *sensor, WPARAM wparam, LPARAM lparam,
                        char caption[PROMPT_CAPTION_SIZE])
{
    HWND window = (HWND)wparam;
    if (running_sensor != sensor)
        return false; /* it was posted before the sensor was stopped */
    if (lparam == EVENT_OBJECT_DESTROY) {
        prompt_dialogs_remove(&sensor->dialogs, (uintptr_t)window);
        return false;
    }
    window = GetAncestor(window, GA_ROOT);
    if (window == NULL || prompt_dialogs_have(&sensor->dialogs, (uintptr_t)window))
        return false;
    const enum prompt_process process = program_of(sensor, window);
    if (process == PROMPT_PROCESS_OTHER || !is_prompt(sensor, window, process))
        return false;
    prompt_dialogs_add(&sensor->dialogs, (uintptr_t)window);
    read_caption(sensor, window, caption);
    return true;
}

size_t prompt_sensor_handles(const struct prompt_sensor *sensor, HANDLE *handles)
{
    for (size_t i = 0; i < sensor->count; i++)
        handles[i] = sensor->outlooks[i].process;
    return sensor->count;
}

void prompt_sensor_outlook_ended(struct prompt_sensor *sensor, HANDLE process)
{
    for (size_t i = 0; i < sensor->count; i++) {
        if (sensor->outlooks[i].process != process)
            continue;
        release(&sensor->outlooks[i]);
        sensor->outlooks[i] = sensor->outlooks[--sensor->count];
        sensor->outlooks[sensor->count] = (struct sensed_outlook){0};
        return;
    }
}
