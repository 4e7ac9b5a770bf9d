#include "tests/desktop/agent_user.h"

#include "tests/desktop/screen.h"
#include "tests/desktop/tray_icon.h"
#include "tests/desktop/window_text.h"

#include <check.h>

void user_opens_window(const struct agent_process *agent)
{
    EXPECT_SOON(tray_icon_is_there, NULL);
    screen_click(tray_icon_window(), LEFT_BUTTON);
    EXPECT_SOON(agent_dialog_is_open, (void *)agent);
    EXPECT_SOON(agent_is_in_foreground, (void *)agent);
}

struct button_place {
    const struct agent_process *agent;
    const wchar_t *label;
    HWND button;
};

static bool button_can_be_pressed(void *context)
{
    struct button_place *place = context;
    HWND dialog = agent_dialog(place->agent);
    place->button = dialog != NULL ? window_button(dialog, place->label) : NULL;
    return place->button != NULL && IsWindowEnabled(place->button);
}

void user_presses(const struct agent_process *agent, DWORD label)
{
    struct button_place place = {.agent = agent, .label = message_words(label)};
    if (!event_wait(button_can_be_pressed, &place))
        ck_abort_msg("there is no button \"%ls\" to be pressed in:\n%ls", place.label,
                     agent_dialog(agent) != NULL ? window_text(agent_dialog(agent)) : L"(none)");
    screen_click(place.button, LEFT_BUTTON);
}

/* The shell says where the icon is. */
void user_opens_menu(const struct agent_process *agent)
{
    RECT place;
    ck_assert(GetWindowRect(tray_icon_window(), &place));
    agent_icon_event(agent, WM_CONTEXTMENU, (POINT){place.left, place.top});
    EXPECT_SOON(agent_menu_is_open, (void *)agent);
}
