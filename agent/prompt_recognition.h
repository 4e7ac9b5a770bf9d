/* Is this window a credential dialog, and one that Outlook shows?
 *
 * Told by window class, by whose process it is and who owns the window, and by the classes and
 * styles of the windows in it; never by a text, which is in any language. Three kinds are known:
 *
 * Windows 2000 to XP, and Wine: CredUIPromptForCredentials runs a plain dialog in the asking
 * process. Its class is #32770; in it lie credui's own control (SysCredential) or, as in Wine
 * (dlls/credui), the parts of that: a ComboBoxEx32 for the user name and an Edit with ES_PASSWORD.
 * Windows Vista and 7: still a #32770 in the asking process, drawn by a DirectUIHWND, with an Edit
 * with ES_PASSWORD once the tile for a password is chosen.
 * Windows 8 and later: "Credential Dialog Xaml Host", a window of CredentialUIBroker.exe whose
 * owner is the window that asks. Consent to elevation has the same class, but another process.
 *
 * A dialog of Outlook itself that takes a password (POP3, a locked .pst file) has none of these
 * parts but the Edit, and does not count: it is no sign-in at the Exchange proxy.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_RECOGNITION_H
#define PROMPTFIX_AGENT_PROMPT_RECOGNITION_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes for a class name with its NUL; a longer one is none that is known. */
enum { PROMPT_CLASS_SIZE = 40 };

/* Whose process a window belongs to. */
enum prompt_process {
    PROMPT_PROCESS_OTHER,
    PROMPT_PROCESS_OUTLOOK,
    PROMPT_PROCESS_BROKER, /* CredentialUIBroker.exe */
};

enum prompt_kind {
    PROMPT_NONE,
    PROMPT_CLASSIC,   /* 2000, XP, Wine */
    PROMPT_DIRECT_UI, /* Vista, 7 */
    PROMPT_BROKER,    /* 8 and later */
};

/* A top-level window as it is seen from outside. Begun by prompt_window_init. */
struct prompt_window {
    char class_name[PROMPT_CLASS_SIZE];
    enum prompt_process process;
    bool owner_is_outlook; /* the window that owns it, at any remove, is Outlook's */
    unsigned child_count;
    bool has_credential_control;
    bool has_user_list;
    bool has_direct_ui;
    bool has_password_field;
};

/* Which process it is, by the path or name of its program. */
enum prompt_process prompt_process_of_image(const char *path);

/* What a class alone says of a window that is shown, or has come to the front. */
enum prompt_interest {
    PROMPT_PASSED_OVER,
    PROMPT_LOOKED_AT,
    PROMPT_LOOKED_AT_IF_PASSWORD, /* by its style: prompt_style_is_password */
};

/* Can a top-level window of this class be a credential dialog? */
bool prompt_class_is_possible(const char *class_name);

/* A window that is shown in Outlook's process: may it be such a dialog, or a field that is shown
 * later and makes one of the window around it? */
enum prompt_interest prompt_interest_in_shown(const char *class_name);

/* A window of any process that has come to the front: may it be such a dialog, or one of Outlook's
 * main windows, or one that Outlook shows before these, which tells that Outlook has come? */
enum prompt_interest prompt_interest_in_front(const char *class_name);

/* Does a field hide what is typed? `style` as GWL_STYLE gives it. */
bool prompt_style_is_password(uint32_t style);

void prompt_window_init(struct prompt_window *window, const char *class_name,
                        enum prompt_process process, bool owner_is_outlook);

/* Adds a window inside it, at any depth. False when no more need be added: a dialog with hundreds
 * of them is none of these. */
bool prompt_window_add_child(struct prompt_window *window, const char *class_name, uint32_t style);

/* What it is, for Outlook; PROMPT_NONE also for a credential dialog of another program. */
enum prompt_kind prompt_window_kind(const struct prompt_window *window);

#endif
