/* The English texts as a C table (see message_texts.awk): for the tests, which have no message
 * table to load. The program itself takes its texts from its resources. */
#ifndef PROMPTFIX_TESTS_UNIT_MESSAGE_TEXTS_H
#define PROMPTFIX_TESTS_UNIT_MESSAGE_TEXTS_H

#include "agent/message.h"

/* UTF-8 without a line break at its end; "" for a number that is no message. */
const char *english_message_text(message_id id);

#endif
