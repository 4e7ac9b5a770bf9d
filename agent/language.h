/* Which of its languages the program speaks to this user.
 *
 * Windows numbers languages by a LANGID: the low ten bits say which language (7 is German), the
 * high six which country's (1 is the language's own default, Germany). The program's languages are
 * its message files; Windows may be set to any. */
#ifndef PROMPTFIX_AGENT_LANGUAGE_H
#define PROMPTFIX_AGENT_LANGUAGE_H

#include <stddef.h>
#include <stdint.h>

typedef uint16_t language_id;

enum {
    LANGUAGE_ENGLISH = 0x0409, /* every text is there in this one */
    LANGUAGE_ORDER_MAX = 4,
};

/* In which order to look for a text: the user's own language as it is, with its default country,
 * with any other country, and English; of these only the ones that are `available` (but English
 * always), and each once. Returns how many there are: 1 to LANGUAGE_ORDER_MAX. */
size_t language_order(language_id user, const language_id *available, size_t available_count,
                      language_id order[LANGUAGE_ORDER_MAX]);

#endif
