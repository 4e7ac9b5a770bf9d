/* Restarting Windows, and what speaks against it. */
#ifndef PROMPTFIX_AGENT_WINDOWS_RESTART_WINDOWS_H
#define PROMPTFIX_AGENT_WINDOWS_RESTART_WINDOWS_H

#include "agent/restart_offer.h"
#include "registry/error_code.h"

#include <wchar.h>

/* Collects the facts and judges them. */
enum restart_offer windows_restart_offer(void);

/* Has this process a desktop that somebody can see? Services and startup scripts have none. */
bool windows_desktop_is_visible(void);

/* Restarts Windows for the person at the desktop: programs with unsaved work may ask, and may stop
 * it. Success means that it has begun. Errors of Windows. */
error_code windows_restart(void);

/* Restarts Windows from a process without a desktop: whoever comes to the computer meanwhile sees
 * Windows' own countdown of `seconds` with `message`, and `shutdown /a` stops it. Errors of
 * Windows.
 */
error_code windows_restart_after(unsigned seconds, const wchar_t *message);

#endif
