#include "tests/desktop/agent_process.h"

#include "agent/desktop_windows.h"
#include "agent/single_instance_windows.h"
#include "agent/tray_event.h"
#include "tests/desktop/window_search.h"
#include "tests/desktop/window_text.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

enum { START_LIMIT = 60000 }; /* milliseconds */

static bool has_window(void *context)
{
    struct agent_process *agent = context;
    agent->window = window_search(agent->id, AGENT_WINDOW_CLASS, false);
    return agent->window != NULL;
}

void agent_start(struct agent_process *agent)
{
    const struct program_start start = {.flags = DETACHED_PROCESS};
    agent->process = program_start(promptfix_command_line(L""), &start);
    agent->id = GetProcessId(agent->process);
    EXPECT_SOON(has_window, agent);
    ck_assert_uint_eq(WaitForInputIdle(agent->process, START_LIMIT), 0);
}

void agent_end(struct agent_process *agent)
{
    if (agent->process == NULL)
        return;
    PostMessageW(agent->window, WM_CLOSE, 0, 0);
    DWORD exit_code = program_finish(agent->process);
    *agent = (struct agent_process){0};
    ck_assert_uint_eq(exit_code, 0);
}

void agent_kill(struct agent_process *agent)
{
    if (agent->process == NULL)
        return;
    TerminateProcess(agent->process, 1);
    program_finish(agent->process);
    *agent = (struct agent_process){0};
}

HWND agent_dialog(const struct agent_process *agent)
{
    return window_search(agent->id, L"#32770", true);
}

HWND agent_menu(const struct agent_process *agent)
{
    return window_search(agent->id, L"#32768", true);
}

LRESULT agent_tell(const struct agent_process *agent, UINT message, WPARAM wparam, LPARAM lparam)
{
    DWORD_PTR answer = 0;
    ck_assert_msg(SendMessageTimeoutW(agent->window, message, wparam, lparam, SMTO_NORMAL,
                                      START_LIMIT, &answer) != 0,
                  "the agent does not answer message %#x", message);
    return (LRESULT)answer;
}

/* As version 4 has it: facts.md section 8. The icon's number is in the upper half; the agent has
 * one icon, and does not look. */
void agent_icon_event(const struct agent_process *agent, UINT event, POINT place)
{
    PostMessageW(agent->window, WINDOW_MESSAGE_ICON, MAKEWPARAM(place.x, place.y),
                 MAKELPARAM(event, 1));
}

UINT agent_taskbar_created(void)
{
    return RegisterWindowMessageW(L"TaskbarCreated");
}

bool agent_dialog_is_open(void *context)
{
    return agent_dialog(context) != NULL;
}

bool agent_dialog_is_closed(void *context)
{
    return agent_dialog(context) == NULL;
}

bool agent_menu_is_open(void *context)
{
    return agent_menu(context) != NULL;
}

bool agent_menu_is_closed(void *context)
{
    return agent_menu(context) == NULL;
}

bool agent_is_in_foreground(void *context)
{
    const struct agent_process *agent = context;
    DWORD process = 0;
    GetWindowThreadProcessId(GetForegroundWindow(), &process);
    return process == agent->id;
}

bool agent_dialog_says(void *context)
{
    const struct dialog_text *wanted = context;
    HWND dialog = agent_dialog(wanted->agent);
    return dialog != NULL && window_says(dialog, wanted->text);
}

void agent_expect_text(const struct agent_process *agent, const wchar_t *text)
{
    struct dialog_text wanted = {agent, text};
    if (event_wait(agent_dialog_says, &wanted))
        return;
    /* Check cuts long messages. */
    printf("The window says:\n%ls\n",
           agent_dialog(agent) != NULL ? window_text(agent_dialog(agent)) : L"(there is none)");
    ck_abort_msg("\"%ls\" is not to be read in the window", text);
}
