/* The icon's menu: what can be asked for now. */
#ifndef PROMPTFIX_AGENT_AGENT_MENU_H
#define PROMPTFIX_AGENT_AGENT_MENU_H

#include "agent/autostart.h"
#include "agent/policy.h"
#include "agent/tray_agent.h"

struct menu_facts {
    bool is_at_work; /* a fix or an undo waits for the elevated helper */
    bool can_fix[2]; /* by enum registry_root: Fix has something to do there */
    bool can_undo[2];
    bool machine_needs_rights;
    bool fix_is_forbidden; /* by the administrator; so the other two */
    bool undo_is_forbidden;
    bool exit_is_forbidden;
    bool can_dismiss; /* there is a problem that one is notified of */
    bool is_dismissed;
    bool has_log;
    bool autostart_known;
    enum autostart autostart;
};

/* Takes out of the facts what the administrator does not allow. */
void agent_menu_forbid(struct menu_facts *facts, const struct policies *policies);

/* Fills in the items and returns their count. */
size_t agent_menu_make(const struct menu_facts *facts, const struct message_source *messages,
                       struct menu_item items[MENU_ITEM_LIMIT]);

#endif
