#include "tests/unit/failing_allocation.h"

static size_t countdown; /* 0: nothing fails */
static bool stays;
static bool has_failed;

#ifndef _WIN32
/* The names are the linker's (ld, --wrap): __real_ is what was there before.
 * NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static bool fails(void)
{
    if (countdown == 0)
        return false;
    if (countdown > 1) {
        countdown--;
        return false;
    }
    has_failed = true;
    if (!stays)
        countdown = 0;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#endif

void failing_allocation_begin(size_t number, bool from_then_on)
{
    countdown = number;
    stays = from_then_on;
    has_failed = false;
}

size_t failing_allocation_pause(void)
{
    size_t paused = countdown;
    countdown = 0;
    return paused;
}

void failing_allocation_resume(size_t paused)
{
    countdown = paused;
}

bool failing_allocation_end(void)
{
    countdown = 0;
    return has_failed;
}
