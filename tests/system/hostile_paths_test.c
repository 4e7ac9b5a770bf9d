/* Where /report, /log and /out are told to write may be a device, a folder, full, closed or
 * somebody else's. Each time the path and the reason are said, the exit code stays what it is (only
 * a fix whose /out cannot be written has failed), and nothing is lost or left behind. */
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IS_DEVICE ": it is a device or a pipe, not a file."
#define IS_FOLDER ": it is a folder, not a file."

enum { NAME_LIMIT = 64, LINE_LIMIT = 3 * MAX_PATH, OLD_SIZE = 4096 };

static const char export[] =
    "REGEDIT4\r\n"
    "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\"
    "Windows Messaging Subsystem\\Profiles\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a]\r\n"
    "\"00036601\"=hex:04,00,00,00\r\n\"00036623\"=hex:2f,00,00,00\r\n"
    "\"00036627\"=hex:01,00,00,00\r\n\"001f6622\"=hex:6d,00,00,00\r\n"
    "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
    "\"LmCompatibilityLevel\"=dword:00000001\r\n";

static void set_up(void)
{
    test_file_write(L"machine.reg", export, sizeof export - 1);
}

/* How many files a folder has. */
static unsigned count_files(const wchar_t *folder)
{
    wchar_t pattern[MAX_PATH];
    WIN32_FIND_DATAW found;
    unsigned count = 0;
    swprintf(pattern, MAX_PATH, L"%ls\\*", folder);
    HANDLE search = FindFirstFileW(pattern, &found);
    while (search != INVALID_HANDLE_VALUE) {
        count++;
        if (!FindNextFileW(search, &found))
            break;
    }
    FindClose(search);
    return count;
}

/* Runs a check and a fix that are told to write to the path in each way. */
static void expect_refused(const wchar_t *path, const char *said)
{
    wchar_t arguments[LINE_LIMIT];
    swprintf(arguments, LINE_LIMIT, L"/check /from:machine.reg /report:%ls /log:%ls", path, path);
    const struct program_result *run = promptfix(arguments);
    ck_assert_uint_eq(run->exit_code, 1);
    output_expect(run->output, "PROBLEM in profile");
    const char *first = strstr(run->errors, said);
    ck_assert_msg(first != NULL && strstr(first + 1, said) != NULL, "%ls: %s", path, run->errors);

    swprintf(arguments, LINE_LIMIT, L"/fix /from:machine.reg /out:%ls", path);
    run = promptfix(arguments);
    ck_assert_msg(run->exit_code == 1603, "%ls: %lu", path, run->exit_code);
    output_expect(run->errors, said);
}

/* The same where the folder must not get a new file, either. */
static void expect_refused_in(const wchar_t *folder, const wchar_t *path, const char *said)
{
    const unsigned count = count_files(folder);
    expect_refused(path, said);
    ck_assert_uint_eq(count_files(folder), count);
}

static const struct {
    const wchar_t *path;
    const char *said;
} devices[] = {
    {L"COM1", "Cannot write COM1" IS_DEVICE},
    {L"NUL", "Cannot write NUL" IS_DEVICE},
    {L".\\AUX.json", "Cannot write .\\AUX.json" IS_DEVICE},
    {L"LPT1:", "Cannot write LPT1:" IS_DEVICE},
    {L"\\\\.\\PhysicalDrive0", "Cannot write \\\\.\\PhysicalDrive0" IS_DEVICE},
    {L"\\\\?\\C:", "Cannot write \\\\?\\C:" IS_DEVICE},
};

START_TEST(refuses_a_device)
{
    expect_refused_in(L".", devices[_i].path, devices[_i].said);
}
END_TEST

/* Whoever has made the pipe waits for an administrator to open it. */
START_TEST(opens_no_pipe)
{
    static const wchar_t path[] = L"\\\\.\\pipe\\promptfix-test";
    HANDLE pipe = CreateNamedPipeW(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_NOWAIT, 2, 4096,
                                   4096, 0, NULL);
    ck_assert_ptr_ne(pipe, INVALID_HANDLE_VALUE);
    expect_refused(path, "Cannot write \\\\.\\pipe\\promptfix-test" IS_DEVICE);
    const struct program_result *check = promptfix(L"/check /from:\\\\.\\pipe\\promptfix-test");
    ck_assert_uint_eq(check->exit_code, 13);
    output_expect(check->errors, "Cannot read \\\\.\\pipe\\promptfix-test" IS_DEVICE);
    const bool connected = ConnectNamedPipe(pipe, NULL);
    const DWORD error = GetLastError();
    ck_assert(!connected);
    ck_assert_uint_eq(error, ERROR_PIPE_LISTENING); /* nobody has come */
    CloseHandle(pipe);
}
END_TEST

START_TEST(refuses_a_folder)
{
    CreateDirectoryW(L"folder.json", NULL);
    expect_refused_in(L".", L"folder.json", "Cannot write folder.json" IS_FOLDER);
    expect_refused(L"folder.json\\", "Cannot write folder.json\\" IS_FOLDER);
    ck_assert_uint_eq(count_files(L"folder.json"), 2); /* "." and ".." */
    ck_assert(RemoveDirectoryW(L"folder.json"));
}
END_TEST

START_TEST(refuses_a_folder_that_is_not_there)
{
    expect_refused_in(L".", L"missing\\file.json", "Cannot write missing\\file.json: ");
}
END_TEST

START_TEST(leaves_a_file_alone_that_is_open_without_sharing)
{
    static const char old[] = "the old report";
    size_t size = 0;
    test_file_write(L"open.json", old, sizeof old - 1);
    HANDLE file = CreateFileW(L"open.json", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    expect_refused_in(L".", L"open.json", "Cannot write open.json: ");
    CloseHandle(file);
    char *now = test_file_read(L"open.json", &size);
    ck_assert_uint_eq(size, sizeof old - 1);
    ck_assert_mem_eq(now, old, size);
    free(now);
}
END_TEST

/* A folder that somebody has prepared; where nobody has, the test says so. */
static bool prepared(const wchar_t *variable, wchar_t folder[MAX_PATH])
{
    const DWORD length = GetEnvironmentVariableW(variable, folder, MAX_PATH);
    if (length == 0)
        printf("%ls is not set: not tested\n", variable);
    return length > 0 && length < MAX_PATH - NAME_LIMIT;
}

START_TEST(says_that_a_folder_is_read_only)
{
    wchar_t folder[MAX_PATH];
    wchar_t path[MAX_PATH];
    if (!prepared(L"PROMPTFIX_READ_ONLY_FOLDER", folder))
        return;
    swprintf(path, MAX_PATH, L"%ls\\promptfix-report.json", folder);
    expect_refused_in(folder, path, "promptfix-report.json: ");
}
END_TEST

static void fill_disk(const wchar_t *path)
{
    static const char bytes[512] = {'x'};
    DWORD written = 0;
    HANDLE file =
        CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    while (WriteFile(file, bytes, sizeof bytes, &written, NULL) && written == sizeof bytes)
        continue;
    CloseHandle(file);
}

/* Fills whole blocks, so that nothing fits behind it. */
static void write_old_file(const wchar_t *path, const char old[OLD_SIZE])
{
    DWORD written = 0;
    HANDLE file =
        CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    ck_assert(WriteFile(file, old, OLD_SIZE, &written, NULL));
    CloseHandle(file);
}

static void expect_old_file(const wchar_t *path, const char old[OLD_SIZE])
{
    char now[OLD_SIZE + 1];
    DWORD read = 0;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    ck_assert(ReadFile(file, now, sizeof now, &read, NULL));
    CloseHandle(file);
    ck_assert_uint_eq(read, OLD_SIZE);
    ck_assert_mem_eq(now, old, OLD_SIZE);
}

/* The old file is there byte for byte, and no half of a new one. */
START_TEST(keeps_the_old_file_when_the_disk_is_full)
{
    char old[OLD_SIZE];
    wchar_t folder[MAX_PATH];
    wchar_t path[MAX_PATH];
    wchar_t ballast[MAX_PATH];
    if (!prepared(L"PROMPTFIX_SMALL_DISK", folder))
        return;
    swprintf(path, MAX_PATH, L"%ls\\old.json", folder);
    swprintf(ballast, MAX_PATH, L"%ls\\ballast", folder);
    memset(old, 'o', sizeof old);
    write_old_file(path, old);
    fill_disk(ballast);

    expect_refused_in(folder, path, "old.json: ");
    expect_old_file(path, old);
    DeleteFileW(ballast);
    DeleteFileW(path);
}
END_TEST

/* It is not read at all: its size alone tells. */
START_TEST(refuses_an_export_of_a_gigabyte)
{
    const LARGE_INTEGER size = {.QuadPart = 1LL << 30};
    HANDLE file = CreateFileW(L"huge.reg", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    ck_assert(SetFilePointerEx(file, size, NULL, FILE_BEGIN) && SetEndOfFile(file));
    CloseHandle(file);
    const struct program_result *check = promptfix(L"/check /from:huge.reg");
    ck_assert_uint_eq(check->exit_code, 13);
    output_expect(check->errors, "Cannot use huge.reg: it is larger than 128 MB");
    ck_assert(DeleteFileW(L"huge.reg"));
}
END_TEST

Suite *hostile_paths_suite(void)
{
    Suite *suite = suite_create("hostile_paths");
    TCase *test_case = tcase_create("hostile_paths");
    tcase_add_checked_fixture(test_case, set_up, NULL);
    tcase_add_loop_test(test_case, refuses_a_device, 0, sizeof devices / sizeof devices[0]);
    tcase_add_test(test_case, opens_no_pipe);
    tcase_add_test(test_case, refuses_a_folder);
    tcase_add_test(test_case, refuses_a_folder_that_is_not_there);
    tcase_add_test(test_case, leaves_a_file_alone_that_is_open_without_sharing);
    tcase_add_test(test_case, says_that_a_folder_is_read_only);
    tcase_add_test(test_case, refuses_an_export_of_a_gigabyte);
    tcase_add_test(test_case, keeps_the_old_file_when_the_disk_is_full);
    suite_add_tcase(suite, test_case);
    return suite;
}
