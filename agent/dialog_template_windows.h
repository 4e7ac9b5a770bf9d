/* Makes a modeless dialog from its template in the resources, mirrored for languages that are read
 * from the right. */
#ifndef PROMPTFIX_AGENT_DIALOG_TEMPLATE_WINDOWS_H
#define PROMPTFIX_AGENT_DIALOG_TEMPLATE_WINDOWS_H

#include "agent/message.h"

#include <windows.h>

/* The dialog, hidden, without an owner; `parameter` is what its procedure gets with WM_INITDIALOG.
 * It does not follow changes of DPI by itself. NULL with the last error set. */
HWND dialog_create(unsigned template_id, const struct message_source *messages, DLGPROC procedure,
                   void *parameter);

#endif
