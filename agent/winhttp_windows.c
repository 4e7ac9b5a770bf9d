#include "agent/winhttp_windows.h"

#include "agent/dll_search_windows.h"

#include <string.h>

/* Windows' own DLLs load these when they come to need them, before Windows 8, and in Wine, by name
 * alone, and so one that lies beside the program; what is loaded already is not looked for. */
static void load_companions(void)
{
    static const wchar_t *const names[] = {L"iphlpapi.dll", L"dnsapi.dll", L"secur32.dll"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)dll_load_system(names[i]);
}

bool winhttp_find(struct winhttp *winhttp)
{
    load_companions();
    const struct dll_function wanted[] = {
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
    return dll_find_functions(wanted, sizeof wanted / sizeof wanted[0]);
}
