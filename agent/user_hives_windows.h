/* The registries of this computer's other users: struct user_hives filled with Windows. */
#ifndef PROMPTFIX_AGENT_USER_HIVES_WINDOWS_H
#define PROMPTFIX_AGENT_USER_HIVES_WINDOWS_H

#include "agent/user_hives.h"
#include "registry/utf16_text.h"
#include "registry/windows_lock_windows.h"

struct windows_user_hives {
    struct user_hives hives; /* first: what the core gets */
    struct utf16_text text;
    struct windows_lock lock;
    bool names_take_long; /* a domain has not answered: nobody is asked for a name any more */
};

void windows_user_hives_init(struct windows_user_hives *windows);
void windows_user_hives_done(struct windows_user_hives *windows);

#endif
