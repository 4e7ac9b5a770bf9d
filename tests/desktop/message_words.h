/* The program's own texts, from the message table that this program carries too: the tests look for
 * them by number, not by wording. */
#ifndef PROMPTFIX_TESTS_DESKTOP_MESSAGE_WORDS_H
#define PROMPTFIX_TESTS_DESKTOP_MESSAGE_WORDS_H

#include "messages.h"

#include <windows.h>

/* A message up to its first insertion, if it has one; without the marks of access keys. Ten results
 * live at a time. */
wchar_t *message_words(DWORD id);

#endif
