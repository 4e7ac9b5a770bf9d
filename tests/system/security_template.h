/* A copy of a security template, where Windows keeps those that Group Policy brings. */
#ifndef PROMPTFIX_TESTS_SYSTEM_SECURITY_TEMPLATE_H
#define PROMPTFIX_TESTS_SYSTEM_SECURITY_TEMPLATE_H

/* gpt00007.dom; only where this is Wine, whose folder is empty. */
void security_template_write(const char *text);

/* Never fails a test. */
void security_template_delete(void);

#endif
