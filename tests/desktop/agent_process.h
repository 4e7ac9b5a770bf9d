/* The tray agent at work: promptfix.exe without a verb, its windows, and what the shell and Windows
 * say to it. */
#ifndef PROMPTFIX_TESTS_DESKTOP_AGENT_PROCESS_H
#define PROMPTFIX_TESTS_DESKTOP_AGENT_PROCESS_H

#include "tests/desktop/event_wait.h"

/* All zero: not running. */
struct agent_process {
    HANDLE process;
    DWORD id;
    HWND window; /* the hidden one */
};

/* Starts the agent, and waits until it has looked at the registry and waits for messages. */
void agent_start(struct agent_process *agent);

/* Has it exit, as an installer would, and expects the exit code 0. Nothing when it is not running.
 */
void agent_end(struct agent_process *agent);

/* Ends it without a word, as the Task Manager would. Nothing when it is not running. */
void agent_kill(struct agent_process *agent);

/* Its window or question that is to be seen, the newest of them; else NULL. A menu's likewise. */
HWND agent_dialog(const struct agent_process *agent);
HWND agent_menu(const struct agent_process *agent);

/* Sends a message to its hidden window, and waits until it has been dealt with. */
LRESULT agent_tell(const struct agent_process *agent, UINT message, WPARAM wparam, LPARAM lparam);

/* What the shell tells about the icon: NIN_SELECT, WM_CONTEXTMENU, NIN_BALLOONUSERCLICK ... at a
 * place of the screen. It is posted, as the shell does it. */
void agent_icon_event(const struct agent_process *agent, UINT event, POINT place);

/* What Explorer tells every window when it has started. */
UINT agent_taskbar_created(void);

/* Conditions; the context is a struct agent_process. */
condition_function agent_dialog_is_open;
condition_function agent_dialog_is_closed;
condition_function agent_menu_is_open;
condition_function agent_menu_is_closed;
condition_function agent_is_in_foreground;

/* The context is a struct dialog_text. */
struct dialog_text {
    const struct agent_process *agent;
    const wchar_t *text;
};
condition_function agent_dialog_says;

/* Fails the test, with what the window does say, unless it comes to say that. */
void agent_expect_text(const struct agent_process *agent, const wchar_t *text);

#endif
