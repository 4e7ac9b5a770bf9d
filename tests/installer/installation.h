/* The MSI files under test, msiexec, and what of PromptFix is on this machine. */
#ifndef PROMPTFIX_TESTS_INSTALLER_INSTALLATION_H
#define PROMPTFIX_TESTS_INSTALLER_INSTALLATION_H

#include <windows.h>

#include <stdbool.h>

/* All are made from the same sources (Makefile): this version, an older one, and one that fails
 * when all but the start of the agent is done. */
#define THIS_MSI L"promptfix.msi"
#define OLDER_MSI L"windows\\installer\\older.msi"
#define FAILING_MSI L"windows\\installer\\failing.msi"

/* Runs "msiexec VERB build\MSI /qn WORDS", and gives its whole exit code. */
DWORD msiexec(const wchar_t *verb, const wchar_t *msi, const wchar_t *words);

/* Fails the test unless all of a version ("0.1.0") is there: files, shortcut, keys, entry among the
 * installed programs. */
void installation_expect(const wchar_t *version);

/* Fails the test unless nothing of it is there, but for what undo records need. */
void installation_expect_none(void);

/* Whether it is started for every user. */
void installation_expect_autostart(bool wanted);

/* A property as the installation remembers it. */
void installation_expect_setting(const wchar_t *name, const wchar_t *value);

/* Deletes or finds one of its files. */
void installation_delete_file(const wchar_t *name);
bool installation_has_file(const wchar_t *name);

/* The process of the installed agent, when it answers; 0 when there is none. */
DWORD installation_agent(void);

/* Waits until there is one, another than `before`. */
DWORD installation_expect_agent(DWORD before);

#endif
