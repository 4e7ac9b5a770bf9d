/* Notices that Outlook shows a credential dialog, and reports it to a window by messages.
 *
 * Windows tells of windows that are shown by way of out-of-context event hooks: nothing is put into
 * another process, and nobody waits for PromptFix. There are two. One is on Outlook's process
 * alone, while that runs: windows shown and destroyed. The other tells which window has come to the
 * front, on the whole desktop: as often as a person changes windows, and not for windows that
 * programs merely open. It is how the sensor learns that Outlook has been started (nothing tells of
 * a process' start but polling, WMI or a driver), and that a dialog of the host of Windows 8 and
 * later, which comes with its own process, has come for it. So without Outlook there is nothing to
 * pay for but that, and that is paid for with the question for the window's class: whose it is, is
 * asked for dialogs only, and what program that is, once for all dialogs that follow from there.
 *
 * Of a dialog, classes, styles, process, owner and caption are looked at (prompt_recognition.h,
 * prompt_account.h): no field is read, and nothing is sent to it.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_SENSOR_WINDOWS_H
#define PROMPTFIX_AGENT_PROMPT_SENSOR_WINDOWS_H

#include "agent/outlook_windows.h"
#include "agent/prompt_account.h"
#include "agent/prompt_dialogs.h"
#include "agent/prompt_recognition.h"

/* One Outlook that runs. */
struct sensed_outlook {
    DWORD id;
    HANDLE process;
    HWINEVENTHOOK hook;
};

/* All zero is off. Must not move while it is on. */
struct prompt_sensor {
    HWND window;  /* gets the messages; its thread calls the functions below */
    UINT message; /* wparam: a window; lparam: the event. For prompt_sensor_take */
    struct utf16_text *text;
    HWINEVENTHOOK front;
    struct sensed_outlook outlooks[OUTLOOK_PROCESS_LIMIT];
    size_t count;
    DWORD stranger_id; /* the process that last showed a dialog in front, and is none of interest */
    HANDLE stranger;   /* held, so that its id stays its own; NULL: none is known */
    struct prompt_dialogs dialogs;
};

/* Starts: an Outlook that runs already is watched at once. Only one sensor may be on at a time.
 * Where Windows refuses a hook, nothing is noticed. */
void prompt_sensor_start(struct prompt_sensor *sensor, HWND window, UINT message,
                         struct utf16_text *text);

/* Stops; nothing is posted afterwards. Nothing when it is off. */
void prompt_sensor_stop(struct prompt_sensor *sensor);

/* Takes a message. True when it is of a credential dialog of Outlook that was not there before;
 * `caption` then has its caption, UTF-8, cut to its size. */
bool prompt_sensor_take(struct prompt_sensor *sensor, WPARAM wparam, LPARAM lparam,
                        char caption[PROMPT_CAPTION_SIZE]);

/* Handles that become signalled when an Outlook ends, to wait for: at most OUTLOOK_PROCESS_LIMIT.
 * Returns their count. */
size_t prompt_sensor_handles(const struct prompt_sensor *sensor, HANDLE *handles);

/* The Outlook of this handle has ended. */
void prompt_sensor_outlook_ended(struct prompt_sensor *sensor, HANDLE process);

#endif
