/* "Start with Windows": whether Explorer starts the tray agent when the user logs on.
 *
 * The value "PromptFix" of the user's Run key says so, with the path of the program in quotes.
 * An installer may have put the same value into the Run key of the machine, for all users; then the
 * user's own value is of no account, and the switch is the administrator's. The machine's key is
 * read in the 64-bit view only (see registry_open): an installer must write it there, not into the
 * copy that a 64-bit Windows keeps for 32-bit programs.
 * Whether the user has turned the start off elsewhere (Windows 8 and later: the Task Manager keeps
 * a list of its own, which Microsoft does not document) is not looked at.
 */
#ifndef PROMPTFIX_AGENT_AUTOSTART_H
#define PROMPTFIX_AGENT_AUTOSTART_H

#include "registry/registry.h"

/* Below both roots. */
#define AUTOSTART_KEY "Software\\Microsoft\\Windows\\CurrentVersion\\Run"
#define AUTOSTART_VALUE "PromptFix"

/* The longest command line in UTF-16 units, quotes included, without the NUL. Source: Microsoft,
 * "Run and RunOnce Registry Keys". */
enum { AUTOSTART_COMMAND_LIMIT = 260 };

enum autostart {
    AUTOSTART_OFF,
    AUTOSTART_ON,
    AUTOSTART_OTHER,            /* something else is started: a copy elsewhere, or nothing usable */
    AUTOSTART_BY_ADMINISTRATOR, /* the program is started for all users */
};

/* How it stands, for the program at `program_path` (UTF-8, absolute). Errors as the registry's; an
 * absent key or value is AUTOSTART_OFF. */
error_code autostart_read(struct registry *registry, const char *program_path,
                          enum autostart *autostart);

/* Has the program at `program_path` started for this user from now on, in place of whatever the
 * value said. CODE_INVALID_PARAMETER for a path that is empty or holds a quotation mark,
 * CODE_NAME_TOO_LONG for one above the limit, CODE_NO_UNICODE_TRANSLATION for one that is no UTF-8,
 * else errors as the registry's. */
error_code autostart_set(struct registry *registry, const char *program_path);

/* No longer. An absent value is no error. */
error_code autostart_clear(struct registry *registry);

/* Turns it on or off for this user; what the administrator has set stays. Errors as of the three
 * above. */
error_code autostart_toggle(struct registry *registry, const char *path);

#endif
