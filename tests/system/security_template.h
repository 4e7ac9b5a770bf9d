/* Copies of security templates, where Windows keeps those that Group Policy brings. */
#ifndef PROMPTFIX_TESTS_SYSTEM_SECURITY_TEMPLATE_H
#define PROMPTFIX_TESTS_SYSTEM_SECURITY_TEMPLATE_H

#include <stddef.h>
#include <wchar.h>

/* The path of one; the folder is made where it is not there. Overwritten by the next call. */
const wchar_t *security_template_path(const wchar_t *name);

/* Writes one. Give it a number that no real one on this machine has. */
void security_template_write(const wchar_t *name, const void *bytes, size_t size);

/* Deletes it, or the folder of that name, and the folders around it as far as they are empty. Never
 * fails a test. */
void security_template_delete(const wchar_t *name);

#endif
