/* Stands in for promptfix.exe where only its exit code is to be tried: ends with the number in the
 * variable EXIT_CODE, and writes its command line into the file that COMMAND_LINE names. */
#include <windows.h>

#include <stdio.h>

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *line, int show)
{
    wchar_t code[16] = L"";
    wchar_t path[MAX_PATH] = L"";
    (void)instance;
    (void)previous;
    (void)show;
    GetEnvironmentVariableW(L"EXIT_CODE", code, sizeof code / sizeof code[0]);
    GetEnvironmentVariableW(L"COMMAND_LINE", path, sizeof path / sizeof path[0]);
    FILE *file = _wfopen(path, L"w");
    if (file == NULL)
        return -1;
    fwprintf(file, L"%ls\n", line);
    return fclose(file) == 0 ? (int)wcstol(code, NULL, 10) : -1;
}
