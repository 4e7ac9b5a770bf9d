#include "agent/winhttp_windows.h"

#include "agent/dll_search_windows.h"

#include <string.h>

bool winhttp_find(struct winhttp *winhttp)
{
    const struct {
        const wchar_t *dll;
        const char *name;
        void *function; /* where it is put */
    } wanted[] = {
        {L"winhttp.dll", "WinHttpOpen", &winhttp->open},
        {L"winhttp.dll", "WinHttpConnect", &winhttp->connect},
        {L"winhttp.dll", "WinHttpOpenRequest", &winhttp->open_request},
        {L"winhttp.dll", "WinHttpSetStatusCallback", &winhttp->set_callback},
        {L"winhttp.dll", "WinHttpSetTimeouts", &winhttp->set_timeouts},
        {L"winhttp.dll", "WinHttpSetOption", &winhttp->set_option},
        {L"winhttp.dll", "WinHttpQueryOption", &winhttp->query_option},
        {L"winhttp.dll", "WinHttpSetCredentials", &winhttp->set_credentials},
        {L"winhttp.dll", "WinHttpSendRequest", &winhttp->send},
        {L"winhttp.dll", "WinHttpReceiveResponse", &winhttp->receive},
        {L"winhttp.dll", "WinHttpQueryHeaders", &winhttp->query_headers},
        {L"winhttp.dll", "WinHttpCloseHandle", &winhttp->close},
        {L"winhttp.dll", "WinHttpGetIEProxyConfigForCurrentUser", &winhttp->user_web_proxy},
        {L"winhttp.dll", "WinHttpGetDefaultProxyConfiguration", &winhttp->machine_web_proxy},
        {L"winhttp.dll", "WinHttpGetProxyForUrl", &winhttp->web_proxy_of_url},
        {L"crypt32.dll", "CertGetNameStringW", &winhttp->certificate_name},
        {L"crypt32.dll", "CertFreeCertificateContext", &winhttp->free_certificate},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        any_function *function = dll_find_function(wanted[i].dll, wanted[i].name);
        if (function == NULL)
            return false;
        memcpy(wanted[i].function, &function, sizeof function);
    }
    return true;
}
