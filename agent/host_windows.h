/* This machine: struct host filled with Windows. */
#ifndef PROMPTFIX_AGENT_HOST_WINDOWS_H
#define PROMPTFIX_AGENT_HOST_WINDOWS_H

#include "agent/console_windows.h"
#include "agent/host.h"
#include "agent/message_table_windows.h"
#include "agent/user_hives_windows.h"
#include "registry/utf16_text.h"
#include "registry/windows_registry_windows.h"

struct windows_host {
    struct host host; /* first: what the core gets */
    struct utf16_text text;
    struct message_table messages; /* in the user's language, for windows */
    struct message_table english;  /* instead of that, for a console that cannot show it */
    struct console console;
    struct windows_registry *registry;
    struct windows_user_hives hives;
    uint32_t write_time_left; /* milliseconds: timed_write_windows.h */
};

/* Errors of what it is made of, mostly CODE_NOT_ENOUGH_MEMORY; nothing is left open then. */
error_code windows_host_init(struct windows_host *windows);
void windows_host_done(struct windows_host *windows);

#endif
