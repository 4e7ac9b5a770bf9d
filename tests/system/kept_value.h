/* A value of this machine's registry that a test changes, and that is as it was afterwards: on a
 * machine that is more than a test's, others live by it. */
#ifndef PROMPTFIX_TESTS_SYSTEM_KEPT_VALUE_H
#define PROMPTFIX_TESTS_SYSTEM_KEPT_VALUE_H

#include <windows.h>

#include <stdbool.h>

struct kept_value {
    HKEY root;
    const wchar_t *key;
    const wchar_t *name;
    /* Filled in by kept_value_take: */
    bool key_was_there;
    bool was_there;
    DWORD type;
    BYTE data[1024];
    DWORD data_size;
};

/* Reads what is there; a value above that size fails the test. */
void kept_value_take(struct kept_value *value);

/* Puts it back. A key that was not there is deleted, if nothing else came into it. Never fails a
 * test. */
void kept_value_give_back(const struct kept_value *value);

#endif
