/* The user's desktop: struct desktop filled with Windows. */
#ifndef PROMPTFIX_AGENT_DESKTOP_WINDOWS_H
#define PROMPTFIX_AGENT_DESKTOP_WINDOWS_H

#include "agent/background_probe_windows.h"
#include "agent/desktop.h"
#include "agent/host_windows.h"
#include "agent/prompt_sensor_windows.h"
#include "agent/restart_dialog_windows.h"
#include "agent/session_presence.h"
#include "agent/status_dialog_windows.h"
#include "agent/tray_agent.h"
#include "agent/tray_icon_windows.h"
#include "registry/registry_watch.h"

/* Messages to the agent's hidden window. */
enum {
    WINDOW_MESSAGE_ICON = WM_APP, /* from the shell, about the icon */
    WINDOW_MESSAGE_HELPER,        /* the elevated helper has ended: elevation_windows.h */
    WINDOW_MESSAGE_FULL_SCREEN,   /* from the shell: attention_windows.h */
    WINDOW_MESSAGE_PROMPT,        /* prompt_sensor_windows.h */
    WINDOW_MESSAGE_REPORT,        /* the report by policy is written, or not */
    WINDOW_MESSAGE_PROBE,         /* background_probe_windows.h */
    WINDOW_MESSAGE_POLICY_RESULT, /* policy_result_windows.h */
};

struct windows_desktop {
    struct desktop desktop; /* first: what the core gets */
    struct windows_host *host;
    struct tray_agent *agent;
    HWND window; /* the agent's hidden window */
    struct shell_icon icon;
    struct status_dialog dialog;
    struct restart_dialog restart;
    struct session_presence presence;
    struct prompt_sensor sensor;
    struct background_probe probe;
    bool watches_full_screen;
    bool menu_is_open;
    struct registry_watch *watch; /* belongs to whoever waits for its signals; NULL before */
    HANDLE outlook;               /* the running Outlook, while its end is waited for; else NULL */
    struct byte_buffer log_path;
    struct byte_buffer program_path;
};

/* Fills in everything but the agent. `window` is the agent's hidden window. Errors of Windows and
 * CODE_NOT_ENOUGH_MEMORY; nothing is left open then. */
error_code windows_desktop_init(struct windows_desktop *windows, struct windows_host *host,
                                HWND window);
void windows_desktop_done(struct windows_desktop *windows);

/* Is the message one for an open dialog? It has then been dealt with. */
bool windows_desktop_takes(struct windows_desktop *windows, MSG *message);

#endif
