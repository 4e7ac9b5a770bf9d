/* The custom actions of the MSI: what Windows Installer's own tables cannot say.
 *
 * The table CustomAction (installer/tables) names them by their exported names, the table
 * InstallExecuteSequence says when they run. All but the first and the last are deferred: they run
 * as SYSTEM, know nothing of the installation but the text that the action of type 51 before them
 * put together, and where that begins with a number, it ends with a vertical bar, which no path
 * has. */
#include "agent/autostart.h"
#include "agent/restart_pending.h"
#include "installer/action_outcome.h"
#include "installer/agent_sessions_windows.h"
#include "installer/install_log_windows.h"
#include "installer/install_state_windows.h"
#include "installer/program_output_windows.h"

#include <msiquery.h>

#include <stdlib.h>
#include <wchar.h>

#define WIDE(text) WIDE_(text)
#define WIDE_(text) L##text

#define ACTION __declspec(dllexport) UINT WINAPI

ACTION FindSession(MSIHANDLE install);
ACTION CloseAgents(MSIHANDLE install);
ACTION ReopenAgents(MSIHANDLE install);
ACTION StartAgents(MSIHANDLE install);
ACTION ApplyFix(MSIHANDLE install);
ACTION TakeFixBack(MSIHANDLE install);
ACTION UndoFixes(MSIHANDLE install);
ACTION SetAutostart(MSIHANDLE install);
ACTION PutAutostartBack(MSIHANDLE install);
ACTION TellRestart(MSIHANDLE install);

enum {
    DATA_SIZE = 2048,  /* units */
    UNDO_LIMIT = 1000, /* records */
    NO_SESSION = -1,
};

struct action_data {
    wchar_t text[DATA_SIZE];
    const wchar_t *path; /* in text */
    long number;         /* 0 without one */
};

static bool read_data(MSIHANDLE install, struct action_data *data)
{
    DWORD length = DATA_SIZE;
    const UINT error = MsiGetPropertyW(install, L"CustomActionData", data->text, &length);
    if (error != ERROR_SUCCESS) {
        install_log_error(install, L"the action's data cannot be read", error);
        return false;
    }
    wchar_t *bar = wcschr(data->text, L'|');
    data->number = bar != NULL ? wcstol(data->text, NULL, 10) : 0;
    data->path = bar != NULL ? bar + 1 : data->text;
    return true;
}

/* Immediate, impersonated: in which session is the user who installs? On Windows Vista and later
 * that of a service is 0, which no user has. */
ACTION FindSession(MSIHANDLE install)
{
    HANDLE token;
    DWORD session = 0;
    DWORD size = sizeof session;
    wchar_t text[16];
    if (!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token) &&
        !OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return ERROR_SUCCESS;
    if (GetTokenInformation(token, TokenSessionId, &session, size, &size)) {
        _snwprintf(text, 16, L"%lu", session);
        MsiSetPropertyW(install, L"InstallerSession", text);
    }
    CloseHandle(token);
    return ERROR_SUCCESS;
}

ACTION CloseAgents(MSIHANDLE install)
{
    struct action_data data;
    if (read_data(install, &data))
        agent_sessions_close(install, data.path);
    return ERROR_SUCCESS;
}

static void start_agents(MSIHANDLE install, const struct action_data *data)
{
    DWORD sessions[SESSION_LIMIT];
    const DWORD count = install_state_sessions(sessions, SESSION_LIMIT);
    for (DWORD i = 0; i < count; i++)
        agent_sessions_start(install, data->path, sessions[i]);
    /* The first installation starts it for the one who installs. */
    if (count == 0 && data->number != NO_SESSION)
        agent_sessions_start(install, data->path, (DWORD)data->number);
}

/* The roll-back of CloseAgents: the last that a roll-back does, with the old files back in place.
 */
ACTION ReopenAgents(MSIHANDLE install)
{
    struct action_data data;
    if (read_data(install, &data)) {
        data.number = NO_SESSION;
        start_agents(install, &data);
    }
    install_state_forget();
    return ERROR_SUCCESS;
}

/* The last of all deferred actions. Its data: the session of a first installation, or -1, and the
 * program, or nothing where it has been removed. */
ACTION StartAgents(MSIHANDLE install)
{
    struct action_data data;
    if (read_data(install, &data) && data.path[0] != L'\0')
        start_agents(install, &data);
    install_state_forget();
    return ERROR_SUCCESS;
}

/* What became of a run of promptfix.exe. */
static enum action_outcome run(MSIHANDLE install, const wchar_t *command_line, int error_number)
{
    DWORD exit_code = 0;
    const DWORD error = program_output_log(install, command_line, &exit_code);
    if (error != ERROR_SUCCESS) {
        install_log_error(install, L"promptfix.exe cannot be started", error);
        exit_code = error;
    }
    const enum action_outcome outcome =
        error != ERROR_SUCCESS ? ACTION_FAILED : action_outcome(exit_code);
    install_log(install, L"exit code %lu", exit_code);
    if (outcome == ACTION_FAILED)
        install_error(install, error_number, exit_code);
    return outcome;
}

/* Its data: the whole command line. */
ACTION ApplyFix(MSIHANDLE install)
{
    struct action_data data;
    if (!read_data(install, &data))
        return ERROR_INSTALL_FAILURE;
    const enum action_outcome outcome = run(install, data.path, ERROR_FIX_FAILED);
    if (outcome == ACTION_CHANGED) {
        const DWORD error = install_state_set_fixed();
        if (error != ERROR_SUCCESS)
            install_log_error(install, L"a roll-back will not undo the fix", error);
    }
    return outcome == ACTION_FAILED ? ERROR_INSTALL_FAILURE : ERROR_SUCCESS;
}

/* The roll-back of ApplyFix. An older fix stays. */
ACTION TakeFixBack(MSIHANDLE install)
{
    struct action_data data;
    if (install_state_is_fixed() && read_data(install, &data))
        run(install, data.path, ERROR_UNDO_FAILED);
    return ERROR_SUCCESS;
}

/* Undo takes one fix back at a time, and changes nothing when there is none left. */
ACTION UndoFixes(MSIHANDLE install)
{
    struct action_data data;
    enum action_outcome outcome = ACTION_CHANGED;
    if (!read_data(install, &data))
        return ERROR_INSTALL_FAILURE;
    for (int i = 0; i < UNDO_LIMIT && outcome == ACTION_CHANGED; i++)
        outcome = run(install, data.path, ERROR_UNDO_FAILED);
    return outcome == ACTION_FAILED ? ERROR_INSTALL_FAILURE : ERROR_SUCCESS;
}

/* The table Registry of a 32-bit MSI reaches only the copy of this key that a 64-bit Windows keeps
 * for 32-bit programs; agent/autostart.h reads the other. */
static DWORD open_run_key(HKEY *key)
{
    return (DWORD)RegCreateKeyExW(HKEY_LOCAL_MACHINE, WIDE(AUTOSTART_KEY), 0, NULL, 0,
                                  KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, key,
                                  NULL);
}

static DWORD set_autostart(HKEY key, const struct action_data *data)
{
    wchar_t command[DATA_SIZE + 2];
    DWORD error = install_state_keep(WIDE(AUTOSTART_VALUE), key, WIDE(AUTOSTART_VALUE));
    if (error != ERROR_SUCCESS)
        return error;
    if (data->number != 1) {
        error = (DWORD)RegDeleteValueW(key, WIDE(AUTOSTART_VALUE));
        return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
    }
    const int length = _snwprintf(command, DATA_SIZE + 2, L"\"%ls\"", data->path);
    if (length < 0 || length > AUTOSTART_COMMAND_LIMIT)
        return ERROR_FILENAME_EXCED_RANGE;
    return (DWORD)RegSetValueExW(key, WIDE(AUTOSTART_VALUE), 0, REG_SZ, (const BYTE *)command,
                                 ((DWORD)length + 1) * sizeof *command);
}

/* Its data: 1 to have the program started for every user, 0 to have it not; and the program. */
ACTION SetAutostart(MSIHANDLE install)
{
    struct action_data data;
    HKEY key;
    if (!read_data(install, &data))
        return ERROR_INSTALL_FAILURE;
    DWORD error = open_run_key(&key);
    if (error == ERROR_SUCCESS) {
        error = set_autostart(key, &data);
        RegCloseKey(key);
    }
    if (error == ERROR_SUCCESS)
        return ERROR_SUCCESS;
    install_log_error(install, L"the start at logon cannot be set", error);
    return ERROR_INSTALL_FAILURE;
}

ACTION PutAutostartBack(MSIHANDLE install)
{
    HKEY key;
    DWORD error = open_run_key(&key);
    if (error == ERROR_SUCCESS) {
        error = install_state_put_back(WIDE(AUTOSTART_VALUE), key, WIDE(AUTOSTART_VALUE));
        RegCloseKey(key);
    }
    if (error != ERROR_SUCCESS)
        install_log_error(install, L"the start at logon is not as it was", error);
    return ERROR_SUCCESS;
}

/* Immediate, behind InstallFinalize: a deferred action cannot say that a restart is due. The
 * property REBOOT=ReallySuppress makes it the exit code 3010, and no restart. */
ACTION TellRestart(MSIHANDLE install)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, WIDE(RESTART_PENDING_KEY), 0,
                      KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS)
        return ERROR_SUCCESS;
    RegCloseKey(key);
    install_log(install, L"Windows must be restarted");
    MsiSetMode(install, MSIRUNMODE_REBOOTATEND, TRUE);
    return ERROR_SUCCESS;
}
