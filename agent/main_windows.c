/* Where the program begins: cuts the DLL search path, turns the arguments into UTF-8, and hands
 * over to the core. */
#include "agent/command.h"
#include "agent/dll_search_windows.h"
#include "agent/host_windows.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

/* The C start-up shall not take * and ? in an argument for file names. The name is MinGW's. */
extern int _dowildcard; /* NOLINT(bugprone-reserved-identifier) */
int _dowildcard = 0;    /* NOLINT(bugprone-reserved-identifier) */

/* All arguments in one buffer, each with its NUL. CODE_NO_UNICODE_TRANSLATION: `*bad` is the
 * number of the word that is no text. */
static error_code convert(struct utf16_text *text, int count, wchar_t **wide,
                          struct byte_buffer *utf8, int *bad)
{
    for (int i = 0; i < count; i++) {
        error_code code =
            utf16_text_append_utf8(text, wide[i], (wcslen(wide[i]) + 1) * sizeof **wide, utf8);
        if (code != CODE_SUCCESS) {
            *bad = i + 1;
            return code;
        }
    }
    return CODE_SUCCESS;
}

static enum exit_code refuse_word(struct windows_host *windows, int number)
{
    struct byte_buffer digits = {0};
    struct byte_buffer message = {0};
    byte_buffer_append_format(&digits, "%d", number);
    message_append_line(&message, windows->host.messages, MESSAGE_USAGE_ILL_FORMED,
                        INSERT(byte_buffer_text(&digits)));
    console_print(&windows->console, OUTPUT_ERROR, (const char *)message.data, message.size);
    byte_buffer_done(&digits);
    byte_buffer_done(&message);
    return EXIT_BAD_COMMAND_LINE;
}

static enum exit_code run(struct windows_host *windows, int count, wchar_t **wide)
{
    struct byte_buffer utf8 = {0};
    int bad = 0;
    enum exit_code exit_code = EXIT_FAILED;
    const char **arguments = calloc((size_t)count + 1, sizeof *arguments);
    error_code code = convert(&windows->text, count, wide, &utf8, &bad);

    if (code == CODE_NO_UNICODE_TRANSLATION) {
        exit_code = refuse_word(windows, bad);
    } else if (code == CODE_SUCCESS && arguments != NULL) {
        const char *next = (const char *)utf8.data;
        for (int i = 0; i < count; i++) {
            arguments[i] = next;
            next += strlen(next) + 1;
        }
        exit_code = command_run(&windows->host, count, arguments);
    }
    free(arguments);
    byte_buffer_done(&utf8);
    return exit_code;
}

int wmain(int argc, wchar_t **argv)
{
    struct windows_host windows;
    enum exit_code exit_code = EXIT_FAILED;

    dll_search_cut();
    if (windows_host_init(&windows) == CODE_SUCCESS) {
        exit_code = run(&windows, argc > 0 ? argc - 1 : 0, argv + 1);
        windows_host_done(&windows);
    }
    return (int)exit_code;
}
