/* What the pretended Outlook (outlook_windows.c) does when its main window is sent these. Each is
 * done on a thread of its own, so that the window goes on answering. */
#ifndef PROMPTFIX_TESTS_DESKTOP_OUTLOOK_MESSAGES_H
#define PROMPTFIX_TESTS_DESKTOP_OUTLOOK_MESSAGES_H

#include <windows.h>

enum {
    OUTLOOK_PROMPTS = WM_APP + 1, /* Windows' own dialog, CredUIPromptForCredentialsW, for
                                     mail.contoso.invalid; wparam: 0 owned by the main window, 1 by
                                     nobody */
    OUTLOOK_PROMPTS_AS_VISTA,     /* a dialog with the parts of that of Windows Vista and 7; wparam:
                                     1 the tile for a password is chosen at once, 0 not before
                                     OUTLOOK_CHOOSES_PASSWORD */
    OUTLOOK_CHOOSES_PASSWORD,     /* now */
    OUTLOOK_TAKES_PASSWORD,       /* a dialog of its own with a password field, as for POP3 */
    OUTLOOK_SHOWS_MESSAGE,        /* a message box */
    OUTLOOK_OPENS_WINDOWS         /* wparam of them, one after the other, each shown in front */
};

#endif
