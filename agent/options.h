/* The command line: one table says which words there are, what they mean and with which verb.
 *
 * The same table prints /?. Nothing is done unless the whole line is understood, and an error names
 * the word that is wrong.
 */
#ifndef PROMPTFIX_AGENT_OPTIONS_H
#define PROMPTFIX_AGENT_OPTIONS_H

#include "agent/message.h"
#include "registry/byte_buffer.h"
#include "registry/windows_version.h"

#include <stdbool.h>

enum verb {
    VERB_NONE,
    VERB_CHECK,
    VERB_FIX,
    VERB_UNDO,
    VERB_HELP,
    VERB_VERSION,
};

enum scope {
    SCOPE_ALL,
    SCOPE_USER,
    SCOPE_MACHINE,
};

/* Is the RPC proxy asked whether it offers NTLM, before an account is switched to it? */
enum probe_mode {
    PROBE_AS_USUAL, /* not on the line: as PREFER, where the fix would switch an account */
    PROBE_PREFER,   /* a clear no stops the switch */
    PROBE_REQUIRE,  /* only a clear yes allows it */
    PROBE_OFF,
    PROBE_KEPT,    /* not on the line: the tray agent's; what is kept of today counts */
    PROBE_SIGN_ON, /* as PREFER, and one sign-on with the user's logon credentials */
};

/* May an account be made to sign on by the name of its proxy's certificate, where the level cannot
 * be raised (sign_on_by_name.h)? */
enum principal_mode {
    PRINCIPAL_KEEP,    /* not on the line: offered at most */
    PRINCIPAL_AUTO,    /* where the profile names no other certificate */
    PRINCIPAL_REPLACE, /* also where it does */
};

/* All zero is a line without options. Texts point into the arguments. */
struct options {
    enum verb verb;
    enum scope scope;
    unsigned level;      /* 2 or 3; 0 when not asked for */
    const char *profile; /* NULL: all */
    bool all_users;
    bool dry_run;
    bool no_restart;
    bool prompt_restart;
    bool force_restart;
    bool clear_always_prompt;
    bool insecure;
    enum probe_mode probe;
    enum principal_mode principal;
    bool force;
    bool json;
    bool quiet;
    const char *report;
    const char *log;
    const char *from;
    const char *out;
    struct windows_version windows; /* of the export; major 0 when not given */
    unsigned code_page;             /* of a REGEDIT4 export; 0 when not given */
};

/* What is wrong with a line: a message with up to two words to put into it. */
struct options_error {
    message_id message;
    const char *first;  /* mostly the word that is wrong */
    const char *second; /* what it collides with, or lacks; NULL where the message has none */
};

/* Parses the arguments, the program's own name not among them (UTF-8). False when the line is
 * wrong: `error` says why, and `options` is untouched. */
bool options_parse(int count, const char *const *arguments, struct options *options,
                   struct options_error *error);

/* Appends the whole help, as /? shows it. */
void options_append_help(struct byte_buffer *text, const struct message_source *messages,
                         const char *program);

#endif
