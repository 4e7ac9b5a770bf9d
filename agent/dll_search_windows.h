/* Closes the door to planted DLLs.
 *
 * Windows looks for a DLL beside the program and in the current folder too. A login script runs
 * from a share, a helpdesk from the download folder: whoever can write there could have code of
 * his run with our rights. So the search is cut to the system folder, first thing, and what is
 * loaded later is loaded by full path.
 */
#ifndef PROMPTFIX_AGENT_DLL_SEARCH_WINDOWS_H
#define PROMPTFIX_AGENT_DLL_SEARCH_WINDOWS_H

#include <stdbool.h>
#include <windows.h>

/* Takes the current directory out of the search path and, where Windows can (8, or with KB 2533623
 * from Vista on), limits the search to its system folder; has the DLLs that are bound late (see
 * Makefile) loaded by full path. To be called before anything else. */
void dll_search_cut(void);

/* Loads a system DLL ("wtsapi32.dll") by its full path. NULL if this Windows has none. It stays
 * loaded to the end of the process. */
HMODULE dll_load_system(const wchar_t *name);

/* Looks up a function that not every Windows has. NULL without it. Assign it to a pointer of its
 * own type by way of `void (*)(void)`. */
typedef void any_function(void);
any_function *dll_find_function(const wchar_t *dll, const char *function);

/* One of several that are of use only together. */
struct dll_function {
    const wchar_t *dll;
    const char *name;
    void *place; /* of the pointer to it */
};

/* Looks them all up. False where one is not there; some of the pointers are set then. */
bool dll_find_functions(const struct dll_function *functions, size_t count);

#endif
