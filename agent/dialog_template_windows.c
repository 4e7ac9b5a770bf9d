#include "agent/dialog_template_windows.h"

#include "agent/dll_search_windows.h"

#include <stdlib.h>
#include <string.h>

/* DDC_DISABLE_ALL of Windows 10 1703. */
enum { NO_DIALOG_SCALING = 1 };

/* The start of a DIALOGEX resource. Source: Microsoft, "DLGTEMPLATEEX structure". */
struct extended_template {
    WORD version;
    WORD signature;
    DWORD help_id;
    DWORD extended_style;
};

/* A copy of the template, to be freed. NULL with the last error set. */
static struct extended_template *load_template(HINSTANCE instance, unsigned id)
{
    HRSRC found = FindResourceW(instance, MAKEINTRESOURCEW(id), RT_DIALOG);
    const DWORD size = found != NULL ? SizeofResource(instance, found) : 0;
    HGLOBAL loaded = found != NULL ? LoadResource(instance, found) : NULL;
    if (loaded == NULL)
        return NULL;
    struct extended_template *copy = malloc(size);
    if (copy != NULL)
        memcpy(copy, LockResource(loaded), size);
    else
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return copy;
}

HWND dialog_create(unsigned template_id, const struct message_source *messages, DLGPROC procedure,
                   void *parameter)
{
    typedef BOOL WINAPI behavior_function(HWND dialog, int mask, int values);
    HINSTANCE instance = GetModuleHandleW(NULL);
    struct extended_template *template = load_template(instance, template_id);
    if (template == NULL)
        return NULL;
    if (message_source_is_right_to_left(messages))
        template->extended_style |= WS_EX_LAYOUTRTL;
    HWND window = CreateDialogIndirectParamW(instance, (DLGTEMPLATE *)(void *)template, NULL,
                                             procedure, (LPARAM)parameter);
    const DWORD error = GetLastError();
    free(template);
    behavior_function *behave =
        (behavior_function *)dll_find_function(L"user32.dll", "SetDialogDpiChangeBehavior");
    if (window != NULL && behave != NULL)
        behave(window, NO_DIALOG_SCALING, NO_DIALOG_SCALING);
    SetLastError(error);
    return window;
}
