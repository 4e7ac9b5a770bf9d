/* Text for the clipboard. */
#ifndef PROMPTFIX_AGENT_CLIPBOARD_WINDOWS_H
#define PROMPTFIX_AGENT_CLIPBOARD_WINDOWS_H

#include "registry/utf16_text.h"

#include <windows.h>

/* Puts UTF-8 text on the clipboard, as the text of `owner`. CODE_SUCCESS, or why it is not there;
 * what was on the clipboard is kept unless that fails last. */
error_code clipboard_put_text(HWND owner, const char *utf8, struct utf16_text *text);

#endif
