#include "agent/console_windows.h"

#include "agent/line_ends.h"

#include <string.h>
#include <windows.h>

/* WriteConsole fails on long texts on old Windows (its buffer is shared, 64 KiB): go in pieces. */
enum { CONSOLE_PIECE = 8192 };

static bool is_console(HANDLE handle)
{
    DWORD mode;
    return GetConsoleMode(handle, &mode) != 0;
}

/* A standard handle that somebody has redirected, else NULL. A GUI program may inherit the number
 * of its parent's console handle, which means nothing here. */
static HANDLE redirected(DWORD which)
{
    HANDLE handle = GetStdHandle(which);
    if (handle == NULL || handle == INVALID_HANDLE_VALUE)
        return NULL;
    DWORD type = GetFileType(handle);
    if (type == FILE_TYPE_DISK || type == FILE_TYPE_PIPE)
        return handle;
    return type == FILE_TYPE_CHAR && !is_console(handle) ? handle : NULL; /* NUL, a printer */
}

void console_init(struct console *console, struct utf16_text *text)
{
    static const DWORD which[] = {STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
    *console = (struct console){.text = text};
    for (int i = OUTPUT_NORMAL; i <= OUTPUT_ERROR; i++)
        console->handles[i] = redirected(which[i]);
    if (console->handles[OUTPUT_NORMAL] != NULL && console->handles[OUTPUT_ERROR] != NULL)
        return;

    console->attached = AttachConsole(ATTACH_PARENT_PROCESS) != 0;
    HANDLE screen = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE,
                                FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    if (screen == INVALID_HANDLE_VALUE)
        return;
    console->screen = screen;
    for (int i = OUTPUT_NORMAL; i <= OUTPUT_ERROR; i++) {
        if (console->handles[i] == NULL) {
            console->handles[i] = screen;
            console->is_console[i] = is_console(screen);
        }
    }
}

void console_done(struct console *console)
{
    if (console->screen != NULL)
        CloseHandle(console->screen);
    if (console->attached)
        FreeConsole();
    *console = (struct console){0};
}

bool console_is_there(const struct console *console)
{
    return console->is_console[OUTPUT_NORMAL] || console->is_console[OUTPUT_ERROR];
}

/* A code page for which Windows does not say what is lost is one of Unicode (65001 among them). A
 * character that merely loses its accent can still be read. */
static bool is_lost(UINT code_page, const wchar_t *unit)
{
    char bytes[8];
    BOOL lost = FALSE;
    return WideCharToMultiByte(code_page, 0, unit, 1, bytes, sizeof bytes, NULL, &lost) > 0 && lost;
}

struct console_loss console_loss_of(const struct console *console, const char *text)
{
    struct console_loss loss = {0};
    error_code code = CODE_SUCCESS;
    size_t size = 0;
    const UINT code_page = GetConsoleOutputCP();
    const wchar_t *wide = utf16_text_of_utf8(console->text, text, strlen(text), &size, &code);
    loss.character_count = wide != NULL ? size / sizeof *wide : 0;
    for (size_t i = 0; i < loss.character_count; i++)
        loss.lost_count += is_lost(code_page, &wide[i]);
    return loss;
}

static void write_bytes(HANDLE handle, const uint8_t *bytes, size_t size)
{
    DWORD written = 0;
    while (size > 0 && WriteFile(handle, bytes, (DWORD)size, &written, NULL) && written > 0) {
        bytes += written;
        size -= written;
    }
}

static void write_console(struct console *console, HANDLE handle, const uint8_t *bytes, size_t size)
{
    error_code code = CODE_SUCCESS;
    size_t wide_size = 0;
    const wchar_t *wide =
        utf16_text_of_utf8(console->text, (const char *)bytes, size, &wide_size, &code);
    size_t length = wide_size / sizeof *wide;
    DWORD written = 0;
    while (wide != NULL && length > 0) {
        DWORD piece = length < CONSOLE_PIECE ? (DWORD)length : CONSOLE_PIECE;
        if (!WriteConsoleW(handle, wide, piece, &written, NULL) || written == 0)
            return;
        wide += written;
        length -= written;
    }
}

void console_print(struct console *console, enum output output, const char *text, size_t size)
{
    HANDLE handle = console->handles[output];
    struct byte_buffer lines = {0};
    if (handle == NULL)
        return;
    append_with_line_ends(&lines, text, size);
    if (console->is_console[output])
        write_console(console, handle, lines.data, lines.size);
    else
        write_bytes(handle, lines.data, lines.size);
    byte_buffer_done(&lines);
}
