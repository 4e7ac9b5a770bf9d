/* The tray agent: what happens on the desktop comes in, what the user gets to see goes out.
 *
 * It examines the registry when something may have changed, and from that decides about icon, tip,
 * notice, menu and window; it carries out Fix and Undo. It runs on one thread, never waits, and
 * does nothing at all between two events.
 */
#ifndef PROMPTFIX_AGENT_TRAY_AGENT_H
#define PROMPTFIX_AGENT_TRAY_AGENT_H

#include "agent/agent_command.h"
#include "agent/desktop.h"
#include "agent/host.h"

struct tray_agent;

/* How the elevated helper ended. */
struct helper_result {
    bool declined;          /* the user said no to Windows' question for rights */
    error_code start_error; /* it could not be started */
    uint32_t exit_code;     /* else: what it ended with (enum exit_code) */
};

/* Both arguments must live as long as the agent. CODE_NOT_ENOUGH_MEMORY. */
error_code tray_agent_create(struct host *host, struct desktop *desktop, struct tray_agent **agent);
void tray_agent_free(struct tray_agent *agent);

/* The desktop is there: looks at the registry and shows what there is to show. */
void tray_agent_start(struct tray_agent *agent);

/* What may happen. */
void tray_agent_registry_changed(struct tray_agent *agent); /* examined after a moment */
void tray_agent_timer(struct tray_agent *agent, enum agent_timer timer);
void tray_agent_taskbar_created(struct tray_agent *agent); /* Explorer is there (again) */
void tray_agent_session_resumed(struct tray_agent *agent); /* unlocked, connected, awake again */
void tray_agent_attention_changed(struct tray_agent *agent);
void tray_agent_appearance_changed(struct tray_agent *agent); /* DPI, theme, contrast */
void tray_agent_icon_chosen(struct tray_agent *agent);        /* clicked, or Enter on it */
void tray_agent_notice_chosen(struct tray_agent *agent);
void tray_agent_notice_dismissed(struct tray_agent *agent); /* closed by the user */
void tray_agent_command(struct tray_agent *agent, enum agent_command command);
void tray_agent_helper_ended(struct tray_agent *agent, const struct helper_result *result);
void tray_agent_restart_answered(struct tray_agent *agent, enum restart what,
                                 enum restart_answer answer, error_code code);
void tray_agent_outlook_ended(struct tray_agent *agent);
void tray_agent_report_written(struct tray_agent *agent, error_code code);
void tray_agent_probed(struct tray_agent *agent, const struct proxy_exchange *exchanges,
                       size_t count);
void tray_agent_policy_result(struct tray_agent *agent, const struct policy_result *result);
void tray_agent_prompt_shown(struct tray_agent *agent, const char *caption); /* UTF-8 */

/* The menu as it is now. `label` is a message with its access key marked by &. */
struct menu_item {
    enum agent_command command; /* COMMAND_NONE: a separator */
    const char *label;
    bool enabled;
    bool checked;
    bool shield;
    bool is_default; /* shown bold: what a click on the icon does */
};
enum { MENU_ITEM_LIMIT = 16 };
size_t tray_agent_menu(struct tray_agent *agent, struct menu_item items[MENU_ITEM_LIMIT]);

#endif
