#include "tests/desktop/message_words.h"

#include <check.h>
#include <string.h>

wchar_t *message_words(DWORD id)
{
    enum { RESULT_COUNT = 10, TEXT_LIMIT = 1024 };
    static wchar_t results[RESULT_COUNT][TEXT_LIMIT];
    static unsigned next;
    wchar_t *words = results[next++ % RESULT_COUNT];
    wchar_t *target = words;
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                  id, 0, words, TEXT_LIMIT, NULL);
    ck_assert_msg(length > 0, "there is no message %lu", id);
    for (const wchar_t *source = words; wcschr(L"%\r", *source) == NULL; source++)
        if (*source != L'&')
            *target++ = *source;
    *target = L'\0';
    return words;
}
