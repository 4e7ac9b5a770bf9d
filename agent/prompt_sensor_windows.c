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

static bool is_outlook(const struct prompt_sensor *sensor, HWND window)
{
    const DWORD id = process_of(window);
    for (size_t i = 0; i < sensor->count; i++)
        if (sensor->outlooks[i].id == id)
            return true;
    return false;
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

/* Which program a process is, by its name alone. */
static enum prompt_process program_of(DWORD id)
{
    static wchar_t wide[OUTLOOK_PATH_UNIT_COUNT];
    char path[OUTLOOK_PATH_UNIT_COUNT];
    size_t i = 0;
    outlook_find_image(id, wide);
    for (; i < sizeof path - 1 && wide[i] != L'\0'; i++)
        path[i] = wide[i] < 0x80 ? (char)wide[i] : '?';
    path[i] = '\0';
    return prompt_process_of_image(path);
}

/* Runs on the thread of the sensor, while that waits for messages. */
static void CALLBACK tell_of_window(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object,
                                    LONG child, DWORD thread, DWORD time)
{
    struct prompt_sensor *sensor = running_sensor;
    char name[PROMPT_CLASS_SIZE];
    (void)hook;
    (void)thread;
    (void)time;
    if (sensor == NULL || window == NULL || object != OBJID_WINDOW || child != CHILDID_SELF)
        return;
    if (event == EVENT_OBJECT_DESTROY) {
        if (!prompt_dialogs_have(&sensor->dialogs, (uintptr_t)window))
            return;
    } else {
        class_of(window, name);
        if (!prompt_class_is_possible(name) &&
            !prompt_is_password_field(name, (uint32_t)GetWindowLongW(window, GWL_STYLE)) &&
            !(event == EVENT_SYSTEM_FOREGROUND && prompt_class_tells_of_outlook(name)))
            return;
    }
    PostMessageW(sensor->window, sensor->message, (WPARAM)window, (LPARAM)event);
}

static bool has_process(const struct prompt_sensor *sensor, DWORD id)
{
    for (size_t i = 0; i < sensor->count; i++)
        if (sensor->outlooks[i].id == id)
            return true;
    return false;
}

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

static void look_for_outlook(struct prompt_sensor *sensor)
{
    const size_t before = sensor->count;
    find_outlook(sensor);
    if (sensor->count > before)
        EnumWindows(tell_of_shown, (LPARAM)sensor);
}

void prompt_sensor_start(struct prompt_sensor *sensor, HWND window, UINT message,
                         struct utf16_text *text)
{
    *sensor = (struct prompt_sensor){.window = window, .message = message, .text = text};
    running_sensor = sensor;
    sensor->front = SetWinEventHook(EVENT_SYSTEM_FOREGROUND, EVENT_SYSTEM_FOREGROUND, NULL,
                                    tell_of_window, 0, 0, WINEVENT_OUTOFCONTEXT);
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
    *sensor = (struct prompt_sensor){0};
}

static BOOL CALLBACK add_child(HWND child, LPARAM parameter)
{
    char name[PROMPT_CLASS_SIZE];
    class_of(child, name);
    return prompt_window_add_child((struct prompt_window *)parameter, name,
                                   (uint32_t)GetWindowLongW(child, GWL_STYLE));
}

static bool is_prompt(const struct prompt_sensor *sensor, HWND window)
{
    struct prompt_window seen;
    char name[PROMPT_CLASS_SIZE];
    class_of(window, name);
    if (!prompt_class_is_possible(name) || !IsWindowVisible(window))
        return false;
    const enum prompt_process process =
        is_outlook(sensor, window) ? PROMPT_PROCESS_OUTLOOK : program_of(process_of(window));
    if (process == PROMPT_PROCESS_OUTLOOK && !is_outlook(sensor, window))
        return false; /* another user's */
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
    if (lparam == EVENT_SYSTEM_FOREGROUND && !is_outlook(sensor, window) &&
        program_of(process_of(window)) == PROMPT_PROCESS_OUTLOOK)
        look_for_outlook(sensor);
    if (!is_prompt(sensor, window))
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
