/* One tray agent per session: who is first, and how a second start reaches it. */
#ifndef PROMPTFIX_AGENT_SINGLE_INSTANCE_WINDOWS_H
#define PROMPTFIX_AGENT_SINGLE_INSTANCE_WINDOWS_H

#include "registry/error_code.h"

#include <stdbool.h>
#include <windows.h>

/* The class of the agent's hidden window, by which it is found. */
#define AGENT_WINDOW_CLASS L"PromptFix.Agent"

/* The registered message that asks it to show its window; it answers AGENT_SHOWN. */
#define AGENT_SHOW_MESSAGE L"PromptFix.Show"
enum { AGENT_SHOWN = 1 };

/* Waits until nobody else is deciding who is the first, and keeps others from it until
 * single_instance_decided. Errors of Windows; `*decision` is then untouched. */
error_code single_instance_decide(HANDLE *decision);
void single_instance_decided(HANDLE decision);

/* The window of the agent of this session, or NULL. To be asked while deciding. */
HWND single_instance_find(void);

/* Has the running agent show its window. CODE_SUCCESS when it has said so; else why not, such as
 * ERROR_TIMEOUT when it does not answer. */
error_code single_instance_show(HWND window);

#endif
