#include "agent/prompt_recognition.h"

#include "registry/registry_name.h"

#include <string.h>

/* More than any of the dialogs has: credui's own have about ten, a DirectUI one some thirty. */
enum { CHILD_LIMIT = 200 };

/* Source: winuser.h. */
enum { STYLE_PASSWORD = 0x20 }; /* ES_PASSWORD */

/* The class of every plain dialog (Microsoft, "About Window Classes"). */
static const char dialog_class[] = "#32770";
static const char broker_class[] = "Credential Dialog Xaml Host";
static const char field_class[] = "Edit";

/* Class names compare without regard to case, as Windows does. */
static bool is(const char *name, const char *expected)
{
    return registry_names_equal(name, strlen(name), expected, strlen(expected));
}

enum prompt_process prompt_process_of_image(const char *path)
{
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '\\' || *at == '/')
            name = at + 1;
    if (is(name, "outlook.exe"))
        return PROMPT_PROCESS_OUTLOOK;
    return is(name, "CredentialUIBroker.exe") ? PROMPT_PROCESS_BROKER : PROMPT_PROCESS_OTHER;
}

bool prompt_class_is_possible(const char *class_name)
{
    return is(class_name, dialog_class) || is(class_name, broker_class);
}

enum prompt_interest prompt_interest_in_shown(const char *class_name)
{
    if (prompt_class_is_possible(class_name))
        return PROMPT_LOOKED_AT;
    return is(class_name, field_class) ? PROMPT_LOOKED_AT_IF_PASSWORD : PROMPT_PASSED_OVER;
}

enum prompt_interest prompt_interest_in_front(const char *class_name)
{
    /* The main window (see outlook_windows.c), and the splash window of Office 2003 and later; a
     * dialog may be the choice of a profile. */
    return prompt_class_is_possible(class_name) || is(class_name, "rctrl_renwnd32") ||
                   is(class_name, "MsoSplash")
               ? PROMPT_LOOKED_AT
               : PROMPT_PASSED_OVER;
}

bool prompt_style_is_password(uint32_t style)
{
    return (style & STYLE_PASSWORD) != 0;
}

void prompt_window_init(struct prompt_window *window, const char *class_name,
                        enum prompt_process process, bool owner_is_outlook)
{
    *window = (struct prompt_window){.process = process, .owner_is_outlook = owner_is_outlook};
    if (strlen(class_name) < sizeof window->class_name)
        memcpy(window->class_name, class_name, strlen(class_name) + 1);
}

bool prompt_window_add_child(struct prompt_window *window, const char *class_name, uint32_t style)
{
    if (window->child_count >= CHILD_LIMIT) {
        window->child_count = CHILD_LIMIT + 1;
        return false;
    }
    window->child_count++;
    window->has_credential_control |= is(class_name, "SysCredential");
    window->has_user_list |= is(class_name, "ComboBoxEx32");
    window->has_direct_ui |= is(class_name, "DirectUIHWND");
    window->has_password_field |= prompt_style_is_password(style) && is(class_name, field_class);
    return true;
}

static enum prompt_kind kind_of_dialog(const struct prompt_window *window)
{
    if (window->child_count > CHILD_LIMIT)
        return PROMPT_NONE;
    if (window->has_credential_control || (window->has_user_list && window->has_password_field))
        return PROMPT_CLASSIC;
    return window->has_direct_ui && window->has_password_field ? PROMPT_DIRECT_UI : PROMPT_NONE;
}

enum prompt_kind prompt_window_kind(const struct prompt_window *window)
{
    switch (window->process) {
    case PROMPT_PROCESS_OUTLOOK:
        return is(window->class_name, dialog_class) ? kind_of_dialog(window) : PROMPT_NONE;
    case PROMPT_PROCESS_BROKER:
        return window->owner_is_outlook && is(window->class_name, broker_class) ? PROMPT_BROKER
                                                                                : PROMPT_NONE;
    case PROMPT_PROCESS_OTHER:
        break;
    }
    return PROMPT_NONE;
}
