/* The one thing that needs an administrator, done by this program started once more with "runas".
 *
 * Windows asks for consent, or for an administrator's name, and that may take as long as it takes;
 * so a thread of its own waits, and posts what came of it.
 */
#ifndef PROMPTFIX_AGENT_ELEVATION_WINDOWS_H
#define PROMPTFIX_AGENT_ELEVATION_WINDOWS_H

#include "agent/tray_agent.h"

#include <windows.h>

/* Starts this program with `arguments` (UTF-16). When it has ended, or could not be started,
 * `message` is posted to `window` with a pointer to a struct helper_result in LPARAM, which the
 * receiver frees with free(). Returns what kept the thread from being started, else CODE_SUCCESS;
 * nothing is posted then. */
error_code elevation_start(HWND window, UINT message, const wchar_t *arguments);

#endif
