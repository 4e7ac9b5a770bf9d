#include "tests/desktop/screen.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sends a request and waits for its answer: "done", or what went wrong. */
__attribute__((format(printf, 1, 2))) static void ask(const char *format, ...)
{
    char answer[512];
    va_list arguments;
    va_start(arguments, format);
    printf("@screen ");
    vprintf(format, arguments);
    printf("\n");
    fflush(stdout);
    va_end(arguments);
    if (fgets(answer, sizeof answer, stdin) == NULL) {
        fprintf(stderr, "desktop tests: nobody answers; see tests/desktop/with-hands.sh\n");
        exit(EXIT_FAILURE);
    }
    answer[strcspn(answer, "\r\n")] = '\0';
    ck_assert_msg(strcmp(answer, "done") == 0, "the screen: %s", answer);
}

void screen_click(HWND window, enum mouse_button button)
{
    RECT place;
    ck_assert(GetWindowRect(window, &place));
    ask("click %d %ld %ld", (int)button, (place.left + place.right) / 2,
        (place.top + place.bottom) / 2);
}

void screen_leave(void)
{
    ask("move 0 0");
}

void screen_picture(const RECT *part, const char *name)
{
    ask("picture %s %ld %ld %ld %ld", name, part->left, part->top, part->right - part->left,
        part->bottom - part->top);
}

/* The frame is the window manager's, outside of what Windows counts: so much around it. */
void screen_picture_of_window(HWND window, const char *name)
{
    enum { FRAME = 6, TITLE = 28 };
    RECT place;
    ck_assert(GetWindowRect(window, &place));
    place.left = max(place.left - FRAME, 0);
    place.top = max(place.top - TITLE, 0);
    place.right = min(place.right + FRAME, GetSystemMetrics(SM_CXSCREEN));
    place.bottom = min(place.bottom + FRAME, GetSystemMetrics(SM_CYSCREEN));
    screen_picture(&place, name);
}

static INPUT key_input(BYTE key, DWORD flags)
{
    return (INPUT){.type = INPUT_KEYBOARD, .ki = {.wVk = key, .dwFlags = flags}};
}

static void press(BYTE key)
{
    INPUT inputs[] = {key_input(key, 0), key_input(key, KEYEVENTF_KEYUP)};
    ck_assert_uint_eq(SendInput(2, inputs, sizeof inputs[0]), 2);
}

void screen_press(const BYTE *keys)
{
    for (; *keys != 0; keys++)
        press(*keys);
}

void screen_press_with_alt(BYTE key)
{
    INPUT down = key_input(VK_MENU, 0);
    INPUT up = key_input(VK_MENU, KEYEVENTF_KEYUP);
    ck_assert_uint_eq(SendInput(1, &down, sizeof down), 1);
    press(key);
    ck_assert_uint_eq(SendInput(1, &up, sizeof up), 1);
}
