/* What stands in for WMI in the tests of the resulting set of policy: Wine's own has no namespace
 * root\rsop\computer. A server of COM that is put in the place of WMI's locator, with just the
 * calls that promptfix.exe makes.
 *
 * What it says stands in the environment, in PROMPTFIX_POLICY_RESULT: instances parted by ";",
 * their properties by "|", an empty one is null: V|PATH|DATA|GPOID|TYPE|PRECEDENCE|STATUS    of
 * RSOP_RegistryValue G|ID|NAME                                   of RSOP_GPO In
 * PROMPTFIX_POLICY_RESULT_FAULT may stand where it never answers ("connect", "next", "name"), or
 * how it fails ("denied", "breaks": after the first instance). */
#include <windows.h>

#include <initguid.h>
#include <wbemcli.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_LIMIT = 4096, PROPERTY_LIMIT = 7 };

static wchar_t said[WORDS_LIMIT];
static wchar_t fault[16];
static LONG live_count; /* of objects */

static void tell(const wchar_t *event)
{
    const HANDLE told = OpenEventW(EVENT_MODIFY_STATE, FALSE, event);
    if (told != NULL) {
        SetEvent(told);
        CloseHandle(told);
    }
}

/* Until the process ends. */
static void never_answer(void)
{
    const HANDLE never = CreateEventW(NULL, TRUE, FALSE, NULL);
    WaitForSingleObject(never, INFINITE);
}

/* ---- what every object has ---------------------------------------------------- */

/* First, as COM wants it: the calls. */
struct object {
    const void *calls;
    LONG references;
    const wchar_t *at; /* in what is said: this instance, or the next one of an enumeration */
    wchar_t kind;      /* of instances: V or G */
};

static struct object *object_create(const void *calls)
{
    struct object *object = calloc(1, sizeof *object);
    if (object == NULL)
        return NULL;
    object->calls = calls;
    object->references = 1;
    InterlockedIncrement(&live_count);
    return object;
}

static HRESULT WINAPI query_interface(void *this, REFIID id, void **found)
{
    (void)this;
    (void)id; /* nothing but what was asked for in the first place */
    *found = NULL;
    return E_NOINTERFACE;
}

static ULONG WINAPI add_reference(void *this)
{
    return (ULONG)InterlockedIncrement(&((struct object *)this)->references);
}

static ULONG WINAPI release(void *this)
{
    struct object *object = this;
    const LONG left = InterlockedDecrement(&object->references);
    if (left == 0) {
        free(object);
        InterlockedDecrement(&live_count);
    }
    return (ULONG)left;
}

/* IUnknown's calls, for an interface's own type. */
#define UNKNOWN_CALLS(interface_type)                                                              \
    .QueryInterface = (HRESULT(WINAPI *)(interface_type *, REFIID, void **))query_interface,       \
    .AddRef = (ULONG(WINAPI *)(interface_type *))add_reference,                                    \
    .Release = (ULONG(WINAPI *)(interface_type *))release

/* ---- an instance --------------------------------------------------------------- */

static const wchar_t *const value_properties[PROPERTY_LIMIT] = {
    L"Path", L"Data", L"GPOID", L"Type", L"precedence", L"Status", NULL};
static const wchar_t *const gpo_properties[PROPERTY_LIMIT] = {L"id", L"name", NULL};
enum { FIRST_NUMBER = 3 };

static HRESULT WINAPI get(IWbemClassObject *this, LPCWSTR name, LONG flags, VARIANT *value,
                          CIMTYPE *type, LONG *flavor)
{
    const struct object *object = (const struct object *)(const void *)this;
    const wchar_t *const *const names = object->kind == L'V' ? value_properties : gpo_properties;
    const wchar_t *at = object->at + 2; /* behind the kind */
    wchar_t text[WORDS_LIMIT];
    size_t number = 0;
    (void)flags;
    (void)type;
    (void)flavor;
    while (names[number] != NULL && _wcsicmp(names[number], name) != 0) {
        at += wcscspn(at, L"|;");
        at += *at == L'|';
        number++;
    }
    if (names[number] == NULL)
        return (HRESULT)WBEM_E_NOT_FOUND;
    const size_t length = wcscspn(at, L"|;");
    memcpy(text, at, length * sizeof *text);
    text[length] = L'\0';
    if (length == 0) {
        value->vt = VT_NULL;
    } else if (object->kind == L'V' && number >= FIRST_NUMBER) {
        value->vt = VT_I4;
        value->lVal = (LONG)wcstol(text, NULL, 10);
    } else {
        value->vt = VT_BSTR;
        value->bstrVal = SysAllocString(text);
    }
    return WBEM_S_NO_ERROR;
}

static const IWbemClassObjectVtbl instance_calls = {UNKNOWN_CALLS(IWbemClassObject), .Get = get};

/* ---- an enumeration ------------------------------------------------------------ */

static HRESULT WINAPI next(IEnumWbemClassObject *this, LONG limit, ULONG wanted,
                           IWbemClassObject **found, ULONG *count)
{
    struct object *all = (struct object *)(void *)this;
    (void)limit;
    (void)wanted;
    *count = 0;
    if (wcscmp(fault, all->kind == L'V' ? L"next" : L"name") == 0)
        never_answer();
    while (*all->at != L'\0' && *all->at != all->kind) {
        all->at += wcscspn(all->at, L";");
        all->at += *all->at == L';';
    }
    if (*all->at == L'\0')
        return WBEM_S_FALSE;
    struct object *object = object_create(&instance_calls);
    if (object == NULL)
        return E_OUTOFMEMORY;
    object->kind = all->kind;
    object->at = all->at;
    all->at += wcscspn(all->at, L";");
    all->at += *all->at == L';';
    if (wcscmp(fault, L"breaks") == 0)
        all->kind = L'!';
    *found = (IWbemClassObject *)(void *)object;
    *count = 1;
    return WBEM_S_NO_ERROR;
}

/* Behind the first instance of one that breaks off. */
static HRESULT WINAPI next_or_break(IEnumWbemClassObject *this, LONG limit, ULONG wanted,
                                    IWbemClassObject **found, ULONG *count)
{
    if (((struct object *)(void *)this)->kind == L'!') {
        *count = 0;
        return (HRESULT)WBEM_E_TRANSPORT_FAILURE;
    }
    return next(this, limit, wanted, found, count);
}

static const IEnumWbemClassObjectVtbl enumeration_calls = {UNKNOWN_CALLS(IEnumWbemClassObject),
                                                           .Next = next_or_break};

/* ---- the namespace and the locator --------------------------------------------- */

static HRESULT WINAPI exec_query(IWbemServices *this, const BSTR language, const BSTR words,
                                 LONG flags, IWbemContext *context, IEnumWbemClassObject **found)
{
    (void)this;
    (void)flags;
    (void)context;
    const bool asks_values = wcsstr(words, L" FROM RSOP_RegistryValue") != NULL;
    if (wcscmp(language, L"WQL") != 0 || (!asks_values && wcsstr(words, L" FROM RSOP_GPO") == NULL))
        return (HRESULT)WBEM_E_INVALID_QUERY;
    struct object *all = object_create(&enumeration_calls);
    if (all == NULL)
        return E_OUTOFMEMORY;
    all->kind = asks_values ? L'V' : L'G';
    all->at = said;
    *found = (IEnumWbemClassObject *)(void *)all;
    return WBEM_S_NO_ERROR;
}

static const IWbemServicesVtbl services_calls = {UNKNOWN_CALLS(IWbemServices),
                                                 .ExecQuery = exec_query};

static HRESULT WINAPI connect_server(IWbemLocator *this, const BSTR place, const BSTR user,
                                     const BSTR password, const BSTR locale, LONG flags,
                                     const BSTR authority, IWbemContext *context,
                                     IWbemServices **found)
{
    (void)this;
    (void)locale;
    (void)authority;
    (void)context;
    if (wcscmp(fault, L"connect") == 0)
        never_answer();
    if (wcscmp(fault, L"denied") == 0)
        return (HRESULT)WBEM_E_ACCESS_DENIED;
    if (_wcsicmp(place, L"root\\rsop\\computer") != 0)
        return (HRESULT)WBEM_E_INVALID_NAMESPACE;
    if (user != NULL || password != NULL || flags != WBEM_FLAG_CONNECT_USE_MAX_WAIT)
        return (HRESULT)WBEM_E_INVALID_PARAMETER;
    *found = (IWbemServices *)(void *)object_create(&services_calls);
    return *found != NULL ? S_OK : E_OUTOFMEMORY;
}

static const IWbemLocatorVtbl locator_calls = {UNKNOWN_CALLS(IWbemLocator),
                                               .ConnectServer = connect_server};

/* ---- how COM gets it ------------------------------------------------------------ */

static HRESULT WINAPI create_instance(IClassFactory *this, IUnknown *outer, REFIID id, void **made)
{
    (void)this;
    (void)outer;
    *made = NULL;
    if (!IsEqualGUID(id, &IID_IWbemLocator))
        return E_NOINTERFACE;
    *made = object_create(&locator_calls);
    return *made != NULL ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI lock_server(IClassFactory *this, BOOL lock)
{
    (void)this;
    (void)lock;
    return S_OK;
}

static const IClassFactoryVtbl factory_calls = {
    UNKNOWN_CALLS(IClassFactory), .CreateInstance = create_instance, .LockServer = lock_server};

/* Found by its plain name: see the Makefile. */
HRESULT WINAPI DllGetClassObject(REFCLSID class, REFIID id, void **found)
{
    *found = NULL;
    if (!IsEqualGUID(class, &CLSID_WbemLocator) ||
        (!IsEqualGUID(id, &IID_IClassFactory) && !IsEqualGUID(id, &IID_IUnknown)))
        return CLASS_E_CLASSNOTAVAILABLE;
    *found = object_create(&factory_calls);
    return *found != NULL ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    return live_count == 0 ? S_OK : S_FALSE;
}

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    (void)dll;
    if (reason == DLL_PROCESS_ATTACH) {
        GetEnvironmentVariableW(L"PROMPTFIX_POLICY_RESULT", said, WORDS_LIMIT);
        GetEnvironmentVariableW(L"PROMPTFIX_POLICY_RESULT_FAULT", fault,
                                sizeof fault / sizeof fault[0]);
        tell(L"Local\\PromptFixPolicyResultLoaded");
    } else if (reason == DLL_PROCESS_DETACH && reserved == NULL && live_count == 0) {
        tell(L"Local\\PromptFixPolicyResultReleased"); /* all objects, and the DLL */
    }
    return TRUE;
}
