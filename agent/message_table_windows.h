/* The texts of messages from this program's own message tables, in the user's language. */
#ifndef PROMPTFIX_AGENT_MESSAGE_TABLE_WINDOWS_H
#define PROMPTFIX_AGENT_MESSAGE_TABLE_WINDOWS_H

#include "agent/language.h"
#include "agent/message.h"
#include "registry/utf16_text.h"

enum { MESSAGE_TABLE_SIZE = 1000 }; /* every message id is below this */

struct message_table {
    struct message_source source; /* first: what the core gets */
    struct utf16_text *text;
    language_id languages[LANGUAGE_ORDER_MAX]; /* in which a text is looked for, best first */
    size_t language_count;
    char *texts[MESSAGE_TABLE_SIZE]; /* looked up once, when first wanted */
};

/* Asks Windows, once, in which language it speaks to the user. A text that is missing in that
 * language is given in English. `text` must live as long as the table. */
void message_table_init(struct message_table *table, struct utf16_text *text);

/* The same with English texts, whatever Windows speaks. */
void message_table_init_english(struct message_table *table, struct utf16_text *text);

void message_table_done(struct message_table *table);

#endif
