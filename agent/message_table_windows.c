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

static DWORD find_in(language_id language, message_id id, wchar_t **wide)
{
    return FormatMessageW(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_IGNORE_INSERTS |
                              FORMAT_MESSAGE_ALLOCATE_BUFFER,
                          NULL, id, language, (wchar_t *)(void *)wide, 0, NULL);
}

static char *load(struct message_table *table, message_id id)
{
    wchar_t *wide = NULL;
    struct byte_buffer utf8 = {0};
    char *text = NULL;
    DWORD length = 0;
    for (size_t i = 0; i < table->language_count && length == 0; i++)
        length = find_in(table->languages[i], id, &wide);
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

struct available_languages {
    language_id languages[64]; /* far more than there are */
    size_t count;
};

static BOOL CALLBACK add_available(HMODULE module, const wchar_t *type, const wchar_t *name,
                                   WORD language, LONG_PTR parameter)
{
    struct available_languages *available = (struct available_languages *)parameter;
    (void)module;
    (void)type;
    (void)name;
    if (available->count == sizeof available->languages / sizeof available->languages[0])
        return FALSE;
    available->languages[available->count++] = language;
    return TRUE;
}

/* FormatMessage would choose a language by itself, but by the user's date and number formats; which
 * language Windows' own windows have is another setting. */
static void choose_languages(struct message_table *table)
{
    struct available_languages available = {.count = 0};
    EnumResourceLanguagesW(NULL, (const wchar_t *)RT_MESSAGETABLE, MAKEINTRESOURCEW(1),
                           add_available, (LONG_PTR)&available);
    table->language_count = language_order(GetUserDefaultUILanguage(), available.languages,
                                           available.count, table->languages);
}

void message_table_init(struct message_table *table, struct utf16_text *text)
{
    *table = (struct message_table){.source = {find_text}, .text = text};
    choose_languages(table);
}

void message_table_init_english(struct message_table *table, struct utf16_text *text)
{
    *table = (struct message_table){
        .source = {find_text}, .text = text, .languages = {LANGUAGE_ENGLISH}, .language_count = 1};
}

void message_table_done(struct message_table *table)
{
    for (size_t i = 0; i < MESSAGE_TABLE_SIZE; i++)
        free(table->texts[i]);
    *table = (struct message_table){0};
}
