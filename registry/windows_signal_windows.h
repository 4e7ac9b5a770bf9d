/* What a watch on the registry of this machine sets: an event that a message loop can wait for. */
#ifndef PROMPTFIX_REGISTRY_WINDOWS_SIGNAL_WINDOWS_H
#define PROMPTFIX_REGISTRY_WINDOWS_SIGNAL_WINDOWS_H

#include "registry/registry.h"

/* A signal that is not set. CODE_NOT_ENOUGH_MEMORY, or what Windows says. To be freed after every
 * key that is watched with it is closed. */
error_code windows_signal_create(struct registry_signal **signal);
void windows_signal_free(struct registry_signal *signal); /* NULL is allowed */

/* The event behind it (a HANDLE, without <windows.h>), for MsgWaitForMultipleObjects and its like.
 * It resets itself: who has waited for it has taken note. Belongs to the signal. */
void *windows_signal_event(const struct registry_signal *signal);

#endif
