/* Sentences of the window, put together from messages in an arena.
 *
 * A view is made of many small texts that live equally long. That memory ran out is remembered, so
 * that it is checked once, at the end.
 */
#ifndef PROMPTFIX_AGENT_VIEW_TEXT_H
#define PROMPTFIX_AGENT_VIEW_TEXT_H

#include "agent/host.h"
#include "registry/arena.h"

struct view_text {
    struct host *host;
    struct arena *arena;
    bool failed; /* memory ran out: not every text is there */
};

/* A message that has no insertions, as it is; owned by the source. */
const char *view_word(const struct view_text *text, message_id id);

/* A message with its insertions; a number; an error: the system's words, and its number. "" when
 * memory ran out. */
const char *view_sentence(struct view_text *text, message_id id, struct insertions insertions);
const char *view_number(struct view_text *text, uint32_t number);
const char *view_error(struct view_text *text, error_code code);

/* Moves what was put together in a buffer into the arena, and releases the buffer. "" when memory
 * ran out, now or for the buffer. */
const char *view_keep(struct view_text *text, struct byte_buffer *buffer);

#endif
