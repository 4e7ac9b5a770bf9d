/* The machine that the tests run on: whether they may change it, and which Windows promptfix.exe
 * finds there. */
#ifndef PROMPTFIX_TESTS_SYSTEM_MACHINE_H
#define PROMPTFIX_TESTS_SYSTEM_MACHINE_H

#include <stdbool.h>
#include <wchar.h>

bool machine_is_wine(void);

/* Under Wine always; elsewhere when PROMPTFIX_SYSTEM_TESTS says so. */
bool machine_may_be_changed(void);

/* Wine's computer belongs to no domain, of which promptfix.exe would tell in every test: there it
 * is made to look as if it did, for the time of this Wine. machine_begin does so, too. */
void machine_join_domain(void);

/* Before and after all tests. Under Wine a console has a window, and a window needs a display: for
 * the time between, Wine is told to do without. */
void machine_begin(void);
void machine_end(void);

/* Makes promptfix.exe believe to be on that Windows, by a word of Wine's: "winxp", "win2003",
 * "win7", "win10"; NULL takes that back. Does nothing where there is no Wine. */
void machine_set_windows(const wchar_t *version);

/* A Windows version, and what an absent LmCompatibilityLevel means on it (facts.md 4.2). */
struct windows_kind {
    const wchar_t *wine_name;
    char number[16]; /* as reports have it: "5.1" */
    unsigned default_level;
};

/* Fills in the Windows of this machine. `wine_name` is NULL. */
void machine_windows(struct windows_kind *kind);

#endif
