#include "agent/message_table_windows.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* Carriage returns and the line break at the end belong to the table's format, not to the text. */
static char *without_line_end(struct byte_buffer *utf8)
{
    size_t length = 0;
    for (size_t i = 0; i < utf8->size; i++)
        if (utf8->data[i] != '\r')
            utf8->data[length++] = utf8->data[i];
    while (length > 0 && utf8->data[length - 1] == '\n')
        length--;
    char *text = malloc(length + 1);
    if (text != NULL) {
        memcpy(text, utf8->data, length);
        text[length] = '\0';
    }
    return text;
}

/* With language 0 FormatMessage falls back by itself: the user's language, the system's, English.
 */
static char *load(struct message_table *table, message_id id)
{
    wchar_t *wide = NULL;
    struct byte_buffer utf8 = {0};
    char *text = NULL;
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_IGNORE_INSERTS |
                                      FORMAT_MESSAGE_ALLOCATE_BUFFER,
                                  NULL, id, 0, (wchar_t *)(void *)&wide, 0, NULL);
    if (length > 0 &&
        utf16_text_append_utf8(table->text, wide, length * sizeof *wide, &utf8) == CODE_SUCCESS)
        text = without_line_end(&utf8);
    LocalFree(wide);
    byte_buffer_done(&utf8);
    return text;
}

static const char *find_text(const struct message_source *source, message_id id)
{
    struct message_table *table = (struct message_table *)(void *)source;
    if (id >= MESSAGE_TABLE_SIZE)
        return "";
    if (table->texts[id] == NULL)
        table->texts[id] = load(table, id);
    return table->texts[id] != NULL ? table->texts[id] : "";
}

void message_table_init(struct message_table *table, struct utf16_text *text)
{
    *table = (struct message_table){.source = {find_text}, .text = text};
}

void message_table_done(struct message_table *table)
{
    for (size_t i = 0; i < MESSAGE_TABLE_SIZE; i++)
        free(table->texts[i]);
    *table = (struct message_table){0};
}
