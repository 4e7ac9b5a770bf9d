/* Closes the tray agents of all sessions, so that promptfix.exe can be replaced or removed, and
 * starts them again as their users. */
#ifndef PROMPTFIX_INSTALLER_AGENT_SESSIONS_WINDOWS_H
#define PROMPTFIX_INSTALLER_AGENT_SESSIONS_WINDOWS_H

#include <windows.h>

#include <msi.h>

/* Asks every process of this program to close (agent/close_request.h), waits for their end, 10
 * seconds at most, and notes their sessions in install_state_windows.h. One that stays is logged;
 * Windows Installer then replaces the file at the next restart. */
void agent_sessions_close(MSIHANDLE install, const wchar_t *program);

/* Starts the program as the user who is logged on there, with his rights and without those of an
 * administrator. A session without a user is no error. What fails is logged. */
void agent_sessions_start(MSIHANDLE install, const wchar_t *program, DWORD session);

#endif
