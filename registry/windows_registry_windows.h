/* The registry of this machine: the store behind struct registry that touches Windows. */
#ifndef PROMPTFIX_REGISTRY_WINDOWS_REGISTRY_WINDOWS_H
#define PROMPTFIX_REGISTRY_WINDOWS_REGISTRY_WINDOWS_H

#include "registry/registry.h"

struct windows_registry;

/* CODE_NOT_ENOUGH_MEMORY, or what text_converter_create says. The caller frees it, after all its
 * keys are closed. Used by one thread at a time. */
error_code windows_registry_create(struct windows_registry **windows);

/* The same with the key `name` below HKEY_USERS for HKEY_CURRENT_USER. What lies there is another
 * user's: no link in it is followed (CODE_STOPPED_ON_SYMLINK). Its lock is the caller's business
 * (windows_lock_windows.h). Also what Windows says when the key cannot be opened for writing. */
error_code windows_registry_create_for_user(const wchar_t *name, struct windows_registry **windows);

void windows_registry_free(struct windows_registry *windows); /* NULL is allowed */

struct registry *windows_registry_interface(struct windows_registry *windows);

#endif
