/* The least that a Windows program can be: what PromptFix's start is measured against. */
#include <windows.h>

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *arguments, int show)
{
    (void)instance;
    (void)previous;
    (void)arguments;
    (void)show;
    return 0;
}
