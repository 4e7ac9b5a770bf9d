#include "tests/desktop/kept_answer.h"

#include "agent/http_challenge.h"
#include "tests/system/live_registry.h"

#include <stdio.h>

#define ANSWER_KEY L"Software\\PromptFix\\Proxies\\https mail.contoso.invalid 443"

void kept_answer_write(const wchar_t *certificate_name)
{
    SYSTEMTIME now;
    wchar_t time[32];
    GetSystemTime(&now);
    _snwprintf(time, 32, L"%04u-%02u-%02uT%02u:%02u:%02uZ", now.wYear, now.wMonth, now.wDay,
               now.wHour, now.wMinute, now.wSecond);
    live_registry_set_text(HKEY_CURRENT_USER, ANSWER_KEY, L"Outcome", L"offers_ntlm");
    live_registry_set_text(HKEY_CURRENT_USER, ANSWER_KEY, L"SignOn", L"");
    live_registry_set_dword(HKEY_CURRENT_USER, ANSWER_KEY, L"Status", 401);
    live_registry_set_dword(HKEY_CURRENT_USER, ANSWER_KEY, L"Schemes", HTTP_SCHEME_NTLM);
    live_registry_set_dword(HKEY_CURRENT_USER, ANSWER_KEY, L"CertificateProblems", 0);
    live_registry_set_text(HKEY_CURRENT_USER, ANSWER_KEY, L"CertificateName", certificate_name);
    live_registry_set_text(HKEY_CURRENT_USER, ANSWER_KEY, L"Time", time);
}
