#include "agent/stored_credentials_windows.h"

#include <string.h>
#include <windows.h>
#include <wincred.h>

enum { DOMAIN_EXTENDED = 6 /* CRED_TYPE_DOMAIN_EXTENDED, from Vista on */ };

/* Is it one that Windows uses for a server by itself? Those of type "generic" belong to programs.
 */
static bool is_for_servers(const CREDENTIALW *credential)
{
    return credential->TargetName != NULL &&
           (credential->Type == CRED_TYPE_DOMAIN_PASSWORD ||
            credential->Type == CRED_TYPE_DOMAIN_CERTIFICATE ||
            credential->Type == CRED_TYPE_DOMAIN_VISIBLE_PASSWORD ||
            credential->Type == DOMAIN_EXTENDED);
}

/* A name that is no text is left out: no server is called so. */
static error_code copy_targets(struct utf16_text *text, struct arena *arena,
                               CREDENTIALW **credentials, DWORD count,
                               struct stored_credentials *list)
{
    struct byte_buffer name = {0};
    error_code code = CODE_SUCCESS;
    const char **targets = arena_allocate(arena, (count + 1) * sizeof(const char *));
    if (targets == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    for (DWORD i = 0; i < count && code == CODE_SUCCESS; i++) {
        const wchar_t *target = credentials[i]->TargetName;
        if (!is_for_servers(credentials[i]))
            continue;
        byte_buffer_clear(&name);
        code = utf16_text_append_utf8(text, target, wcslen(target) * sizeof *target, &name);
        if (code == CODE_SUCCESS) {
            targets[list->count] = arena_copy_text(arena, (const char *)name.data, name.size);
            code = targets[list->count] != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
            list->count++;
        } else if (code == CODE_NO_UNICODE_TRANSLATION) {
            code = CODE_SUCCESS;
        }
    }
    list->targets = targets;
    byte_buffer_done(&name);
    return code;
}

error_code stored_credentials_list(struct utf16_text *text, struct arena *arena,
                                   struct stored_credentials *credentials)
{
    struct stored_credentials list = {0};
    CREDENTIALW **found = NULL;
    DWORD count = 0;
    error_code code = CODE_SUCCESS;
    if (CredEnumerateW(NULL, 0, &count, &found)) {
        code = copy_targets(text, arena, found, count, &list);
        CredFree(found);
    } else if (GetLastError() != ERROR_NOT_FOUND) {
        list.error = GetLastError();
    }
    if (code == CODE_SUCCESS)
        *credentials = list;
    return code;
}
