/* Text from elsewhere, and the control characters in it: shown or logged as they are, they would
 * move the cursor or begin a line that nobody wrote.
 */
#ifndef PROMPTFIX_AGENT_PLAIN_TEXT_H
#define PROMPTFIX_AGENT_PLAIN_TEXT_H

#include <stdbool.h>

/* Is this byte of UTF-8 one of ASCII's: U+0000 to U+001F, or U+007F? */
bool is_control_character(char byte);

/* Can the text be shown, and compared, as it is: without any of them? */
bool text_is_plain(const char *text);

#endif
