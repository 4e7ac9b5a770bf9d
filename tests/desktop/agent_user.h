/* What a user does with the agent: by real clicks, where the words on the buttons say. */
#ifndef PROMPTFIX_TESTS_DESKTOP_AGENT_USER_H
#define PROMPTFIX_TESTS_DESKTOP_AGENT_USER_H

#include "tests/desktop/agent_process.h"
#include "tests/desktop/message_words.h"

/* Clicks on the icon, which must come, and waits for the window. */
void user_opens_window(const struct agent_process *agent);

/* Clicks on the button (by its message) of the window or question that is in front. */
void user_presses(const struct agent_process *agent, DWORD label);

/* The menu key on the icon; waits for the menu. */
void user_opens_menu(const struct agent_process *agent);

#endif
