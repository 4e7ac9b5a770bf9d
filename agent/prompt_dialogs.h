/* The credential dialogs that were noticed already, so that none is told of twice.
 *
 * A dialog is shown, filled, hidden and shown again, and each of that is an event; it stays the
 * same dialog until its window is destroyed. Windows are known by their handles, as numbers.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_DIALOGS_H
#define PROMPTFIX_AGENT_PROMPT_DIALOGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Outlook shows one at a time; when there are more than these, the oldest is forgotten. */
enum { PROMPT_DIALOG_LIMIT = 16 };

/* All zero: none noticed yet. */
struct prompt_dialogs {
    uintptr_t windows[PROMPT_DIALOG_LIMIT]; /* the oldest first */
    size_t count;
};

bool prompt_dialogs_have(const struct prompt_dialogs *dialogs, uintptr_t window);

/* The window has been noticed. False when it had been before. */
bool prompt_dialogs_add(struct prompt_dialogs *dialogs, uintptr_t window);

/* The window is no more. Its handle may come to mean another one. */
void prompt_dialogs_remove(struct prompt_dialogs *dialogs, uintptr_t window);

#endif
