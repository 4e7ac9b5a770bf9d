#include "tests/bench/stopwatch_windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static double now(void)
{
    LARGE_INTEGER ticks;
    LARGE_INTEGER frequency;
    QueryPerformanceCounter(&ticks);
    QueryPerformanceFrequency(&frequency);
    return (double)ticks.QuadPart / (double)frequency.QuadPart;
}

static double time_once(const struct timed *timed)
{
    if (timed->prepare != NULL)
        timed->prepare(timed->context);
    double start = now();
    timed->run(timed->context);
    return now() - start;
}

static int compare(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return (first > second) - (first < second);
}

static double median(double *seconds)
{
    qsort(seconds, RUNS, sizeof *seconds, compare);
    return seconds[RUNS / 2];
}

void time_side_by_side(const struct timed *a, const struct timed *b, double *a_median,
                       double *b_median)
{
    double a_seconds[RUNS];
    double b_seconds[RUNS];
    (void)time_once(a);
    (void)time_once(b);
    for (int i = 0; i < RUNS; i++) {
        a_seconds[i] = time_once(a);
        b_seconds[i] = time_once(b);
    }
    *a_median = median(a_seconds);
    *b_median = median(b_seconds);
}

void run_program(const wchar_t *command_line, unsigned long expected_exit_code)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    DWORD exit_code = 0;
    wchar_t line[1024];
    _snwprintf(line, sizeof line / sizeof line[0], L"%ls", command_line);
    line[sizeof line / sizeof line[0] - 1] = L'\0';
    if (!CreateProcessW(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &startup,
                        &process)) {
        fprintf(stderr, "bench: cannot start %ls: %lu\n", command_line, GetLastError());
        exit(EXIT_FAILURE);
    }
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &exit_code);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    if (exit_code != expected_exit_code) {
        fprintf(stderr, "bench: %ls ended with %lu, not %lu\n", command_line, exit_code,
                expected_exit_code);
        exit(EXIT_FAILURE);
    }
}
