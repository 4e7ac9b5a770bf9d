#include "agent/agent_menu.h"

struct menu_making {
    const struct message_source *messages;
    struct menu_item *items;
    size_t count;
};

static struct menu_item *add(struct menu_making *making, enum agent_command command,
                             message_id label, bool enabled)
{
    struct menu_item *item = &making->items[making->count++];
    *item = (struct menu_item){
        .command = command,
        .label = making->messages->text(making->messages, label),
        .enabled = enabled,
    };
    return item;
}

static void add_separator(struct menu_making *making)
{
    making->items[making->count++] = (struct menu_item){.command = COMMAND_NONE, .label = ""};
}

/* Fix, Undo and, with a problem, whether to be notified of it. */
static void add_remedies(struct menu_making *making, const struct menu_facts *facts)
{
    const bool fixes_machine = facts->can_fix[REGISTRY_LOCAL_MACHINE];
    const bool undoes_machine = facts->can_undo[REGISTRY_LOCAL_MACHINE];
    const bool fixes = facts->can_fix[REGISTRY_CURRENT_USER] || fixes_machine;
    const bool undoes = facts->can_undo[REGISTRY_CURRENT_USER] || undoes_machine;
    add(making, COMMAND_FIX, MESSAGE_MENU_FIX,
        fixes && !facts->is_at_work && !facts->fix_is_forbidden)
        ->shield = fixes_machine && facts->machine_needs_rights;
    add(making, COMMAND_UNDO, MESSAGE_MENU_UNDO,
        undoes && !facts->is_at_work && !facts->undo_is_forbidden)
        ->shield = undoes_machine && facts->machine_needs_rights;
    if (facts->can_dismiss)
        add(making, COMMAND_DO_NOT_ASK_AGAIN, MESSAGE_MENU_DO_NOT_ASK_AGAIN, true)->checked =
            facts->is_dismissed;
}

void agent_menu_forbid(struct menu_facts *facts, const struct policies *policies)
{
    facts->fix_is_forbidden = policies_number(policies, POLICY_ALLOW_FIX) == 0;
    facts->undo_is_forbidden = policies_number(policies, POLICY_ALLOW_UNDO) == 0;
    facts->exit_is_forbidden = policies_number(policies, POLICY_ALLOW_EXIT) == 0;
    if (policies_number(policies, POLICY_ALLOW_DISMISS) == 0)
        facts->can_dismiss = false;
}

size_t agent_menu_make(const struct menu_facts *facts, const struct message_source *messages,
                       struct menu_item items[MENU_ITEM_LIMIT])
{
    struct menu_making making = {.messages = messages, .items = items};
    const bool is_fixed = facts->autostart == AUTOSTART_BY_ADMINISTRATOR;

    add(&making, COMMAND_SHOW, MESSAGE_MENU_SHOW, true)->is_default = true;
    add(&making, COMMAND_CHECK_NOW, MESSAGE_MENU_CHECK_NOW, true);
    add_separator(&making);
    add_remedies(&making, facts);
    add_separator(&making);
    add(&making, COMMAND_OPEN_LOG, MESSAGE_MENU_OPEN_LOG, facts->has_log);
    add(&making, COMMAND_START_WITH_WINDOWS, MESSAGE_MENU_START_WITH_WINDOWS,
        facts->autostart_known && !is_fixed)
        ->checked = facts->autostart_known && (is_fixed || facts->autostart == AUTOSTART_ON);
    add(&making, COMMAND_ABOUT, MESSAGE_MENU_ABOUT, true);
    add_separator(&making);
    add(&making, COMMAND_EXIT, MESSAGE_MENU_EXIT, !facts->exit_is_forbidden);
    return making.count;
}
