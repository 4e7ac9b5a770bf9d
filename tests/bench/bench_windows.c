/* Ratios, measured side by side in one run: what PromptFix costs against the least it could.
 *
 * Usage: bench.exe PROMPTFIX EMPTY BATCH [start|fix|profiles]; the registry is a throw-away one
 * (tests/bench/run.sh). */
#include "agent/command.h"
#include "agent/host_windows.h"
#include "outlookprofile/account_list.h"
#include "registry/lm_compatibility.h"
#include "tests/bench/stopwatch_windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static void print_ratio(const char *what, double a, double b, const char *aim)
{
    printf("%-58s %6.2f   (aim: %s; medians of %d: %.2f ms / %.2f ms)\n", what, a / b, aim, RUNS,
           a * 1e3, b * 1e3);
    fflush(stdout);
}

/* ---- whole programs ------------------------------------------------------------------------ */

struct program {
    wchar_t line[512];
    unsigned long exit_code;
    wchar_t undo[512]; /* takes back what the program did; empty for nothing */
    unsigned long undo_exit_code;
};

static void run_line(void *context)
{
    const struct program *program = context;
    run_program(program->line, program->exit_code);
}

static void run_undo(void *context)
{
    const struct program *program = context;
    if (program->undo[0] != L'\0')
        run_program(program->undo, program->undo_exit_code);
}

static struct program program_of(const wchar_t *path, const wchar_t *arguments,
                                 unsigned long exit_code)
{
    struct program program = {.exit_code = exit_code};
    _snwprintf(program.line, sizeof program.line / sizeof program.line[0] - 1, L"\"%ls\" %ls", path,
               arguments);
    return program;
}

static void compare_programs(const char *what, struct program *a, struct program *b,
                             const char *aim)
{
    const struct timed first = {run_undo, run_line, a};
    const struct timed second = {run_undo, run_line, b};
    double a_median = 0;
    double b_median = 0;
    time_side_by_side(&first, &second, &a_median, &b_median);
    print_ratio(what, a_median, b_median, aim);
}

static void compare_fix(const wchar_t *promptfix, const wchar_t *batch)
{
    struct program fix = program_of(promptfix, L"/fix /quiet", EXIT_RESTART_WINDOWS);
    struct program script = {.exit_code = 0};
    _snwprintf(script.line, sizeof script.line / sizeof script.line[0] - 1,
               L"cmd.exe /c \"\"%ls\"\"", batch);
    /* Before each /fix an undo, not timed. The batch file writes whatever it finds. */
    run_program(fix.line, fix.exit_code);
    struct program undo = program_of(promptfix, L"/undo /quiet", EXIT_RESTART_WINDOWS);
    wcscpy(fix.undo, undo.line);
    fix.undo_exit_code = EXIT_RESTART_WINDOWS;
    const struct timed first = {run_undo, run_line, &fix};
    const struct timed second = {NULL, run_line, &script};
    double a_median = 0;
    double b_median = 0;
    time_side_by_side(&first, &second, &a_median, &b_median);
    print_ratio("/fix against a batch file with reg.exe", a_median, b_median, "0.20");
    run_program(undo.line, undo.exit_code);
}

/* ---- time for each profile ----------------------------------------------------------------- */

static void drop_output(struct host *host, enum output output, const char *text, size_t size)
{
    (void)host;
    (void)output;
    (void)text;
    (void)size;
}

struct repeated {
    struct host *host;
    int count;
};

static void check_in_process(void *context)
{
    static const char *const arguments[] = {"/check"};
    const struct repeated *repeated = context;
    for (int i = 0; i < repeated->count; i++)
        (void)command_run(repeated->host, 1, arguments);
}

static void read_section(HKEY profiles, const wchar_t *profile)
{
    static wchar_t path[512];
    static wchar_t name[16384];
    static BYTE data[4096];
    HKEY section = NULL;
    _snwprintf(path, sizeof path / sizeof path[0] - 1, L"%ls\\13dbb0c8aa05101a9bb000aa002fc45a",
               profile);
    if (RegOpenKeyExW(profiles, path, 0, KEY_READ, &section) != ERROR_SUCCESS)
        return;
    LONG code = ERROR_SUCCESS;
    for (DWORD index = 0; code == ERROR_SUCCESS; index++) {
        DWORD name_length = sizeof name / sizeof name[0];
        DWORD data_size = sizeof data;
        DWORD type = 0;
        code = RegEnumValueW(section, index, name, &name_length, NULL, &type, data, &data_size);
    }
    RegCloseKey(section);
}

/* The same registry calls as /check makes, and nothing else. */
static void bare_loop(void *context)
{
    const struct repeated *repeated = context;
    for (int i = 0; i < repeated->count; i++) {
        HKEY key = NULL;
        LONG code = RegOpenKeyExW(HKEY_CURRENT_USER,
                                  L"Software\\Microsoft\\Windows NT\\CurrentVersion\\"
                                  L"Windows Messaging Subsystem\\Profiles",
                                  0, KEY_READ, &key);
        for (DWORD index = 0; code == ERROR_SUCCESS; index++) {
            wchar_t profile[256];
            DWORD length = sizeof profile / sizeof profile[0];
            code = RegEnumKeyExW(key, index, profile, &length, NULL, NULL, NULL, NULL);
            if (code == ERROR_SUCCESS)
                read_section(key, profile);
        }
        RegCloseKey(key);
    }
}

static void write_value(struct registry_key *key, const char *name, const void *data, size_t size)
{
    if (registry_write(key, name, VALUE_BINARY, data, size) != CODE_SUCCESS) {
        fprintf(stderr, "bench: cannot write the sample\n");
        exit(EXIT_FAILURE);
    }
}

static void make_profile(struct registry *registry, int number)
{
    static const uint8_t flags[] = {0x2b, 0, 0, 0};
    static const uint8_t basic[] = {1, 0, 0, 0};
    static const uint8_t version[] = {1, 5, 0, 0};
    static const wchar_t proxy[] = L"mail.contoso.invalid";
    char path[512];
    struct registry_key *key = NULL;
    snprintf(path, sizeof path, MAIL_PROFILES_KEY "\\Profile %05d\\" EXCHANGE_GLOBAL_SECTION,
             number);
    if (registry_create(registry, REGISTRY_CURRENT_USER, path, &key) != CODE_SUCCESS) {
        fprintf(stderr, "bench: cannot make the sample\n");
        exit(EXIT_FAILURE);
    }
    write_value(key, PROPERTY_ROH_FLAGS, flags, sizeof flags);
    write_value(key, PROPERTY_ROH_AUTHENTICATION, basic, sizeof basic);
    write_value(key, "00036600", version, sizeof version);
    write_value(key, "001f6622", proxy, sizeof proxy);
    registry_close(key);
}

static double seconds_without_profiles[2];

static void measure(struct windows_host *windows, int repeat, double seconds[2])
{
    struct repeated repeated = {&windows->host, repeat};
    const struct timed check = {NULL, check_in_process, &repeated};
    const struct timed bare = {NULL, bare_loop, &repeated};
    time_side_by_side(&check, &bare, &seconds[0], &seconds[1]);
    seconds[0] /= repeat;
    seconds[1] /= repeat;
}

static void compare_profiles(struct windows_host *windows)
{
    static const struct {
        int profiles;
        int repeat;
        const char *what;
    } sizes[] = {
        {1, 200, "/check, time for each of 1 profile, against a bare loop"},
        {100, 5, "/check, time for each of 100 profiles"},
        {10000, 1, "/check, time for each of 10000 profiles"},
    };
    int made = 0;
    measure(windows, 200, seconds_without_profiles);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        double seconds[2];
        for (; made < sizes[i].profiles; made++)
            make_profile(windows->host.registry, made);
        measure(windows, sizes[i].repeat, seconds);
        print_ratio(sizes[i].what, (seconds[0] - seconds_without_profiles[0]) / sizes[i].profiles,
                    (seconds[1] - seconds_without_profiles[1]) / sizes[i].profiles, "1.50");
    }
}

static void delete_sample(void)
{
    run_program(L"reg.exe delete \"HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\"
                L"Windows Messaging Subsystem\\Profiles\" /f",
                0);
}

int wmain(int argc, wchar_t **argv)
{
    struct windows_host windows;
    const wchar_t *part = argc > 4 ? argv[4] : NULL;
    if (argc < 4 || windows_host_init(&windows) != CODE_SUCCESS) {
        fprintf(stderr, "usage: bench PROMPTFIX EMPTY BATCH [start|fix|profiles]\n");
        return EXIT_FAILURE;
    }
    struct program check = program_of(argv[1], L"/check /quiet", EXIT_CAN_BE_MENDED);
    struct program empty = program_of(argv[2], L"", 0);
    struct program query =
        program_of(L"reg.exe", L"query HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa", 0);
    if (part == NULL || wcscmp(part, L"start") == 0) {
        compare_programs("/check against an empty program", &check, &empty, "1.25");
        compare_programs("/check against one reg query", &check, &query, "0.33");
        compare_programs("(an empty program against one reg query)", &empty, &query, "none");
    }
    if (part == NULL || wcscmp(part, L"fix") == 0)
        compare_fix(argv[1], argv[3]);
    if (part == NULL || wcscmp(part, L"profiles") == 0) {
        delete_sample();
        windows.host.print = drop_output;
        compare_profiles(&windows);
        delete_sample();
    }
    windows_host_done(&windows);
    return EXIT_SUCCESS;
}
