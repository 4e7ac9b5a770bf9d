/* The import table of the running program, for DLLs that tests put into promptfix.exe: its entries
 * can be turned to other functions. The program itself is not changed and knows nothing of it. */
#ifndef PROMPTFIX_TESTS_SYSTEM_IMPORT_TABLE_WINDOWS_H
#define PROMPTFIX_TESTS_SYSTEM_IMPORT_TABLE_WINDOWS_H

#include <stddef.h>
#include <windows.h>

typedef void any_function(void);

/* What is called instead of the import of this name. */
struct import_hook {
    const char *name;
    any_function *function;
};

#define IMPORT_HOOK(name, function)                                                                \
    {                                                                                              \
        name, (any_function *)(function)                                                           \
    }

/* Turns every entry of these names. How many were turned. */
unsigned import_table_turn(const struct import_hook *hooks, size_t count);

#endif
