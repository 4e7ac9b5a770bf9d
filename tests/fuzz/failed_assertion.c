/* Check's two ends of an assertion, for programs without Check's runner.
 *
 * The targets use the unit tests' own registries and machine, which assert with Check. Under
 * libFuzzer there is no runner to tell: one that holds says nothing, one that fails ends the
 * program, which is how libFuzzer learns of it. */
#include <check.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void _mark_point(const char *file, int line)
{
    (void)file;
    (void)line;
}

void _ck_assert_failed(const char *file, int line, const char *expr, const char *msg, ...)
{
    fprintf(stderr, "%s:%d: %s: ", file, line, expr);
    if (msg != NULL) {
        va_list arguments;
        va_start(arguments, msg);
        vfprintf(stderr, msg, arguments);
        va_end(arguments);
    }
    fputc('\n', stderr);
    abort();
}
