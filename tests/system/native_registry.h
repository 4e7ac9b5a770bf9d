/* The registry by the native functions of Windows, which allow what the others do not: names with
 * a NUL in them, and links. Programs that want to hide something use the one, Windows itself the
 * other. */
#ifndef PROMPTFIX_TESTS_SYSTEM_NATIVE_REGISTRY_H
#define PROMPTFIX_TESTS_SYSTEM_NATIVE_REGISTRY_H

#include <windows.h>

/* Creates a subkey, the name of `length` characters; the caller closes it. */
HKEY native_registry_create(HKEY parent, const wchar_t *name, size_t length);

/* Sets a value with a name of `length` characters. */
void native_registry_set(HKEY key, const wchar_t *name, size_t length, DWORD type, const void *data,
                         size_t data_size);

/* Deletes an open key, whatever its name is, and closes it. */
void native_registry_delete(HKEY key);

/* Makes `path` below HKEY_CURRENT_USER a link to `target`, likewise below it. */
void native_registry_link(const wchar_t *path, const wchar_t *target);

/* The same for a link below another root. */
void native_registry_link_at(HKEY root, const wchar_t *path, const wchar_t *target);

/* Deletes such a link, not what it leads to. What is there and no link is deleted, too. */
void native_registry_unlink(const wchar_t *path);
void native_registry_unlink_at(HKEY root, const wchar_t *path);

#endif
