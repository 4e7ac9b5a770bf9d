/* The Outlook that runs in this session, for this user.
 *
 * It is found by its process, so that a verb which only wants to know needs no window; its windows
 * are looked for only to ask them to close. That it has ended is waited for, never asked for again
 * and again; nothing here ends it by force.
 */
#ifndef PROMPTFIX_AGENT_OUTLOOK_WINDOWS_H
#define PROMPTFIX_AGENT_OUTLOOK_WINDOWS_H

#include "agent/diagnosis.h"
#include "agent/restart_flow.h"
#include "agent/restart_pending.h"
#include "registry/utf16_text.h"

#include <windows.h>

/* More than two are not known to happen: Outlook runs once per user and session. */
enum { OUTLOOK_PROCESS_LIMIT = 8 };

enum { OUTLOOK_PATH_UNIT_COUNT = 1024 };

/* The processes that were there when it was looked for. */
struct outlook {
    enum answer running; /* UNKNOWN: one may be there, but cannot be looked into */
    size_t count;
    HANDLE processes[OUTLOOK_PROCESS_LIMIT]; /* to query, and to wait for (SYNCHRONIZE) */
    DWORD ids[OUTLOOK_PROCESS_LIMIT];
    wchar_t image[OUTLOOK_PATH_UNIT_COUNT]; /* the first one's program; "" when not known */
    HANDLE token; /* the first one's, if it has fewer rights than this program; else NULL */
};

/* Looks for the processes named outlook.exe of this session and this user. */
void outlook_find(struct outlook *outlook);
void outlook_done(struct outlook *outlook);

/* Does Outlook run, and since when (UTC, ISO 8601; the oldest process)? `since` is "" when that
 * cannot be told, or when it does not run. */
enum answer outlook_running_since(char since[PENDING_TIME_SIZE]);

/* Where the program of any process lies; "" when that cannot be told. Returns a handle of the
 * process, which the caller closes: until then its id is no other's. NULL when it may not be looked
 * into. */
HANDLE outlook_open_image(DWORD id, wchar_t path[OUTLOOK_PATH_UNIT_COUNT]);

/* A handle of Outlook's process that becomes signalled when it ends, for a loop of
 * MsgWaitForMultipleObjects; the caller closes it. NULL when Outlook does not run. */
HANDLE outlook_open_process(void);

/* Asks each main window to close, as its close box does. A process that shows a modal question is
 * passed over: it could not take the request. */
enum close_reply outlook_ask_to_close(const struct outlook *outlook);

/* Is one of its main windows behind a modal question? */
bool outlook_asks(const struct outlook *outlook);

/* Brings the modal question that one of them shows to the front. Windows may refuse that to a
 * program that is not in front itself. */
void outlook_show_question(const struct outlook *outlook);

/* Is there an Outlook now that is none of these? */
bool outlook_has_come(const struct outlook *outlook);

/* Starts Outlook by its registered path, else from where the first of these processes was started:
 * never with more rights than that one had. Errors of Windows; CODE_FILE_NOT_FOUND when no path is
 * known. */
error_code outlook_start(const struct outlook *outlook, struct utf16_text *text);

#endif
