#include "agent/tray_icon.h"

#include "agent/text_cut.h"

#include <string.h>

enum { FIRST_DELAY = 1000 };

void tray_icon_init(struct tray_icon *icon, struct desktop *desktop)
{
    *icon = (struct tray_icon){.desktop = desktop, .delay = FIRST_DELAY};
}

static struct icon_view view_of(const struct tray_icon *icon)
{
    return (struct icon_view){.state = icon->state, .tip = icon->tip};
}

/* Lets the tries begin anew. */
static void start_over(struct tray_icon *icon)
{
    if (icon->is_awaited)
        icon->desktop->stop_timer(icon->desktop, TIMER_ICON_RETRY);
    icon->is_awaited = false;
    icon->try_count = 0;
    icon->delay = FIRST_DELAY;
}

static void add(struct tray_icon *icon)
{
    const struct icon_view view = view_of(icon);
    icon->is_there = icon->desktop->add_icon(icon->desktop, &view);
    if (icon->is_there) {
        start_over(icon);
        return;
    }
    if (icon->try_count == ICON_RETRY_COUNT)
        return; /* until the taskbar announces itself */
    icon->is_awaited = true;
    icon->desktop->start_timer(icon->desktop, TIMER_ICON_RETRY, icon->delay);
    icon->try_count++;
    icon->delay = 2 * icon->delay < ICON_RETRY_LONGEST ? 2 * icon->delay : ICON_RETRY_LONGEST;
}

static void change(struct tray_icon *icon)
{
    const struct icon_view view = view_of(icon);
    icon->is_there = icon->desktop->change_icon(icon->desktop, &view);
    if (!icon->is_there)
        add(icon);
}

void tray_icon_show(struct tray_icon *icon, enum tray_state state, const char *tip)
{
    const size_t size = text_cut_size(tip, strlen(tip), TIP_LIMIT);
    if (icon->is_wanted && icon->state == state && strlen(icon->tip) == size &&
        memcmp(icon->tip, tip, size) == 0)
        return;
    icon->is_wanted = true;
    icon->state = state;
    memcpy(icon->tip, tip, size);
    icon->tip[size] = '\0';
    if (icon->is_there) {
        change(icon);
    } else if (!icon->is_awaited) {
        start_over(icon);
        add(icon);
    }
}

void tray_icon_hide(struct tray_icon *icon)
{
    icon->is_wanted = false;
    start_over(icon);
    if (icon->is_there)
        icon->desktop->remove_icon(icon->desktop);
    icon->is_there = false;
}

void tray_icon_retry(struct tray_icon *icon)
{
    if (!icon->is_awaited)
        return; /* the timer was stopped when it had already ended */
    icon->is_awaited = false;
    add(icon);
}

void tray_icon_add_again(struct tray_icon *icon)
{
    icon->is_there = false;
    if (!icon->is_wanted)
        return;
    start_over(icon);
    add(icon);
}

void tray_icon_renew(struct tray_icon *icon)
{
    if (!icon->is_wanted)
        return;
    if (icon->is_there) {
        change(icon);
    } else {
        start_over(icon);
        add(icon);
    }
}
