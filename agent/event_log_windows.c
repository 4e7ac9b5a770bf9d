#include "agent/event_log_windows.h"

#include "registry/dword.h"

#include <string.h>
#include <windows.h>

enum { STRING_COUNT = sizeof((struct insertions){{NULL}}).texts / sizeof(const char *) };

void event_log_append_bytes(struct byte_buffer *bytes, message_id id,
                            const struct insertions *strings)
{
    uint8_t number[DWORD_SIZE];
    dword_to_bytes(id, number);
    byte_buffer_append(bytes, number, sizeof number);
    for (size_t i = 0; i < STRING_COUNT && strings->texts[i] != NULL; i++)
        byte_buffer_append(bytes, strings->texts[i], strlen(strings->texts[i]) + 1);
}

/* The two highest bits of a number (winerror.h): success and information, warning, error. */
static WORD type_of(message_id id)
{
    static const WORD types[] = {EVENTLOG_INFORMATION_TYPE, EVENTLOG_INFORMATION_TYPE,
                                 EVENTLOG_WARNING_TYPE, EVENTLOG_ERROR_TYPE};
    return types[id >> 30];
}

/* Appends a text as UTF-16 with its NUL. */
static error_code append_wide(struct byte_buffer *wide, struct utf16_text *text, const char *utf8)
{
    error_code code = CODE_SUCCESS;
    size_t size = 0;
    const void *converted = utf16_text_of_utf8(text, utf8, strlen(utf8), &size, &code);
    if (converted == NULL)
        return code;
    byte_buffer_append(wide, converted, size + sizeof(wchar_t));
    return wide->failed ? CODE_NOT_ENOUGH_MEMORY : CODE_SUCCESS;
}

static error_code report(const wchar_t *source, message_id id, const wchar_t **strings, WORD count)
{
    error_code code = CODE_SUCCESS;
    HANDLE log = RegisterEventSourceW(NULL, source);
    if (log == NULL)
        return GetLastError();
    if (!ReportEventW(log, type_of(id), 0, id, NULL, count, 0, strings, NULL))
        code = GetLastError();
    DeregisterEventSource(log);
    return code;
}

error_code event_log_write(struct utf16_text *text, const char *source, const void *bytes,
                           size_t size)
{
    const char *next = (const char *)bytes + DWORD_SIZE;
    const char *const end = (const char *)bytes + size;
    struct byte_buffer wide = {0};
    size_t starts[STRING_COUNT];
    const wchar_t *strings[STRING_COUNT];
    WORD count = 0;
    error_code code = append_wide(&wide, text, source);
    while (code == CODE_SUCCESS && next < end && count < STRING_COUNT) {
        starts[count++] = wide.size;
        code = append_wide(&wide, text, next);
        next += strlen(next) + 1;
    }
    for (WORD i = 0; code == CODE_SUCCESS && i < count; i++)
        strings[i] = (const wchar_t *)(const void *)(wide.data + starts[i]);
    if (code == CODE_SUCCESS)
        code =
            report((const wchar_t *)(const void *)wide.data, dword_of_bytes(bytes), strings, count);
    byte_buffer_done(&wide);
    return code;
}
