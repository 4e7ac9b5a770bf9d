/* Puts a DLL of the tests into a program that was started suspended, before anything of the program
 * itself runs. */
#ifndef PROMPTFIX_TESTS_SYSTEM_HOOK_LOADING_H
#define PROMPTFIX_TESTS_SYSTEM_HOOK_LOADING_H

#include <stdbool.h>
#include <windows.h>

/* `dll` lies beside the tests' program. False when it could not be loaded, or did not want to be.
 */
bool hook_load(HANDLE process, const wchar_t *dll);

#endif
