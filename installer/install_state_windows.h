/* What one action of an installation leaves for a later one, or for the roll-back.
 *
 * Deferred actions run in the order of a script that was written before the first of them, and
 * cannot set properties. A volatile key of HKEY_LOCAL_MACHINE is theirs: only administrators write
 * it, an old version's removal and the new version's installation share it, and a restart of
 * Windows forgets what a power cut left. */
#ifndef PROMPTFIX_INSTALLER_INSTALL_STATE_WINDOWS_H
#define PROMPTFIX_INSTALLER_INSTALL_STATE_WINDOWS_H

#include <stdbool.h>
#include <windows.h>

enum { SESSION_LIMIT = 256 };

/* "A fix was applied by this installation." */
DWORD install_state_set_fixed(void);
bool install_state_is_fixed(void);

/* In this session an agent was running. */
DWORD install_state_add_session(DWORD session);

/* The sessions added, each once; at most `limit`. */
DWORD install_state_sessions(DWORD *sessions, DWORD limit);

/* What a registry value was before: kept once; a second call with the same name keeps the first. */
DWORD install_state_keep(const wchar_t *name, HKEY key, const wchar_t *value);

/* Puts a kept value back as it was, or deletes it where it was absent. ERROR_SUCCESS too where
 * nothing was kept. */
DWORD install_state_put_back(const wchar_t *name, HKEY key, const wchar_t *value);

/* The installation is over. No state is no error. */
DWORD install_state_forget(void);

#endif
