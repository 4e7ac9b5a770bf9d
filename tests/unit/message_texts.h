/* The texts of every language as C tables (see message_texts.awk): for the tests, which have no
 * message tables to load. The program itself takes its texts from its resources. */
#ifndef PROMPTFIX_TESTS_UNIT_MESSAGE_TEXTS_H
#define PROMPTFIX_TESTS_UNIT_MESSAGE_TEXTS_H

#include "agent/language.h"
#include "agent/message.h"

struct message_language {
    const char *name; /* as in the name of its file: "de" */
    language_id id;
    const char *(*text)(message_id id); /* "" where it has none */
};
extern const struct message_language message_languages[];
extern const size_t message_language_count;

/* "MESSAGE_HELP_HEADING"; "" for a number that is no message. */
const char *message_name(message_id id);

/* UTF-8 without a line break at its end; "" for a number that is no message, or a language that
 * is not there or has no such text. */
const char *message_text_of(language_id language, message_id id);
const char *english_message_text(message_id id);

#endif
