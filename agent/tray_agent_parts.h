/* What the files of the tray agent share. Not for others; they use tray_agent.h. */
#ifndef PROMPTFIX_AGENT_TRAY_AGENT_PARTS_H
#define PROMPTFIX_AGENT_TRAY_AGENT_PARTS_H

#include "agent/agent_fix.h"
#include "agent/agent_journal.h"
#include "agent/agent_notice.h"
#include "agent/agent_probe.h"
#include "agent/agent_prompt.h"
#include "agent/change_gathering.h"
#include "agent/restart_question.h"
#include "agent/settings.h"
#include "agent/tray_agent.h"
#include "agent/tray_icon.h"

/* The question for the resulting set of policy. */
struct agent_policy_result {
    struct policy_result known;
    bool is_asking;
    bool was_asked; /* since the start, or since the user last wanted all looked at anew */
};

struct tray_agent {
    struct host *host;
    struct desktop *desktop;
    struct settings settings;
    struct tray_icon icon;
    struct agent_notice notice;
    struct agent_prompt prompt;
    struct agent_probe probe;
    struct agent_policy_result policy_result;
    struct agent_fix fix;
    struct agent_journal journal;
    struct examination now; /* the last examination */
    bool is_examined;       /* there was one */
    unsigned level;         /* what the user chose: 2 or 3 */
    struct change_gathering gathering;
    struct restart_question question;
    bool watches_outlook;
    bool has_left;             /* all that comes now comes too late */
    bool is_presenting;        /* the desktop is using what the examination holds */
    struct byte_buffer remark; /* what the window says besides */
};

/* Why the agent looks: was it a user, who gets to see the window? */
enum occasion { OCCASION_EVENT, OCCASION_USER };

/* Looks at the machine and shows what is otherwise than before. Returns whether anything is. */
bool tray_agent_examine(struct tray_agent *agent, enum occasion occasion);

/* Opens the window, or shows the open one anew. */
void tray_agent_show_window(struct tray_agent *agent);
void tray_agent_update_window(struct tray_agent *agent);

/* What the last fix, or test, came to is no longer the news. */
void tray_agent_forget_activity(struct tray_agent *agent);

/* tray_agent_policy_result.c: asks for the resulting set of policy where that has something to add,
 * once, and once more after the user has wanted all looked at anew. */
void tray_agent_consider_policy_result(struct tray_agent *agent);

/* tray_agent_probe.c: the test sign-in, begun and broken off. */
void tray_agent_test_sign_in(struct tray_agent *agent);
void tray_agent_end_test(struct tray_agent *agent);

#endif
