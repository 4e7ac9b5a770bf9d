/* Shows the window as it is in one of the samples of tests/unit/status_samples.c, on a registry in
 * memory: to be looked at, photographed, and tried by hand.
 *
 * Usage: show_window.exe [LANGUAGE] [rtl] [long] SAMPLE...
 *   LANGUAGE  of agent/messages_*.mc: "de"; without it English
 *   rtl       laid out for a language that is read from right to left
 *   long      every text half as long again
 * Fix, Undo and Restart go on to the next sample; Close ends it. */
#include "agent/dll_search_windows.h"
#include "agent/status_dialog_windows.h"

#include "tests/unit/message_texts.h"
#include "tests/unit/status_samples.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* Every message id is below this. */
enum { MESSAGE_LIMIT = 1000 };

struct show {
    struct message_source source; /* first: what the core gets */
    language_id language;
    bool right_to_left;
    bool lengthened;
    char *long_texts[MESSAGE_LIMIT];
    struct status_dialog dialog;
    struct status_machine machine;
    struct arena arena;
    struct status_view view;
    char **samples; /* those that are left, the one that is shown first */
    int sample_count;
};

/* The text and its first half once more, without a second access key. */
static char *lengthened(const char *text)
{
    const size_t size = strlen(text);
    size_t half = size / 2;
    while (half > 0 && ((unsigned char)text[half] & 0xC0) == 0x80)
        half--;
    char *copy = calloc(1, size + half + 2);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, text, size);
    char *at = copy + size;
    for (size_t i = 0; i < half; i++)
        if (text[i] != '&' && text[i] != '%' && (i == 0 || text[i - 1] != '%'))
            *at++ = text[i];
    return copy;
}

static const char *find_text(const struct message_source *source, message_id id)
{
    struct show *show = (struct show *)(void *)source;
    const char *text = message_text_of(show->language, id);
    if (id == MESSAGE_READING_DIRECTION)
        return show->right_to_left ? "rtl" : text;
    if (!show->lengthened || id >= MESSAGE_LIMIT)
        return text;
    if (show->long_texts[id] == NULL)
        show->long_texts[id] = lengthened(text);
    return show->long_texts[id];
}

static void make_view(struct show *show)
{
    ck_assert_uint_eq(
        status_view_make(&show->machine.facts, &show->machine.fake.host, &show->arena, &show->view),
        CODE_SUCCESS);
}

static void load_sample(struct show *show)
{
    const struct status_sample *sample = status_sample_find(show->samples[0]);
    if (sample == NULL) {
        fprintf(stderr, "There is no sample %s.\n", show->samples[0]);
        exit(EXIT_FAILURE);
    }
    status_machine_init(&show->machine, sample);
    show->machine.fake.host.messages = &show->source;
    make_view(show);
}

static void next_sample(struct show *show)
{
    if (show->sample_count < 2)
        return;
    show->samples++;
    show->sample_count--;
    arena_done(&show->arena);
    status_machine_done(&show->machine);
    load_sample(show);
    status_dialog_update(&show->dialog, &show->view);
}

static void on_command(void *context, enum agent_command command)
{
    struct show *show = context;
    if (command == COMMAND_CLOSE_WINDOW) {
        PostQuitMessage(0);
    } else if (command == COMMAND_CHOOSE_LEVEL_2 || command == COMMAND_CHOOSE_LEVEL_3) {
        show->machine.facts.chosen_level = command == COMMAND_CHOOSE_LEVEL_2 ? 2 : 3;
        make_view(show);
        status_dialog_update(&show->dialog, &show->view);
    } else if (command != COMMAND_COPY_DETAILS) {
        next_sample(show);
    }
}

static void take_argument(struct show *show, char *argument)
{
    if (strcmp(argument, "rtl") == 0)
        show->right_to_left = true;
    else if (strcmp(argument, "long") == 0)
        show->lengthened = true;
    else
        show->samples[show->sample_count++] = argument;
    for (size_t i = 0; i < message_language_count; i++)
        if (strcmp(argument, message_languages[i].name) == 0) {
            show->language = message_languages[i].id;
            show->sample_count--;
        }
}

int main(int argc, char **argv)
{
    static struct show show = {.source = {find_text}};
    struct utf16_text text = {0};
    MSG message;
    dll_search_cut();
    show.samples = calloc((size_t)argc, sizeof *show.samples);
    show.language = message_languages[0].id;
    for (size_t i = 0; i < message_language_count; i++)
        if (strcmp(message_languages[i].name, "en") == 0)
            show.language = message_languages[i].id;
    for (int i = 1; i < argc; i++)
        take_argument(&show, argv[i]);
    if (show.sample_count == 0)
        return EXIT_FAILURE;
    load_sample(&show);
    status_dialog_init(&show.dialog, GetModuleHandleW(NULL), &show.source, &text, on_command,
                       &show);
    if (!status_dialog_show(&show.dialog, &show.view))
        return (int)GetLastError();
    while (GetMessageW(&message, NULL, 0, 0) > 0) {
        if (status_dialog_takes(&show.dialog, &message))
            continue;
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
    status_dialog_done(&show.dialog);
    utf16_text_done(&text);
    return EXIT_SUCCESS;
}
