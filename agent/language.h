/* Which of its languages the program speaks to this user.
 *
 * Windows numbers languages by a LANGID: the low ten bits say which language (7 is German), the
 * high six which country's (1 is the language's own default, Germany). The program's languages are
 * its message files; Windows may be set to any. */
#ifndef PROMPTFIX_AGENT_LANGUAGE_H
#define PROMPTFIX_AGENT_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint16_t language_id;

enum {
    LANGUAGE_ENGLISH = 0x0409, /* every text is there in this one */
    LANGUAGE_ORDER_MAX = 4,
};

/* In which order to look for a text: the user's own language as it is, with its default country,
 * with any other country, and English; of these only the ones that are `available` (but English
 * always), and each once. Chinese in simplified and in traditional characters are two languages
 * here: who reads the one gets English, as from Windows, rather than the other. Returns how many
 * there are: 1 to LANGUAGE_ORDER_MAX. */
size_t language_order(language_id user, const language_id *available, size_t available_count,
                      language_id order[LANGUAGE_ORDER_MAX]);

/* Whether a console can be spoken to in a language. Consoles do not put text from right to left;
 * and of a sample of the language, `lost_count` of its `character_count` characters are not in the
 * console's code page. A quotation mark now and then that becomes a question mark does no harm, a
 * sentence of them says nothing: no more than one in twenty may be lost. Windows' own tools choose
 * likewise. Source: Microsoft, "SetThreadUILanguage function". */
bool language_suits_console(bool right_to_left, size_t character_count, size_t lost_count);

#endif
