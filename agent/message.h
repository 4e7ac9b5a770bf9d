/* Sentences: every text that a person reads, by number.
 *
 * The texts themselves are resources of the program, a Windows message table for each language
 * (messages_en.mc and its sisters), so that they can be translated without touching code. The core
 * knows only their numbers and puts the insertions in; where the texts come from is the edge's
 * matter.
 */
#ifndef PROMPTFIX_AGENT_MESSAGE_H
#define PROMPTFIX_AGENT_MESSAGE_H

#include "messages.h" /* the numbers, made from messages_en.mc */
#include "registry/byte_buffer.h"

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t message_id;

/* Gives the text of a message in the user's language: UTF-8, owned by the source, without a line
 * break at its end. Never NULL: for a number without a text the source gives "". */
struct message_source {
    const char *(*text)(const struct message_source *source, message_id id);
};

/* Appends a message. %1 to %4 are replaced by the insertions, %n by a line break, %% by a percent
 * sign. An insertion that is NULL is left out. */
struct insertions {
    const char *texts[4];
};
void message_append(struct byte_buffer *out, const struct message_source *source, message_id id,
                    struct insertions insertions);

/* Appends a message and a line break. */
void message_append_line(struct byte_buffer *out, const struct message_source *source,
                         message_id id, struct insertions insertions);

/* Whether the texts are of a language that is read from right to left, as Hebrew is: windows then
 * have to be laid out the other way round. */
bool message_source_is_right_to_left(const struct message_source *source);

/* Shorthand for the insertions of a call. */
#define INSERT(...) ((struct insertions){{__VA_ARGS__}})
#define NO_INSERTIONS ((struct insertions){{NULL}})

#endif
