/* Keys in a registry that somebody else could prepare: opened, made and deleted without following a
 * link.
 *
 * A key can be a symbolic link to any other, and whoever owns a hive can make one in it. To a
 * program with an administrator's rights it would be a way to have keys changed that are no
 * business of the hive's owner. Windows has refused links out of such a hive since MS10-021 (2010),
 * but Windows XP can be without that update. So each part of a path is opened by itself, as what it
 * is, and one that is a link is refused; what is open cannot be exchanged any more.
 * Source: Microsoft, "RegOpenKeyExW function" (REG_OPTION_OPEN_LINK), "Registry Key Hierarchy".
 */
#ifndef PROMPTFIX_REGISTRY_WINDOWS_LINK_WINDOWS_H
#define PROMPTFIX_REGISTRY_WINDOWS_LINK_WINDOWS_H

#include <stdbool.h>
#include <windows.h>

/* Like RegOpenKeyExW and RegCreateKeyExW, and where links are to be followed just that. Else
 * ERROR_STOPPED_ON_SYMLINK where a part of the path is a link; `options` are for the last part,
 * those before it are made to last. */
LSTATUS windows_open_key(bool follow_links, HKEY parent, const wchar_t *path, REGSAM rights,
                         HKEY *key);
LSTATUS windows_create_key(bool follow_links, HKEY parent, const wchar_t *path, DWORD options,
                           REGSAM rights, HKEY *key);

/* Deletes the subkey `name` of the 64-bit view; where links are not to be followed, itself even if
 * it is one. */
LSTATUS windows_delete_key(bool follow_links, HKEY parent, const wchar_t *name);

#endif
