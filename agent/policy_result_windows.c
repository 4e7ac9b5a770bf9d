#include "agent/policy_result_windows.h"

#include "agent/dll_search_windows.h"
#include "registry/utf16_text.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* The identifiers of COM, without a library to link; and its calls as macros for C. */
#define COBJMACROS
#include <initguid.h>
#include <wbemcli.h>

enum {
    PATIENCE_MS = 60000,      /* where nobody waits: at logon WMI may still be starting */
    RESERVE_MS = 200,         /* of the limit: for the thread to end, with what it has by then */
    TEXT_UNIT_LIMIT = 0x1000, /* a text that is longer is none of those that count */
};

/* ---- COM, looked up ----------------------------------------------------------- */

struct com {
    HRESULT(WINAPI *initialize)(LPVOID reserved, DWORD model);
    void(WINAPI *uninitialize)(void);
    HRESULT(WINAPI *create)
    (REFCLSID class, LPUNKNOWN outer, DWORD context, REFIID id, LPVOID *made);
    HRESULT(WINAPI *set_blanket)
    (IUnknown *proxy, DWORD authentication, DWORD authorization, OLECHAR *principal, DWORD level,
     DWORD impersonation, RPC_AUTH_IDENTITY_HANDLE identity, DWORD capabilities);
    BSTR(WINAPI *allocate_text)(const OLECHAR *text);
    void(WINAPI *free_text)(BSTR text);
    HRESULT(WINAPI *clear)(VARIANTARG *value);
};

/* COM loads these when it comes to need them, before Windows 8 by name alone, and so what lies
 * beside the program (see winhttp_windows.c). Its servers it loads by full path. */
static void load_companions(void)
{
    static const wchar_t *const names[] = {L"clbcatq.dll", L"secur32.dll", L"xpsp2res.dll"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)dll_load_system(names[i]);
}

static bool com_find(struct com *com)
{
    load_companions();
    const struct dll_function wanted[] = {
        {L"ole32.dll", "CoInitializeEx", &com->initialize},
        {L"ole32.dll", "CoUninitialize", &com->uninitialize},
        {L"ole32.dll", "CoCreateInstance", &com->create},
        {L"ole32.dll", "CoSetProxyBlanket", &com->set_blanket},
        {L"oleaut32.dll", "SysAllocString", &com->allocate_text},
        {L"oleaut32.dll", "SysFreeString", &com->free_text},
        {L"oleaut32.dll", "VariantClear", &com->clear},
    };
    return dll_find_functions(wanted, sizeof wanted / sizeof wanted[0]);
}

/* ---- what is asked ------------------------------------------------------------ */

struct asking {
    struct com com;
    struct utf16_text text; /* converters belong to one thread */
    DWORD began;
    DWORD limit; /* milliseconds from then on */
    IWbemServices *services;
    struct policy_result *result;
};

static DWORD time_left(const struct asking *asking)
{
    const DWORD took = GetTickCount() - asking->began;
    return took < asking->limit ? asking->limit - took : 0;
}

/* WMI acts for the user who asks. An object that is no proxy, as in Wine, has nothing to set, and
 * one that would need it refuses the next call. */
static void set_blanket(const struct asking *asking, void *proxy)
{
    (void)asking->com.set_blanket(proxy, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL,
                                  RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IMPERSONATE, NULL,
                                  EOAC_NONE);
}

static bool connect_to_wmi(struct asking *asking)
{
    IWbemLocator *locator = NULL;
    const BSTR place = asking->com.allocate_text(L"root\\rsop\\computer");
    bool connected = place != NULL &&
                     SUCCEEDED(asking->com.create(&CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER,
                                                  &IID_IWbemLocator, (void **)&locator)) &&
                     SUCCEEDED(IWbemLocator_ConnectServer(locator, place, NULL, NULL, NULL,
                                                          WBEM_FLAG_CONNECT_USE_MAX_WAIT, NULL,
                                                          NULL, &asking->services));
    if (connected)
        set_blanket(asking, asking->services);
    if (locator != NULL)
        IWbemLocator_Release(locator);
    asking->com.free_text(place);
    return connected;
}

/* A property that is a text; `*value` is NULL where it is none. The buffer holds it. False where it
 * cannot be told. */
static bool read_text(struct asking *asking, IWbemClassObject *object, const wchar_t *name,
                      struct byte_buffer *buffer, const char **value)
{
    VARIANT found = {0};
    error_code code = CODE_SUCCESS;
    *value = NULL;
    if (FAILED(IWbemClassObject_Get(object, name, 0, &found, NULL, NULL)))
        return false;
    if (found.vt == VT_BSTR && found.bstrVal != NULL && wcslen(found.bstrVal) <= TEXT_UNIT_LIMIT) {
        code = utf16_text_append_utf8(&asking->text, found.bstrVal,
                                      wcslen(found.bstrVal) * sizeof *found.bstrVal, buffer);
        if (code == CODE_SUCCESS && (*value = byte_buffer_text(buffer)) == NULL)
            code = CODE_NOT_ENOUGH_MEMORY;
    }
    asking->com.clear(&found);
    return code == CODE_SUCCESS || code == CODE_NO_UNICODE_TRANSLATION;
}

/* Likewise a number, 0 where it is none. WMI has uint32 as VT_I4. */
static bool read_number(struct asking *asking, IWbemClassObject *object, const wchar_t *name,
                        uint32_t *value)
{
    VARIANT found = {0};
    *value = 0;
    if (FAILED(IWbemClassObject_Get(object, name, 0, &found, NULL, NULL)))
        return false;
    if (found.vt == VT_I4 || found.vt == VT_UI4)
        *value = (uint32_t)found.lVal;
    asking->com.clear(&found);
    return true;
}

static bool take_value(struct asking *asking, IWbemClassObject *object)
{
    struct policy_instance instance = {0};
    struct byte_buffer path = {0};
    struct byte_buffer data = {0};
    struct byte_buffer id = {0};
    const bool read = read_text(asking, object, L"Path", &path, &instance.path) &&
                      read_text(asking, object, L"Data", &data, &instance.data) &&
                      read_text(asking, object, L"GPOID", &id, &instance.gpo_id) &&
                      read_number(asking, object, L"Type", &instance.type) &&
                      read_number(asking, object, L"precedence", &instance.precedence) &&
                      read_number(asking, object, L"Status", &instance.status);
    if (read)
        policy_result_take(asking->result, &instance);
    byte_buffer_done(&path);
    byte_buffer_done(&data);
    byte_buffer_done(&id);
    return read;
}

static bool take_gpo(struct asking *asking, IWbemClassObject *object)
{
    struct byte_buffer id_text = {0};
    struct byte_buffer name_text = {0};
    const char *id = NULL;
    const char *name = NULL;
    const bool read = read_text(asking, object, L"id", &id_text, &id) &&
                      read_text(asking, object, L"name", &name_text, &name);
    if (read)
        policy_result_take_gpo(asking->result, id, name);
    byte_buffer_done(&id_text);
    byte_buffer_done(&name_text);
    return read;
}

/* Hands over each instance that the query gives. False where they broke off. */
static bool query(struct asking *asking, const wchar_t *words,
                  bool (*take)(struct asking *asking, IWbemClassObject *object))
{
    const long flags = WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY;
    IEnumWbemClassObject *found = NULL;
    HRESULT state = E_OUTOFMEMORY;
    const BSTR language = asking->com.allocate_text(L"WQL");
    const BSTR text = asking->com.allocate_text(words);
    if (language != NULL && text != NULL)
        state = IWbemServices_ExecQuery(asking->services, language, text, flags, NULL, &found);
    if (state == WBEM_S_NO_ERROR)
        set_blanket(asking, found);
    while (state == WBEM_S_NO_ERROR) {
        IWbemClassObject *object = NULL;
        ULONG count = 0;
        state = IEnumWbemClassObject_Next(found, (long)time_left(asking), 1, &object, &count);
        if (state == WBEM_S_NO_ERROR && (count != 1 || !take(asking, object)))
            state = E_FAIL;
        if (object != NULL)
            IWbemClassObject_Release(object);
    }
    if (found != NULL)
        IEnumWbemClassObject_Release(found);
    asking->com.free_text(language);
    asking->com.free_text(text);
    return state == WBEM_S_FALSE; /* there are no more */
}

/* Which objects have names is looked up here and not by WMI: an identifier is a text of the
 * domain's, and stays out of the query. */
static void ask_wmi(struct policy_result *result, DWORD limit)
{
    struct asking asking = {.began = GetTickCount(), .limit = limit, .result = result};
    policy_result_begin(result);
    if (!com_find(&asking.com) || FAILED(asking.com.initialize(NULL, COINIT_MULTITHREADED))) {
        policy_result_broke_off(result);
        return;
    }
    if (!connect_to_wmi(&asking) || !query(&asking,
                                           L"SELECT Path, Data, GPOID, Type, precedence, Status "
                                           L"FROM RSOP_RegistryValue",
                                           take_value))
        policy_result_broke_off(result);
    if (policy_result_lacks_name(result))
        (void)query(&asking, L"SELECT id, name FROM RSOP_GPO", take_gpo);
    if (asking.services != NULL)
        IWbemServices_Release(asking.services);
    asking.com.uninitialize();
    utf16_text_done(&asking.text);
}

/* ---- a thread that somebody waits for ----------------------------------------- */

/* Belongs to whoever is done with it last: the thread that asks, or the one that waits. */
struct question {
    struct policy_result result;
    volatile LONG users;
};

static void leave(struct question *question)
{
    if (InterlockedDecrement(&question->users) == 0)
        free(question);
}

static DWORD WINAPI serve(void *parameter)
{
    struct question *question = parameter;
    ask_wmi(&question->result, POLICY_RESULT_LIMIT_MS - RESERVE_MS);
    leave(question);
    return 0;
}

void policy_result_ask(struct policy_result *result)
{
    policy_result_broke_off(result);
    struct question *question = calloc(1, sizeof *question);
    if (question == NULL)
        return;
    question->users = 2;
    const HANDLE thread = CreateThread(NULL, 0, serve, question, 0, NULL);
    if (thread == NULL) {
        leave(question); /* for the thread that there is not */
    } else {
        if (WaitForSingleObject(thread, POLICY_RESULT_LIMIT_MS) == WAIT_OBJECT_0)
            *result = question->result;
        CloseHandle(thread);
    }
    leave(question);
}

/* ---- and one that nobody waits for -------------------------------------------- */

struct background_question {
    HWND window;
    UINT message;
    struct policy_result *result; /* made before it is needed: telling must not fail */
};

static void release_question(struct background_question *question)
{
    free(question->result);
    free(question);
}

static DWORD WINAPI serve_window(void *parameter)
{
    struct background_question *question = parameter;
    ask_wmi(question->result, PATIENCE_MS);
    if (PostMessageW(question->window, question->message, 0, (LPARAM)question->result))
        question->result = NULL; /* else the window is gone, and with it whoever asked */
    release_question(question);
    return 0;
}

bool policy_result_start(HWND window, UINT message)
{
    struct background_question *question = calloc(1, sizeof *question);
    if (question == NULL)
        return false;
    *question = (struct background_question){
        .window = window, .message = message, .result = calloc(1, sizeof *question->result)};
    HANDLE thread = NULL;
    if (question->result != NULL)
        thread = CreateThread(NULL, 0, serve_window, question, 0, NULL);
    if (thread == NULL) {
        release_question(question);
        return false;
    }
    CloseHandle(thread);
    return true;
}
