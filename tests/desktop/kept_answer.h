/* What an earlier probe of the day would have left of the sample's Exchange proxy. */
#ifndef PROMPTFIX_TESTS_DESKTOP_KEPT_ANSWER_H
#define PROMPTFIX_TESTS_DESKTOP_KEPT_ANSWER_H

#include <wchar.h>

/* Asked just now: NTLM is offered, and the certificate, of this name, is good. */
void kept_answer_write(const wchar_t *certificate_name);

#endif
