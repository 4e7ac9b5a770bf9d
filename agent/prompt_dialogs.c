#include "agent/prompt_dialogs.h"

#include <string.h>

static size_t place_of(const struct prompt_dialogs *dialogs, uintptr_t window)
{
    size_t place = 0;
    while (place < dialogs->count && dialogs->windows[place] != window)
        place++;
    return place;
}

static void remove_at(struct prompt_dialogs *dialogs, size_t place)
{
    dialogs->count--;
    memmove(&dialogs->windows[place], &dialogs->windows[place + 1],
            (dialogs->count - place) * sizeof dialogs->windows[0]);
}

bool prompt_dialogs_have(const struct prompt_dialogs *dialogs, uintptr_t window)
{
    return place_of(dialogs, window) < dialogs->count;
}

bool prompt_dialogs_add(struct prompt_dialogs *dialogs, uintptr_t window)
{
    if (prompt_dialogs_have(dialogs, window))
        return false;
    if (dialogs->count == PROMPT_DIALOG_LIMIT)
        remove_at(dialogs, 0);
    dialogs->windows[dialogs->count++] = window;
    return true;
}

void prompt_dialogs_remove(struct prompt_dialogs *dialogs, uintptr_t window)
{
    const size_t place = place_of(dialogs, window);
    if (place < dialogs->count)
        remove_at(dialogs, place);
}
