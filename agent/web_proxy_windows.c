#include "agent/web_proxy_windows.h"

#include "registry/byte_buffer.h"
#include "registry/utf16_text.h"

#include <stdlib.h>
#include <string.h>

struct wanted {
    struct proxy_address address;
    char web_proxy[WEB_PROXY_SIZE];
    error_code code;
};

/* A script may come without end, and its thread cannot be called back: there are never more. */
enum { SEARCHES_MAX = 3 };
static volatile LONG searches_under_way;

/* Shared by the searching thread and whoever asked: the last one releases it. */
struct web_proxy_search {
    LONG references;
    volatile LONG is_done;
    HANDLE found;
    struct winhttp winhttp;
    size_t count;
    struct wanted wanted[];
};

/* What Windows knows, and what of it is still worth trying. */
struct settings {
    bool detects;             /* a script is looked for in the network (WPAD) */
    error_code network_code;  /* why it is not looked for any more */
    wchar_t *script;          /* of the settings; NULL for none */
    struct byte_buffer names; /* of web proxies, where there is no script; as UTF-8 */
    struct byte_buffer exceptions;
    HINTERNET session; /* for scripts */
    struct utf16_text text;
};

/* A text that WinHTTP has allocated (Microsoft: to be freed with GlobalFree). */
static void take_text(struct utf16_text *text, wchar_t *wide, struct byte_buffer *utf8)
{
    byte_buffer_clear(utf8);
    if (wide == NULL)
        return;
    if (utf16_text_append_utf8(text, wide, wcslen(wide) * sizeof *wide, utf8) != CODE_SUCCESS)
        byte_buffer_clear(utf8); /* no text, no name */
    GlobalFree(wide);
}

static void read_settings(const struct winhttp *winhttp, struct settings *settings)
{
    WINHTTP_CURRENT_USER_IE_PROXY_CONFIG user = {0};
    WINHTTP_PROXY_INFO machine = {0};
    if (winhttp->user_web_proxy(&user)) {
        settings->detects = user.fAutoDetect != FALSE;
        settings->script = user.lpszAutoConfigUrl;
        take_text(&settings->text, user.lpszProxy, &settings->names);
        take_text(&settings->text, user.lpszProxyBypass, &settings->exceptions);
    }
    if (settings->script == NULL && settings->names.size == 0 &&
        winhttp->machine_web_proxy(&machine)) {
        take_text(&settings->text, machine.lpszProxy, &settings->names);
        take_text(&settings->text, machine.lpszProxyBypass, &settings->exceptions);
    }
}

static HINTERNET open_session(const struct winhttp *winhttp)
{
    HINTERNET session = winhttp->open(L"" PROBE_AGENT, WINHTTP_ACCESS_TYPE_NO_PROXY,
                                      WINHTTP_NO_PROXY_NAME, WINHTTP_NO_PROXY_BYPASS, 0);
    if (session != NULL)
        winhttp->set_timeouts(session, PROBE_TIME_LIMIT_MS, PROBE_TIME_LIMIT_MS,
                              PROBE_TIME_LIMIT_MS, PROBE_TIME_LIMIT_MS);
    return session;
}

/* Asks one script. Nothing of the user's is sent to where it lies. */
static error_code ask_script(const struct winhttp *winhttp, struct settings *settings, DWORD kind,
                             struct wanted *wanted)
{
    WINHTTP_AUTOPROXY_OPTIONS options = {
        .dwFlags = kind,
        .dwAutoDetectFlags = kind == WINHTTP_AUTOPROXY_AUTO_DETECT
                                 ? WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A
                                 : 0,
        .lpszAutoConfigUrl = kind == WINHTTP_AUTOPROXY_CONFIG_URL ? settings->script : NULL,
        .fAutoLogonIfChallenged = FALSE,
    };
    WINHTTP_PROXY_INFO info = {0};
    struct byte_buffer names = {0};
    struct byte_buffer exceptions = {0};
    char url[WEB_PROXY_URL_SIZE];
    error_code code = CODE_SUCCESS;
    web_proxy_url(&wanted->address, url);
    const wchar_t *wide = utf16_text_of_utf8(&settings->text, url, strlen(url), NULL, &code);
    if (wide == NULL)
        return code;
    if (!winhttp->web_proxy_of_url(settings->session, wide, &options, &info))
        return GetLastError();
    take_text(&settings->text, info.lpszProxy, &names);
    take_text(&settings->text, info.lpszProxyBypass, &exceptions);
    if (info.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY)
        web_proxy_choose(byte_buffer_text(&names), byte_buffer_text(&exceptions), &wanted->address,
                         wanted->web_proxy);
    byte_buffer_done(&names);
    byte_buffer_done(&exceptions);
    return CODE_SUCCESS;
}

/* In the order of Internet Explorer: a script found in the network, that of the settings, the web
 * proxy of the settings. */
static void find(const struct winhttp *winhttp, struct settings *settings, struct wanted *wanted)
{
    error_code code = CODE_SUCCESS;
    if (settings->detects) {
        settings->network_code =
            ask_script(winhttp, settings, WINHTTP_AUTOPROXY_AUTO_DETECT, wanted);
        if (settings->network_code == CODE_SUCCESS)
            return;
        settings->detects = false; /* nor for the next one */
    }
    if (settings->script != NULL) {
        code = ask_script(winhttp, settings, WINHTTP_AUTOPROXY_CONFIG_URL, wanted);
        if (code == CODE_SUCCESS)
            return;
    }
    wanted->code = web_proxy_search_error(settings->network_code, code);
    web_proxy_choose(byte_buffer_text(&settings->names), byte_buffer_text(&settings->exceptions),
                     &wanted->address, wanted->web_proxy);
}

static DWORD WINAPI search(void *parameter)
{
    struct web_proxy_search *search = parameter;
    const struct winhttp *winhttp = &search->winhttp;
    struct settings settings = {0};
    error_code code = CODE_SUCCESS;
    read_settings(winhttp, &settings);
    if (settings.detects || settings.script != NULL) {
        settings.session = open_session(winhttp);
        code = settings.session != NULL ? CODE_SUCCESS : GetLastError();
    }
    for (size_t i = 0; i < search->count; i++) {
        search->wanted[i].code = code;
        if (code == CODE_SUCCESS)
            find(winhttp, &settings, &search->wanted[i]);
    }
    InterlockedExchange(&search->is_done, TRUE);
    SetEvent(search->found);
    if (settings.session != NULL)
        winhttp->close(settings.session);
    if (settings.script != NULL)
        GlobalFree(settings.script);
    byte_buffer_done(&settings.names);
    byte_buffer_done(&settings.exceptions);
    utf16_text_done(&settings.text);
    InterlockedDecrement(&searches_under_way);
    web_proxy_search_release(search);
    return 0;
}

struct web_proxy_search *web_proxy_search_start(const struct winhttp *winhttp,
                                                const struct proxy_exchange *exchanges,
                                                size_t count, HANDLE found)
{
    const HANDLE self = GetCurrentProcess();
    struct web_proxy_search *started = NULL;
    error_code code = ERROR_BUSY;
    if (InterlockedIncrement(&searches_under_way) > SEARCHES_MAX)
        goto failed;
    started = calloc(1, sizeof *started + count * sizeof *started->wanted);
    code = ERROR_NOT_ENOUGH_MEMORY;
    if (started == NULL)
        goto failed;
    started->references = 2;
    started->winhttp = *winhttp;
    started->count = count;
    for (size_t i = 0; i < count; i++)
        started->wanted[i].address = exchanges[i].address;
    HANDLE thread = NULL;
    if (DuplicateHandle(self, found, self, &started->found, 0, FALSE, DUPLICATE_SAME_ACCESS))
        thread = CreateThread(NULL, 0, search, started, 0, NULL);
    code = GetLastError();
    if (thread == NULL)
        goto failed;
    CloseHandle(thread);
    return started;
failed:
    if (started != NULL)
        started->references = 1;
    web_proxy_search_release(started);
    InterlockedDecrement(&searches_under_way);
    SetLastError(code);
    return NULL;
}

bool web_proxy_search_is_done(const struct web_proxy_search *search)
{
    return search->is_done != FALSE;
}

error_code web_proxy_search_code(const struct web_proxy_search *search, size_t index)
{
    return search->is_done ? search->wanted[index].code : WEB_PROXY_TIMEOUT;
}

const char *web_proxy_search_result(const struct web_proxy_search *search, size_t index)
{
    return search->wanted[index].web_proxy;
}

void web_proxy_search_release(struct web_proxy_search *search)
{
    if (search == NULL || InterlockedDecrement(&search->references) > 0)
        return;
    if (search->found != NULL)
        CloseHandle(search->found);
    free(search);
}
