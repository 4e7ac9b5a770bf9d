#include "agent/proxy_probe_windows.h"

#include "agent/principal_name.h"
#include "agent/web_proxy_windows.h"

#include <stdlib.h>
#include <string.h>

/* How far a question has come. */
enum { STEP_WAITING, STEP_SENT, STEP_ANSWERED, STEP_FAILED, STEP_DONE };

/* One question under way. WinHTTP calls back on threads of its own, and only sets what has
 * happened; the asking thread does the rest. */
struct question {
    struct asking *asking;
    struct proxy_exchange *exchange; /* of the asking thread: there is none when that has gone */
    HINTERNET own_session;           /* with a web proxy; NULL: the one of all without */
    HINTERNET connection;
    HINTERNET request;
    volatile LONG step;
    error_code error; /* of STEP_FAILED */
    LONG certificate_problems;
    LONG send_count;   /* how often the request went out: once for each leg of a handshake */
    LONG connected_at; /* how often it had gone out when the connection was made that it has now */
    bool looks_past_certificate;
    unsigned resend_count;
};

/* How often WinHTTP may ask for the request to be sent again: NTLM has three legs. */
enum { RESENDS_MAX = 3 };

/* All questions: those past all web proxies, then as many by way of them. Shared by the asking
 * thread and every open request: whoever is last releases it. A request that is closed may call
 * back for a while, when nobody waits any more. */
struct asking {
    LONG references;
    HANDLE something_happened;
    struct winhttp winhttp;
    size_t count; /* of those of one kind */
    struct question questions[];
};

static void release(struct asking *asking)
{
    if (InterlockedDecrement(&asking->references) > 0)
        return;
    CloseHandle(asking->something_happened);
    free(asking);
}

static void set_step(struct question *question, LONG step)
{
    InterlockedExchange(&question->step, step);
    SetEvent(question->asking->something_happened);
}

static void CALLBACK call_back(HINTERNET handle, DWORD_PTR context, DWORD status, void *information,
                               DWORD size)
{
    struct question *question = (struct question *)context;
    if (question == NULL)
        return; /* about a handle that is no request */
    switch (status) {
    case WINHTTP_CALLBACK_STATUS_SENDREQUEST_COMPLETE:
        set_step(question, STEP_SENT);
        break;
    case WINHTTP_CALLBACK_STATUS_HEADERS_AVAILABLE:
        set_step(question, STEP_ANSWERED);
        break;
    case WINHTTP_CALLBACK_STATUS_REQUEST_ERROR:
        question->error = ((const WINHTTP_ASYNC_RESULT *)information)->dwError;
        set_step(question, STEP_FAILED);
        break;
    case WINHTTP_CALLBACK_STATUS_SECURE_FAILURE:
        if (size >= sizeof(DWORD))
            InterlockedExchange(&question->certificate_problems, *(const LONG *)information);
        break;
    case WINHTTP_CALLBACK_STATUS_SENDING_REQUEST:
        InterlockedIncrement(&question->send_count);
        break;
    case WINHTTP_CALLBACK_STATUS_CONNECTED_TO_SERVER:
        InterlockedExchange(&question->connected_at, question->send_count);
        break;
    case WINHTTP_CALLBACK_STATUS_HANDLE_CLOSING:
        if (handle == question->request)
            release(question->asking);
        break;
    default:
        break;
    }
}

/* With a web proxy for all, or NULL for none. */
static HINTERNET open_session(const struct winhttp *winhttp, const wchar_t *web_proxy)
{
    HINTERNET session = winhttp->open(L"" PROBE_AGENT,
                                      web_proxy != NULL ? WINHTTP_ACCESS_TYPE_NAMED_PROXY
                                                        : WINHTTP_ACCESS_TYPE_NO_PROXY,
                                      web_proxy, WINHTTP_NO_PROXY_BYPASS, WINHTTP_FLAG_ASYNC);
    if (session == NULL)
        return NULL;
    winhttp->set_timeouts(session, PROBE_TIME_LIMIT_MS, PROBE_TIME_LIMIT_MS, PROBE_TIME_LIMIT_MS,
                          PROBE_TIME_LIMIT_MS);
    winhttp->set_callback(session, call_back,
                          WINHTTP_CALLBACK_FLAG_ALL_COMPLETIONS | WINHTTP_CALLBACK_FLAG_HANDLES |
                              WINHTTP_CALLBACK_FLAG_SEND_REQUEST |
                              WINHTTP_CALLBACK_FLAG_CONNECT_TO_SERVER |
                              WINHTTP_CALLBACK_FLAG_SECURE_FAILURE,
                          0);
    return session;
}

/* Nothing of the user's is sent: no logon, no stored password, no cookie; and nothing to another
 * host. */
static bool send_nothing_of_the_user(const struct winhttp *winhttp, HINTERNET request)
{
    DWORD autologon = WINHTTP_AUTOLOGON_SECURITY_LEVEL_HIGH;
    DWORD disabled =
        WINHTTP_DISABLE_AUTHENTICATION | WINHTTP_DISABLE_COOKIES | WINHTTP_DISABLE_REDIRECTS;
    return winhttp->set_option(request, WINHTTP_OPTION_AUTOLOGON_POLICY, &autologon,
                               sizeof autologon) &&
           winhttp->set_option(request, WINHTTP_OPTION_DISABLE_FEATURE, &disabled, sizeof disabled);
}

/* The second step: the user's logon, by NTLM only, to this one host. Source: Microsoft,
 * "WinHttpSetCredentials function" (NULL for user and password: the default credentials) and
 * "Authentication in WinHTTP" (the policy that lets them be used). Wine's WinHTTP takes NULL but
 * has no default credentials: it sends the request once, without them.
 */
static bool sign_on(const struct winhttp *winhttp, HINTERNET request)
{
    DWORD autologon = WINHTTP_AUTOLOGON_SECURITY_LEVEL_LOW;
    DWORD disabled = WINHTTP_DISABLE_COOKIES | WINHTTP_DISABLE_REDIRECTS;
    return winhttp->set_option(request, WINHTTP_OPTION_AUTOLOGON_POLICY, &autologon,
                               sizeof autologon) &&
           winhttp->set_option(request, WINHTTP_OPTION_DISABLE_FEATURE, &disabled,
                               sizeof disabled) &&
           winhttp->set_credentials(request, WINHTTP_AUTH_TARGET_SERVER, WINHTTP_AUTH_SCHEME_NTLM,
                                    NULL, NULL, NULL);
}

static error_code send_off(struct question *question)
{
    static const wchar_t headers[] = L"" PROBE_HEADERS;
    InterlockedExchange(&question->step, STEP_WAITING);
    return question->asking->winhttp.send(question->request, headers, (DWORD)-1, NULL, 0, 0,
                                          (DWORD_PTR)question)
               ? CODE_SUCCESS
               : GetLastError();
}

/* Opens the request and sends it off. What goes wrong at once is as if it had been called back. */
static void begin(struct question *question, HINTERNET session, struct utf16_text *text)
{
    const struct proxy_exchange *exchange = question->exchange;
    const struct winhttp *winhttp = &question->asking->winhttp;
    error_code code = CODE_SUCCESS;
    const wchar_t *host = utf16_text_of_utf8(text, exchange->address.host,
                                             strlen(exchange->address.host), NULL, &code);
    if (host != NULL) {
        question->connection = winhttp->connect(session, host, exchange->address.port, 0);
        code = question->connection != NULL ? CODE_SUCCESS : GetLastError();
    }
    if (code == CODE_SUCCESS) {
        question->request = winhttp->open_request(
            question->connection, L"" PROBE_METHOD, L"" PROBE_PATH, NULL, WINHTTP_NO_REFERER,
            WINHTTP_DEFAULT_ACCEPT_TYPES, exchange->address.ssl ? WINHTTP_FLAG_SECURE : 0);
        code = question->request != NULL ? CODE_SUCCESS : GetLastError();
    }
    if (code == CODE_SUCCESS) {
        DWORD_PTR context = (DWORD_PTR)question;
        InterlockedIncrement(&question->asking->references);
        if (!winhttp->set_option(question->request, WINHTTP_OPTION_CONTEXT_VALUE, &context,
                                 sizeof context)) {
            code = GetLastError();
            InterlockedDecrement(&question->asking->references); /* nothing will call back */
        }
    }
    if (code == CODE_SUCCESS &&
        !(exchange->signs_on ? sign_on(winhttp, question->request)
                             : send_nothing_of_the_user(winhttp, question->request)))
        code = GetLastError();
    if (code == CODE_SUCCESS)
        code = send_off(question);
    if (code != CODE_SUCCESS) {
        question->error = code;
        set_step(question, STEP_FAILED);
    }
}

/* A text that WinHTTP gave, as UTF-8; "" for one that does not fit or is no text. */
static void take_text(struct utf16_text *text, const wchar_t *wide, char *out, size_t out_size)
{
    struct byte_buffer utf8 = {0};
    out[0] = '\0';
    if (utf16_text_append_utf8(text, wide, wcslen(wide) * sizeof *wide, &utf8) == CODE_SUCCESS &&
        utf8.size < out_size) {
        if (utf8.size > 0)
            memcpy(out, utf8.data, utf8.size);
        out[utf8.size] = '\0';
    }
    byte_buffer_done(&utf8);
}

/* All WWW-Authenticate headers, a line for each, as far as there is room. */
static void take_challenges(struct question *question, struct utf16_text *text)
{
    const struct winhttp *winhttp = &question->asking->winhttp;
    wchar_t wide[PROBE_CHALLENGES_SIZE / 2];
    char line[PROBE_CHALLENGES_SIZE];
    DWORD index = 0;
    for (;;) {
        DWORD size = sizeof wide;
        /* One that is too long ends the list; no scheme has so much to say at first. */
        if (!winhttp->query_headers(question->request, WINHTTP_QUERY_WWW_AUTHENTICATE,
                                    WINHTTP_HEADER_NAME_BY_INDEX, wide, &size, &index))
            return;
        take_text(text, wide, line, sizeof line);
        proxy_exchange_add_challenge(question->exchange, line);
    }
}

static void take_certificate(struct question *question, struct utf16_text *text)
{
    struct proxy_exchange *exchange = question->exchange;
    static char common_name_attribute[] = szOID_COMMON_NAME;
    const struct winhttp *winhttp = &question->asking->winhttp;
    const CERT_CONTEXT *certificate = NULL;
    DWORD size = sizeof certificate;
    wchar_t wide[CERTIFICATE_NAME_SIZE];
    char email[CERTIFICATE_NAME_SIZE];
    char common_name[CERTIFICATE_NAME_SIZE];
    if (!exchange->address.ssl ||
        !winhttp->query_option(question->request, WINHTTP_OPTION_SERVER_CERT_CONTEXT, &certificate,
                               &size) ||
        certificate == NULL)
        return;
    wide[0] = L'\0';
    winhttp->certificate_name(certificate, CERT_NAME_EMAIL_TYPE, 0, NULL, wide,
                              CERTIFICATE_NAME_SIZE);
    take_text(text, wide, email, sizeof email);
    wide[0] = L'\0';
    winhttp->certificate_name(certificate, CERT_NAME_ATTR_TYPE, 0, common_name_attribute, wide,
                              CERTIFICATE_NAME_SIZE);
    take_text(text, wide, common_name, sizeof common_name);
    winhttp->free_certificate(certificate);
    strcpy(exchange->certificate_name, principal_of_certificate(email, common_name));
}

static void take_answer(struct question *question, struct utf16_text *text)
{
    struct proxy_exchange *exchange = question->exchange;
    const struct winhttp *winhttp = &question->asking->winhttp;
    DWORD status = 0;
    DWORD size = sizeof status;
    wchar_t wide[64];
    char type[sizeof wide];
    exchange->error = CODE_SUCCESS;
    if (!winhttp->query_headers(
            question->request, WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER,
            WINHTTP_HEADER_NAME_BY_INDEX, &status, &size, WINHTTP_NO_HEADER_INDEX)) {
        exchange->error = GetLastError();
        return;
    }
    exchange->status = status;
    exchange->leg_count = (uint32_t)question->send_count;
    exchange->changed_connection =
        question->send_count > 1 && question->connected_at == question->send_count - 1;
    if (question->looks_past_certificate && exchange->certificate_problems == 0)
        exchange->certificate_problems = CERTIFICATE_INVALID;
    size = sizeof wide;
    if (winhttp->query_headers(question->request, WINHTTP_QUERY_CONTENT_TYPE,
                               WINHTTP_HEADER_NAME_BY_INDEX, wide, &size,
                               WINHTTP_NO_HEADER_INDEX)) {
        take_text(text, wide, type, sizeof type);
        exchange->is_rpc = probe_is_rpc_type(type);
    }
    take_challenges(question, text);
    take_certificate(question, text);
}

/* What the certificate is worth is told besides; what is offered is read all the same. */
static bool look_past_certificate(struct question *question)
{
    DWORD flags = SECURITY_FLAG_IGNORE_UNKNOWN_CA | SECURITY_FLAG_IGNORE_CERT_DATE_INVALID |
                  SECURITY_FLAG_IGNORE_CERT_CN_INVALID | SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE;
    if (question->looks_past_certificate)
        return false;
    question->looks_past_certificate = true;
    return question->asking->winhttp.set_option(question->request, WINHTTP_OPTION_SECURITY_FLAGS,
                                                &flags, sizeof flags) &&
           send_off(question) == CODE_SUCCESS;
}

/* Between two legs of NTLM WinHTTP may want the request once more. */
static bool resend(struct question *question)
{
    return question->error == ERROR_WINHTTP_RESEND_REQUEST &&
           question->resend_count++ < RESENDS_MAX && send_off(question) == CODE_SUCCESS;
}

/* Does what comes next, after what has happened. */
static void go_on(struct question *question, struct utf16_text *text)
{
    struct proxy_exchange *exchange = question->exchange;
    switch (question->step) {
    case STEP_SENT:
        InterlockedExchange(&question->step, STEP_WAITING);
        if (question->asking->winhttp.receive(question->request, NULL))
            break;
        question->error = GetLastError();
        goto failed;
    case STEP_ANSWERED:
        take_answer(question, text);
        InterlockedExchange(&question->step, STEP_DONE);
        break;
    case STEP_FAILED:
    failed:
        if (resend(question))
            break;
        exchange->error = question->error;
        exchange->certificate_problems |=
            probe_certificate_problems(question->error, (uint32_t)question->certificate_problems);
        if (!probe_may_be_certificate(question->error) || exchange->signs_on ||
            !look_past_certificate(question))
            InterlockedExchange(&question->step, STEP_DONE);
        break;
    default:
        break;
    }
}

static struct question *by_web_proxy(struct asking *asking, size_t i)
{
    return &asking->questions[asking->count + i];
}

/* Whoever has answered need not be asked by way of a web proxy (web_proxy.h). */
static bool all_done(struct asking *asking)
{
    for (size_t i = 0; i < asking->count; i++) {
        const struct question *direct = &asking->questions[i];
        const bool is_answered = direct->exchange->error == CODE_SUCCESS;
        if (direct->step != STEP_DONE ||
            (!is_answered && by_web_proxy(asking, i)->step != STEP_DONE))
            return false;
    }
    return true;
}

/* Asks once more, by way of the web proxies that were found. */
static void begin_by_web_proxies(struct asking *asking, const struct web_proxy_search *search,
                                 struct utf16_text *text)
{
    for (size_t i = 0; i < asking->count; i++) {
        struct question *question = by_web_proxy(asking, i);
        const char *name = web_proxy_search_result(search, i);
        error_code code = CODE_SUCCESS;
        const wchar_t *wide = utf16_text_of_utf8(text, name, strlen(name), NULL, &code);
        if (name[0] != '\0' && wide != NULL)
            question->own_session = open_session(&asking->winhttp, wide);
        if (question->own_session == NULL) {
            InterlockedExchange(&question->step, STEP_DONE);
            continue;
        }
        strcpy(question->exchange->web_proxy, name);
        begin(question, question->own_session, text);
    }
}

/* Until all are done, or the time is over. */
static void wait_for_answers(struct asking *asking, const struct web_proxy_search *search,
                             struct utf16_text *text, HANDLE cancel)
{
    const HANDLE events[] = {asking->something_happened, cancel};
    const DWORD start = GetTickCount();
    while (!all_done(asking)) {
        const DWORD gone = GetTickCount() - start;
        const DWORD left = gone < PROBE_TIME_LIMIT_MS ? PROBE_TIME_LIMIT_MS - gone : 0;
        if (WaitForMultipleObjects(cancel != NULL ? 2 : 1, events, FALSE, left) != WAIT_OBJECT_0)
            return;
        if (search != NULL && web_proxy_search_is_done(search)) {
            begin_by_web_proxies(asking, search, text);
            search = NULL;
        }
        for (size_t i = 0; i < 2 * asking->count; i++)
            go_on(&asking->questions[i], text);
    }
}

static struct asking *asking_create(size_t count)
{
    struct asking *asking = calloc(1, sizeof *asking + 2 * count * sizeof *asking->questions);
    if (asking == NULL)
        return NULL;
    asking->references = 1;
    asking->count = count;
    asking->something_happened = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (asking->something_happened == NULL || !winhttp_find(&asking->winhttp)) {
        const error_code code =
            asking->something_happened == NULL ? GetLastError() : ERROR_PROC_NOT_FOUND;
        if (asking->something_happened != NULL)
            CloseHandle(asking->something_happened);
        free(asking);
        SetLastError(code);
        return NULL;
    }
    return asking;
}

static void fail_all(struct proxy_exchange *exchanges, size_t count, error_code code)
{
    for (size_t i = 0; i < count; i++)
        exchanges[i].error = code;
}

/* Puts all questions, and waits. A logon goes to the proxy itself only: those questions are not put
 * by way of a web proxy. */
static void ask_all(struct asking *asking, HINTERNET session, struct utf16_text *text,
                    HANDLE cancel)
{
    struct web_proxy_search *search = NULL;
    error_code code = CODE_SUCCESS;
    const struct proxy_exchange *exchanges = asking->questions[0].exchange;
    if (!exchanges[0].signs_on) {
        search = web_proxy_search_start(&asking->winhttp, exchanges, asking->count,
                                        asking->something_happened);
        code = GetLastError();
    }
    for (size_t i = 0; i < asking->count; i++) {
        if (search == NULL)
            InterlockedExchange(&by_web_proxy(asking, i)->step, STEP_DONE);
        begin(&asking->questions[i], session, text);
    }
    wait_for_answers(asking, search, text, cancel);
    for (size_t i = 0; i < 2 * asking->count; i++) {
        struct proxy_exchange *exchange = asking->questions[i].exchange;
        exchange->web_proxy_error =
            search != NULL ? web_proxy_search_code(search, i % asking->count) : code;
        if (asking->questions[i].step != STEP_DONE)
            exchange->error = ERROR_WINHTTP_TIMEOUT;
    }
    web_proxy_search_release(search);
}

static void close_all(struct asking *asking)
{
    for (size_t i = 0; i < 2 * asking->count; i++) {
        HINTERNET connection = asking->questions[i].connection;
        HINTERNET request = asking->questions[i].request;
        HINTERNET session = asking->questions[i].own_session;
        if (request != NULL)
            asking->winhttp.close(request); /* which calls back, at last, and releases its part */
        if (connection != NULL)
            asking->winhttp.close(connection);
        if (session != NULL)
            asking->winhttp.close(session);
    }
}

void proxy_probe_ask(struct proxy_exchange *exchanges, size_t count, struct utf16_text *text,
                     HANDLE cancel)
{
    HINTERNET session = NULL;
    struct asking *asking = asking_create(count);
    struct proxy_exchange *by_web_proxies = malloc(count * sizeof *by_web_proxies);
    if (asking == NULL || by_web_proxies == NULL) {
        fail_all(exchanges, count, asking == NULL ? GetLastError() : ERROR_OUTOFMEMORY);
        goto out;
    }
    session = open_session(&asking->winhttp, NULL);
    if (session == NULL) {
        fail_all(exchanges, count, GetLastError());
        goto out;
    }
    fail_all(exchanges, count, ERROR_WINHTTP_TIMEOUT); /* until there is something better */
    memcpy(by_web_proxies, exchanges, count * sizeof *by_web_proxies);
    for (size_t i = 0; i < 2 * count; i++) {
        asking->questions[i].asking = asking;
        asking->questions[i].exchange = i < count ? &exchanges[i] : &by_web_proxies[i - count];
    }
    ask_all(asking, session, text, cancel);
    for (size_t i = 0; i < count; i++)
        if (proxy_exchange_that_counts(&exchanges[i], &by_web_proxies[i]) != &exchanges[i])
            exchanges[i] = by_web_proxies[i];
out:
    if (asking != NULL) {
        close_all(asking);
        if (session != NULL)
            asking->winhttp.close(session);
        release(asking);
    }
    free(by_web_proxies);
}
