/* What one run found and did: the one structure from which every report is written. */
#ifndef PROMPTFIX_AGENT_REPORT_H
#define PROMPTFIX_AGENT_REPORT_H

#include "agent/diagnosis.h"
#include "agent/exit_code.h"
#include "agent/host.h"
#include "agent/prompt_causes.h"
#include "agent/restart_result.h"
#include "registry/change_set.h"

/* One half of the registry in one run. */
struct half_report {
    struct change_set changes;       /* planned, made or taken back */
    struct change_result result;     /* of applying or undoing them */
    struct recovery_result recovery; /* of an interrupted run, before that */
    bool attempted;                  /* `result` says something */
    bool locked;                     /* this run keeps other runs away from the half */
    bool needs_rights;               /* this account may not change this half */
    bool nothing_to_undo;
    bool record_damaged;   /* the undo record cannot be used: see `result.code` */
    error_code lock_error; /* other runs could not be kept away, so nothing was changed */
    error_code mark_error; /* it was changed, but could not be marked (restart_pending.h) */
    uint32_t record;       /* the undo record in question; 0 for none */
};

/* A line of the /from file that was not understood. */
struct bad_line {
    size_t line;
    message_id message;
};

enum { BAD_LINES_KEPT = 20 };

struct report {
    const struct options *options;
    const char *program; /* "promptfix 0.1.0" */
    char time[TIME_SIZE];
    const char *computer; /* NULL when not known; so the user */
    const char *user;
    const char *user_root; /* where the user's registry lies: "HKU\\S-1-5-..."; NULL: HKCU */
    struct windows_version windows;
    bool observed; /* the next two say something */
    struct observation observation;
    struct diagnosis diagnosis;
    struct half_report halves[2]; /* by enum registry_root */
    struct bad_line bad_lines[BAD_LINES_KEPT];
    size_t bad_line_count; /* all of them, also those that are not kept */
    error_code file_error; /* /out could not be written */
    bool profile_missing;  /* there is no profile of the name that was asked for */
    struct report *others; /* with /allusers: a visit to each other user */
    size_t other_count;
    bool others_need_rights;              /* this account may not visit them */
    enum unreadable_part trouble;         /* of a visit: why it was not, or not well, made */
    error_code trouble_code;              /* the error with that */
    enum restart restart;                 /* what is to be restarted, or on its way */
    struct restart_result restart_result; /* of /promptrestart and /forcerestart */
    enum exit_code exit_code;
};

/* Append the report as JSON (design.md, "The report"), as CSV (the same for a table), and as text
 * for a person. Memory running out is remembered by the buffer. */
void report_append_json(struct byte_buffer *out, const struct report *report);
void report_append_csv(struct byte_buffer *out, const struct report *report);
void report_append_text(struct byte_buffer *out, const struct report *report, struct host *host);

/* The names that reports use. */
const char *finding_id_name(enum finding_id id);
const char *change_state_name(enum change_state state);

#endif
