/* WinHTTP's and crypt32's functions, as far as the probe needs them; looked up when it is made. */
#ifndef PROMPTFIX_AGENT_WINHTTP_WINDOWS_H
#define PROMPTFIX_AGENT_WINHTTP_WINDOWS_H

#include <stdbool.h>
#include <windows.h>
#include <winhttp.h>

struct winhttp {
    HINTERNET(WINAPI *open)
    (const wchar_t *agent, DWORD access, const wchar_t *proxy, const wchar_t *bypass, DWORD flags);
    HINTERNET(WINAPI *connect)(HINTERNET session, const wchar_t *host, WORD port, DWORD reserved);
    HINTERNET(WINAPI *open_request)
    (HINTERNET connection, const wchar_t *verb, const wchar_t *path, const wchar_t *version,
     const wchar_t *referrer, const wchar_t **types, DWORD flags);
    WINHTTP_STATUS_CALLBACK(WINAPI *set_callback)
    (HINTERNET handle, WINHTTP_STATUS_CALLBACK callback, DWORD flags, DWORD_PTR reserved);
    BOOL(WINAPI *set_timeouts)(HINTERNET handle, int resolve, int connect, int send, int receive);
    BOOL(WINAPI *set_option)(HINTERNET handle, DWORD option, void *value, DWORD size);
    BOOL(WINAPI *query_option)(HINTERNET handle, DWORD option, void *value, DWORD *size);
    BOOL(WINAPI *set_credentials)
    (HINTERNET request, DWORD target, DWORD scheme, const wchar_t *user, const wchar_t *password,
     void *parameters);
    BOOL(WINAPI *send)
    (HINTERNET request, const wchar_t *headers, DWORD headers_length, void *body, DWORD body_size,
     DWORD total_size, DWORD_PTR context);
    BOOL(WINAPI *receive)(HINTERNET request, void *reserved);
    BOOL(WINAPI *query_headers)
    (HINTERNET request, DWORD what, const wchar_t *name, void *value, DWORD *size, DWORD *index);
    BOOL(WINAPI *close)(HINTERNET handle);
    BOOL(WINAPI *user_web_proxy)(WINHTTP_CURRENT_USER_IE_PROXY_CONFIG *config);
    BOOL(WINAPI *machine_web_proxy)(WINHTTP_PROXY_INFO *info);
    BOOL(WINAPI *web_proxy_of_url)
    (HINTERNET session, const wchar_t *url, WINHTTP_AUTOPROXY_OPTIONS *options,
     WINHTTP_PROXY_INFO *info);
    DWORD(WINAPI *certificate_name)
    (const CERT_CONTEXT *certificate, DWORD type, DWORD flags, void *parameter, wchar_t *name,
     DWORD length);
    BOOL(WINAPI *free_certificate)(const CERT_CONTEXT *certificate);
};

/* False where this Windows lacks one of them. */
bool winhttp_find(struct winhttp *winhttp);

#endif
