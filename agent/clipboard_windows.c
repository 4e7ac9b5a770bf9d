#include "agent/clipboard_windows.h"

#include "agent/line_ends.h"

#include <string.h>

error_code clipboard_put_text(HWND owner, const char *utf8, struct utf16_text *text)
{
    struct byte_buffer lines = {0};
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    size_t size = 0;
    append_with_line_ends(&lines, utf8, strlen(utf8));
    if (lines.failed)
        goto out;
    const void *wide = utf16_text_of_utf8(text, (const char *)lines.data, lines.size, &size, &code);
    if (wide == NULL)
        goto out;
    HGLOBAL memory = GlobalAlloc(GMEM_MOVEABLE, size + sizeof(wchar_t));
    void *target = memory != NULL ? GlobalLock(memory) : NULL;
    if (target == NULL) {
        code = GetLastError();
        GlobalFree(memory);
        goto out;
    }
    memcpy(target, wide, size + sizeof(wchar_t));
    GlobalUnlock(memory);

    code = CODE_SUCCESS;
    if (!OpenClipboard(owner)) {
        code = GetLastError();
        GlobalFree(memory);
        goto out;
    }
    EmptyClipboard();
    if (SetClipboardData(CF_UNICODETEXT, memory) == NULL) { /* else the memory is Windows' now */
        code = GetLastError();
        GlobalFree(memory);
    }
    CloseClipboard();
out:
    byte_buffer_done(&lines);
    return code;
}
