#include "installer/install_log_windows.h"

#include <msiquery.h>

#include <stdarg.h>
#include <wchar.h>

enum { LINE_SIZE = 1024 }; /* units */

static void send_line(MSIHANDLE install, const wchar_t *line)
{
    MSIHANDLE record = MsiCreateRecord(1);
    if (record == 0)
        return;
    /* As an insertion: brackets in the line are no references to properties. */
    MsiRecordSetStringW(record, 0, L"PromptFix: [1]");
    MsiRecordSetStringW(record, 1, line);
    MsiProcessMessage(install, INSTALLMESSAGE_INFO, record);
    MsiCloseHandle(record);
}

void install_log(MSIHANDLE install, const wchar_t *format, ...)
{
    wchar_t line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)_vsnwprintf(line, LINE_SIZE - 1, format, arguments);
    va_end(arguments);
    line[LINE_SIZE - 1] = L'\0';
    send_line(install, line);
}

void install_log_error(MSIHANDLE install, const wchar_t *what, DWORD error)
{
    wchar_t text[512] = L"";
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                  error, 0, text, 512, NULL);
    while (length > 0 && (text[length - 1] == L'\n' || text[length - 1] == L'\r'))
        text[--length] = L'\0';
    install_log(install, L"%ls: error %lu: %ls", what, error, text);
}

void install_error(MSIHANDLE install, int number, DWORD exit_code)
{
    MSIHANDLE record = MsiCreateRecord(2);
    if (record == 0)
        return;
    MsiRecordSetInteger(record, 1, number);
    MsiRecordSetInteger(record, 2, (int)exit_code);
    MsiProcessMessage(install, INSTALLMESSAGE_ERROR, record);
    MsiCloseHandle(record);
}
