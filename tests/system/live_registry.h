/* The registry of this machine, by Windows' own functions: what the tests put there, and what they
 * find there afterwards. Always the 64-bit view where there is one. */
#ifndef PROMPTFIX_TESTS_SYSTEM_LIVE_REGISTRY_H
#define PROMPTFIX_TESTS_SYSTEM_LIVE_REGISTRY_H

#include <windows.h>

#include <stdbool.h>

#define LSA_KEY L"SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define LEVEL_VALUE L"LmCompatibilityLevel"
#define PROFILES_KEY                                                                               \
    L"Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"
#define RECORDS_KEY L"Software\\PromptFix\\Undo"

/* Deletes all that the tests and promptfix.exe leave: profiles, LmCompatibilityLevel, undo records,
 * and what was denied with live_registry_deny. Never fails a test. */
void live_registry_clear(void);

/* Creates a key if it is missing. */
void live_registry_create(HKEY root, const wchar_t *key);

/* Sets a value exactly as given; the key is created if it is missing. */
void live_registry_set(HKEY root, const wchar_t *key, const wchar_t *name, DWORD type,
                       const void *data, size_t data_size);
void live_registry_set_text(HKEY root, const wchar_t *key, const wchar_t *name,
                            const wchar_t *text);
void live_registry_set_dword(HKEY root, const wchar_t *key, const wchar_t *name, DWORD number);

/* Fails the test unless the value has this type and these bytes, or is absent. */
void live_registry_expect(HKEY root, const wchar_t *key, const wchar_t *name, DWORD type,
                          const void *data, size_t data_size);
void live_registry_expect_absent(HKEY root, const wchar_t *key, const wchar_t *name);

/* Deletes a key with all below it. */
void live_registry_delete_tree(HKEY root, const wchar_t *key);

bool live_registry_has_key(HKEY root, const wchar_t *key);

/* How many subkeys a key has; 0 where there is no such key. */
unsigned live_registry_count_subkeys(HKEY root, const wchar_t *key);

/* Denies these rights to a key to everybody, until live_registry_allow. */
void live_registry_deny(HKEY root, const wchar_t *key, REGSAM rights);
void live_registry_allow(HKEY root, const wchar_t *key);

#endif
