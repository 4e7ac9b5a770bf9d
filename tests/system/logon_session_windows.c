/* A DLL that a test puts into promptfix.exe, so that Wine's WinHTTP has a logon to send.
 *
 * Windows signs on with the logon of the session where WinHttpSetCredentials was given neither user
 * nor password. Wine's WinHTTP takes that too, but has no logon: it sends the request once,
 * without. Here the test's user and password are put in their place, and all else is the real
 * thing: the program as it is built, Wine's WinHTTP, NTLM by Samba's ntlm_auth, and the web server.
 */
#include "tests/system/import_table_windows.h"
#include "tests/system/logon_session.h"

#include <string.h>
#include <winhttp.h>

typedef BOOL WINAPI set_credentials_function(HINTERNET request, DWORD target, DWORD scheme,
                                             LPCWSTR user, LPCWSTR password, LPVOID parameters);

enum { LOGON_LENGTH = 64 };
static wchar_t logon_user[LOGON_LENGTH];
static wchar_t logon_password[LOGON_LENGTH];
static set_credentials_function *real_set_credentials;

static BOOL WINAPI set_credentials(HINTERNET request, DWORD target, DWORD scheme, LPCWSTR user,
                                   LPCWSTR password, LPVOID parameters)
{
    if (user == NULL && password == NULL) {
        user = logon_user;
        password = logon_password;
    }
    return real_set_credentials(request, target, scheme, user, password, parameters);
}

/* The program looks WinHTTP's functions up. */
static FARPROC WINAPI get_function(HMODULE module, LPCSTR name)
{
    FARPROC found = GetProcAddress(module, name);
    if (found == NULL || (ULONG_PTR)name < 0x10000 || strcmp(name, "WinHttpSetCredentials") != 0)
        return found;
    real_set_credentials = (set_credentials_function *)(any_function *)found;
    return (FARPROC)(any_function *)set_credentials;
}

static const struct import_hook hooks[] = {IMPORT_HOOK("GetProcAddress", get_function)};

static BOOL read_variable(const wchar_t *name, wchar_t value[LOGON_LENGTH])
{
    const DWORD length = GetEnvironmentVariableW(name, value, LOGON_LENGTH);
    return length > 0 && length < LOGON_LENGTH;
}

/* A hook that is not complete is no hook: the test that loads it learns that. */
BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    (void)dll;
    (void)reserved;
    return reason != DLL_PROCESS_ATTACH || (read_variable(LOGON_SESSION_USER, logon_user) &&
                                            read_variable(LOGON_SESSION_PASSWORD, logon_password) &&
                                            import_table_turn(hooks, 1) == 1);
}
