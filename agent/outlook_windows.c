#include "agent/outlook_windows.h"

#include "agent/app_path.h"
#include "agent/dll_search_windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tlhelp32.h>
#include <wchar.h>

/* The class of Outlook's windows for folders and messages, from Outlook 97 to today. Microsoft does
 * not document it; programs that meet Outlook's windows rely on it, such as the screen reader NVDA
 * (source/appModules/outlook.py) and GnuPG's GpgOL (src/display.cpp). */
static const wchar_t window_class[] = L"rctrl_renwnd32";

/* Newer than the headers that this program asks for; the values are in winnt.h for Windows Vista.
 */
enum {
    QUERY_LIMITED_INFORMATION = 0x1000, /* PROCESS_QUERY_LIMITED_INFORMATION */
    TOKEN_ELEVATION_TYPE_CLASS = 18,    /* TokenElevationType */
    ELEVATION_TYPE_FULL = 2,
    ELEVATION_TYPE_LIMITED = 3,
};

/* The user of a token; to be freed. NULL when that cannot be told. */
static TOKEN_USER *user_of(HANDLE token)
{
    DWORD size = 0;
    GetTokenInformation(token, TokenUser, NULL, 0, &size);
    TOKEN_USER *user = malloc(size);
    if (user != NULL && GetTokenInformation(token, TokenUser, user, size, &size))
        return user;
    free(user);
    return NULL;
}

static enum answer is_same_user(HANDLE token, HANDLE own_token)
{
    TOKEN_USER *user = user_of(token);
    TOKEN_USER *own = user_of(own_token);
    enum answer answer = ANSWER_UNKNOWN;
    if (user != NULL && own != NULL)
        answer = EqualSid(user->User.Sid, own->User.Sid) ? ANSWER_YES : ANSWER_NO;
    free(user);
    free(own);
    return answer;
}

/* Which half of a split administrator's token it is; 0 where tokens are not split (Windows XP). */
static DWORD elevation_type(HANDLE token)
{
    DWORD type = 0;
    DWORD size = 0;
    if (!GetTokenInformation(token, (TOKEN_INFORMATION_CLASS)TOKEN_ELEVATION_TYPE_CLASS, &type,
                             sizeof type, &size))
        return 0;
    return type;
}

/* Where the program of a process lies. Windows XP knows it only by way of psapi. */
static void find_image(HANDLE process, wchar_t path[OUTLOOK_PATH_UNIT_COUNT])
{
    typedef BOOL WINAPI query_function(HANDLE handle, DWORD flags, wchar_t * name, DWORD * size);
    typedef DWORD WINAPI name_function(HANDLE handle, HMODULE module, wchar_t * name, DWORD size);
    DWORD length = OUTLOOK_PATH_UNIT_COUNT;
    query_function *query =
        (query_function *)dll_find_function(L"kernel32.dll", "QueryFullProcessImageNameW");
    if (query != NULL) {
        if (query(process, 0, path, &length))
            return;
    } else {
        name_function *name =
            (name_function *)dll_find_function(L"psapi.dll", "GetModuleFileNameExW");
        length = name != NULL ? name(process, NULL, path, OUTLOOK_PATH_UNIT_COUNT) : 0;
        if (length > 0 && length < OUTLOOK_PATH_UNIT_COUNT)
            return;
    }
    path[0] = L'\0';
}

static HANDLE open_process(DWORD id)
{
    HANDLE process =
        OpenProcess(SYNCHRONIZE | PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, id);
    return process != NULL ? process
                           : OpenProcess(SYNCHRONIZE | QUERY_LIMITED_INFORMATION, FALSE, id);
}

HANDLE outlook_open_image(DWORD id, wchar_t path[OUTLOOK_PATH_UNIT_COUNT])
{
    HANDLE process = open_process(id);
    path[0] = L'\0';
    if (process != NULL)
        find_image(process, path);
    return process;
}

/* Adds a process named like Outlook if it is this user's. UNKNOWN when that cannot be told. */
static enum answer add_process(struct outlook *outlook, DWORD id, HANDLE own_token)
{
    enum answer answer = ANSWER_UNKNOWN;
    HANDLE token = NULL;
    HANDLE process = open_process(id);
    if (process == NULL)
        return GetLastError() == ERROR_INVALID_PARAMETER ? ANSWER_NO : answer; /* has just ended */
    if (!OpenProcessToken(process, TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_ASSIGN_PRIMARY, &token))
        goto out;
    answer = is_same_user(token, own_token);
    if (answer != ANSWER_YES || outlook->count == OUTLOOK_PROCESS_LIMIT)
        goto out;
    if (outlook->count == 0) {
        find_image(process, outlook->image);
        if (elevation_type(own_token) == ELEVATION_TYPE_FULL &&
            elevation_type(token) == ELEVATION_TYPE_LIMITED) {
            outlook->token = token;
            token = NULL;
        }
    }
    outlook->ids[outlook->count] = id;
    outlook->processes[outlook->count++] = process;
    process = NULL;
out:
    if (token != NULL)
        CloseHandle(token);
    if (process != NULL)
        CloseHandle(process);
    return answer;
}

void outlook_find(struct outlook *outlook)
{
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    DWORD own_session = 0;
    HANDLE own_token = NULL;
    bool in_doubt = false;
    *outlook = (struct outlook){.running = ANSWER_UNKNOWN};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (snapshot == INVALID_HANDLE_VALUE)
        return;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &own_token) ||
        !ProcessIdToSessionId(GetCurrentProcessId(), &own_session))
        goto out;
    for (BOOL more = Process32FirstW(snapshot, &entry); more;
         more = Process32NextW(snapshot, &entry)) {
        DWORD session = 0;
        if (_wcsicmp(entry.szExeFile, L"outlook.exe") != 0)
            continue;
        if (ProcessIdToSessionId(entry.th32ProcessID, &session) && session != own_session)
            continue;
        in_doubt |= add_process(outlook, entry.th32ProcessID, own_token) == ANSWER_UNKNOWN;
    }
    if (outlook->count > 0)
        outlook->running = ANSWER_YES;
    else
        outlook->running = in_doubt ? ANSWER_UNKNOWN : ANSWER_NO;
out:
    if (own_token != NULL)
        CloseHandle(own_token);
    CloseHandle(snapshot);
}

void outlook_done(struct outlook *outlook)
{
    for (size_t i = 0; i < outlook->count; i++)
        if (outlook->processes[i] != NULL) /* else its owner is another one now */
            CloseHandle(outlook->processes[i]);
    if (outlook->token != NULL)
        CloseHandle(outlook->token);
    *outlook = (struct outlook){0};
}

/* The oldest start of the processes; false when one cannot be told. */
static bool find_start(const struct outlook *outlook, FILETIME *oldest)
{
    FILETIME start;
    FILETIME unused;
    for (size_t i = 0; i < outlook->count; i++) {
        if (!GetProcessTimes(outlook->processes[i], &start, &unused, &unused, &unused))
            return false;
        if (i == 0 || CompareFileTime(&start, oldest) < 0)
            *oldest = start;
    }
    return outlook->count > 0;
}

enum answer outlook_running_since(char since[PENDING_TIME_SIZE])
{
    struct outlook outlook;
    FILETIME oldest;
    SYSTEMTIME utc;
    since[0] = '\0';
    outlook_find(&outlook);
    const enum answer running = outlook.running;
    if (find_start(&outlook, &oldest) && FileTimeToSystemTime(&oldest, &utc))
        snprintf(since, PENDING_TIME_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ", utc.wYear % 10000U,
                 utc.wMonth % 100U, utc.wDay % 100U, utc.wHour % 100U, utc.wMinute % 100U,
                 utc.wSecond % 100U);
    outlook_done(&outlook);
    return running;
}

HANDLE outlook_open_process(void)
{
    struct outlook outlook;
    HANDLE process = NULL;
    outlook_find(&outlook);
    if (outlook.count > 0) {
        process = outlook.processes[0];
        outlook.processes[0] = outlook.processes[--outlook.count];
    }
    outlook_done(&outlook);
    return process;
}

bool outlook_has_come(const struct outlook *outlook)
{
    struct outlook now;
    bool has_come = false;
    outlook_find(&now);
    for (size_t i = 0; i < now.count; i++) {
        bool is_old = false;
        for (size_t j = 0; j < outlook->count; j++)
            is_old |= now.ids[i] == outlook->ids[j];
        has_come |= !is_old;
    }
    outlook_done(&now);
    return has_come;
}

/* What is looked for while Windows hands over the top-level windows one by one. */
struct window_search {
    const struct outlook *outlook;
    size_t process; /* this one's windows only */
    HWND asking;    /* a main window that is disabled: a modal one is in front of it */
    bool close;     /* ask them to */
    bool asked_any;
};

static bool is_main_window(HWND window)
{
    wchar_t name[sizeof window_class / sizeof *window_class + 1];
    int length = GetClassNameW(window, name, sizeof name / sizeof *name);
    return length > 0 && wcscmp(name, window_class) == 0 &&
           (IsWindowVisible(window) || IsIconic(window));
}

/* EnumWindows, because a chain of FindWindowEx goes astray when a window closes meanwhile. */
static BOOL CALLBACK look_at_window(HWND window, LPARAM parameter)
{
    struct window_search *search = (struct window_search *)parameter;
    DWORD id = 0;
    GetWindowThreadProcessId(window, &id);
    if (id != search->outlook->ids[search->process] || !is_main_window(window))
        return TRUE;
    if (!IsWindowEnabled(window))
        search->asking = window;
    if (search->close && PostMessageW(window, WM_CLOSE, 0, 0))
        search->asked_any = true;
    return TRUE;
}

static struct window_search search_windows(const struct outlook *outlook, size_t process,
                                           bool close)
{
    struct window_search search = {.outlook = outlook, .process = process, .close = close};
    EnumWindows(look_at_window, (LPARAM)&search);
    return search;
}

enum close_reply outlook_ask_to_close(const struct outlook *outlook)
{
    bool blocked = false;
    bool asked = false;
    for (size_t i = 0; i < outlook->count; i++) {
        if (search_windows(outlook, i, false).asking != NULL) {
            blocked = true;
            continue;
        }
        AllowSetForegroundWindow(outlook->ids[i]); /* for the question that it may have */
        asked |= search_windows(outlook, i, true).asked_any;
    }
    if (blocked)
        return CLOSE_BLOCKED;
    return asked ? CLOSE_ASKED : CLOSE_NO_WINDOW;
}

bool outlook_asks(const struct outlook *outlook)
{
    for (size_t i = 0; i < outlook->count; i++)
        if (search_windows(outlook, i, false).asking != NULL)
            return true;
    return false;
}

void outlook_show_question(const struct outlook *outlook)
{
    for (size_t i = 0; i < outlook->count; i++) {
        HWND window = search_windows(outlook, i, false).asking;
        if (window != NULL) {
            SetForegroundWindow(GetLastActivePopup(window));
            return;
        }
    }
}

/* The default value of one App Paths key, if it leads to a program that is there. */
static bool find_registered(HKEY root, REGSAM view, struct utf16_text *text,
                            wchar_t path[OUTLOOK_PATH_UNIT_COUNT])
{
    wchar_t value[OUTLOOK_PATH_UNIT_COUNT] = L"";
    wchar_t expanded[OUTLOOK_PATH_UNIT_COUNT];
    struct byte_buffer utf8 = {0};
    struct byte_buffer taken = {0};
    DWORD type = REG_NONE;
    DWORD size = sizeof value - sizeof *value; /* one is left for a NUL that may be missing */
    error_code code = CODE_FILE_NOT_FOUND;
    HKEY key = NULL;
    bool found = false;
    if (RegOpenKeyExW(root, L"Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\OUTLOOK.EXE",
                      0, KEY_QUERY_VALUE | view, &key) != ERROR_SUCCESS)
        return false;
    if (RegQueryValueExW(key, NULL, NULL, &type, (BYTE *)value, &size) != ERROR_SUCCESS ||
        (type != REG_SZ && type != REG_EXPAND_SZ))
        goto out;
    if (type == REG_SZ)
        wcscpy(expanded, value);
    else if (ExpandEnvironmentStringsW(value, expanded, OUTLOOK_PATH_UNIT_COUNT) >
             OUTLOOK_PATH_UNIT_COUNT)
        goto out;
    code = utf16_text_append_utf8(text, expanded, wcslen(expanded) * sizeof *expanded, &utf8);
    if (code != CODE_SUCCESS || byte_buffer_text(&utf8) == NULL ||
        !app_path_take(byte_buffer_text(&utf8), "outlook.exe", &taken))
        goto out;
    const wchar_t *wide =
        utf16_text_of_utf8(text, (const char *)taken.data, taken.size, NULL, &code);
    if (wide == NULL || wcslen(wide) >= OUTLOOK_PATH_UNIT_COUNT)
        goto out;
    const DWORD attributes = GetFileAttributesW(wide);
    found = attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
    if (found)
        wcscpy(path, wide);
out:
    byte_buffer_done(&utf8);
    byte_buffer_done(&taken);
    RegCloseKey(key);
    return found;
}

/* The program to start: a registered one, the one that ran if several are registered. From Windows
 * 7 on both views show the same keys; before, a 32-bit Office stands in the 32-bit view. */
static bool find_program(const struct outlook *outlook, struct utf16_text *text,
                         wchar_t path[OUTLOOK_PATH_UNIT_COUNT])
{
    static const struct {
        HKEY root;
        REGSAM view;
    } places[] = {
        {HKEY_CURRENT_USER, KEY_WOW64_64KEY},
        {HKEY_CURRENT_USER, KEY_WOW64_32KEY},
        {HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY},
        {HKEY_LOCAL_MACHINE, KEY_WOW64_32KEY},
    };
    wchar_t candidate[OUTLOOK_PATH_UNIT_COUNT];
    bool found = false;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!find_registered(places[i].root, places[i].view, text, candidate))
            continue;
        const bool ran = _wcsicmp(candidate, outlook->image) == 0;
        if (!found || ran)
            wcscpy(path, candidate);
        found = true;
        if (ran)
            return true;
    }
    if (!found && outlook->image[0] != L'\0') {
        wcscpy(path, outlook->image);
        found = true;
    }
    return found;
}

error_code outlook_start(const struct outlook *outlook, struct utf16_text *text)
{
    typedef BOOL WINAPI start_function(HANDLE token, DWORD logon, const wchar_t *program,
                                       wchar_t *command, DWORD flags, void *environment,
                                       const wchar_t *folder, STARTUPINFOW *startup,
                                       PROCESS_INFORMATION *process);
    wchar_t path[OUTLOOK_PATH_UNIT_COUNT];
    wchar_t command[OUTLOOK_PATH_UNIT_COUNT + 2]; /* in quotes, and nothing else */
    wchar_t folder[OUTLOOK_PATH_UNIT_COUNT];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    BOOL started = FALSE;
    if (!find_program(outlook, text, path))
        return CODE_FILE_NOT_FOUND;
    swprintf(command, sizeof command / sizeof *command, L"\"%ls\"", path);
    wcscpy(folder, path);
    wchar_t *last = wcsrchr(folder, L'\\');
    if (last != NULL)
        last[1] = L'\0';
    if (outlook->token == NULL) {
        started = CreateProcessW(path, command, NULL, NULL, FALSE, CREATE_DEFAULT_ERROR_MODE, NULL,
                                 folder, &startup, &process);
    } else {
        start_function *start =
            (start_function *)dll_find_function(L"advapi32.dll", "CreateProcessWithTokenW");
        if (start == NULL)
            return ERROR_CALL_NOT_IMPLEMENTED; /* every Windows that splits tokens has it */
        started = start(outlook->token, 0, path, command, 0, NULL, folder, &startup, &process);
    }
    if (!started)
        return GetLastError();
    AllowSetForegroundWindow(process.dwProcessId);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return CODE_SUCCESS;
}
