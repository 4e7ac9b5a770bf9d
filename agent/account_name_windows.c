#include "agent/account_name_windows.h"

#include <windows.h>

#include <sddl.h>
#include <stdlib.h>

enum { PATIENCE = 2000 }; /* milliseconds */

/* Belongs to whoever is done with it last: the thread that asks, or the one that waits. */
struct question {
    PSID sid;
    wchar_t name[ACCOUNT_NAME_UNIT_COUNT];
    error_code code;
    LONG users;
};

static void leave(struct question *question)
{
    if (InterlockedDecrement(&question->users) > 0)
        return;
    LocalFree(question->sid);
    free(question);
}

static DWORD WINAPI ask(void *parameter)
{
    struct question *question = parameter;
    wchar_t user[257];
    wchar_t domain[256];
    DWORD user_size = sizeof user / sizeof user[0];
    DWORD domain_size = sizeof domain / sizeof domain[0];
    SID_NAME_USE use = SidTypeUnknown;
    if (LookupAccountSidW(NULL, question->sid, user, &user_size, domain, &domain_size, &use)) {
        wcscpy(question->name, domain);
        if (domain[0] != L'\0')
            wcscat(question->name, L"\\");
        wcscat(question->name, user);
    } else {
        question->code = GetLastError();
    }
    leave(question);
    return 0;
}

error_code account_name_of(const wchar_t *sid, wchar_t name[ACCOUNT_NAME_UNIT_COUNT])
{
    struct question *question = calloc(1, sizeof *question);
    if (question == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    question->users = 2;
    HANDLE thread = NULL;
    error_code code = CODE_SUCCESS;
    if (!ConvertStringSidToSidW(sid, &question->sid) ||
        (thread = CreateThread(NULL, 0, ask, question, 0, NULL)) == NULL) {
        code = GetLastError();
        leave(question); /* for the thread that there is not */
    } else {
        code =
            WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0 ? question->code : ERROR_TIMEOUT;
        CloseHandle(thread);
        if (code == CODE_SUCCESS)
            wcscpy(name, question->name);
    }
    leave(question);
    return code;
}
