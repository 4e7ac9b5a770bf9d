#include "registry/windows_registry_windows.h"

#include "registry/registry_path.h"
#include "registry/text_encoding.h"
#include "registry/windows_link_windows.h"
#include "registry/windows_lock_windows.h"
#include "registry/windows_signal_windows.h"

#include <windows.h>

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Room for nearly every name and value at the first try. More costs time: Windows allocates as
 * much again for each call, and large buffers are slower to get than small ones. */
enum { FIRST_NAME_UNIT_COUNT = 256, FIRST_DATA_SIZE = 1024 };

struct windows_key {
    struct registry_key base;
    HKEY handle;
    HKEY watched; /* the same key, opened to be watched; NULL as long as it is not */
    enum registry_access access;
    struct windows_key *next_free;
};

struct windows_registry {
    struct registry base;
    struct text_converter *to_utf16;
    struct text_converter *to_utf8;
    HKEY other_user;              /* in place of HKEY_CURRENT_USER, without links; or NULL */
    struct windows_lock locks[2]; /* by enum registry_root */

    /* Used again by every call. What is handed out is read into these, and only on success changes
     * places with the caller's buffer: nothing is copied, and a failure touches nothing. */
    struct byte_buffer wide; /* a name or path on its way in, a name on its way out */
    struct byte_buffer name; /* the same as UTF-8 */
    struct byte_buffer data;
    struct windows_key *free_keys;
};

static struct windows_registry *windows_of(struct registry *registry)
{
    return (struct windows_registry *)registry;
}

static HKEY handle_of(const struct registry_key *key)
{
    return ((const struct windows_key *)key)->handle;
}

static HKEY root_handle(const struct windows_registry *windows, enum registry_root root)
{
    if (root == REGISTRY_LOCAL_MACHINE)
        return HKEY_LOCAL_MACHINE;
    return windows->other_user != NULL ? windows->other_user : HKEY_CURRENT_USER;
}

/* In another user's hive no link is followed; those of HKEY_LOCAL_MACHINE are Windows' own. */
static bool follows_links(const struct windows_registry *windows, enum registry_root root)
{
    return root == REGISTRY_LOCAL_MACHINE || windows->other_user == NULL;
}

/* Always the 64-bit view where there is one: PromptFix is a 32-bit program, and must neither read
 * the copies that Windows keeps for those nor leave its records there. 32-bit Windows takes no
 * notice of the flag. */
static REGSAM rights_for(enum registry_access access)
{
    REGSAM rights = KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | KEY_WOW64_64KEY;
    return access == REGISTRY_WRITE ? rights | KEY_SET_VALUE | KEY_CREATE_SUB_KEY : rights;
}

/* Makes `wide` the UTF-16 of `text`, ended by a NUL; it lasts until the next call. */
static error_code make_wide(struct windows_registry *windows, const char *text,
                            const wchar_t **wide)
{
    byte_buffer_clear(&windows->wide);
    error_code error = text_convert(windows->to_utf16, text, strlen(text), &windows->wide, NULL);
    if (error != CODE_SUCCESS)
        return error;
    byte_buffer_append(&windows->wide, L"", sizeof(wchar_t));
    if (windows->wide.failed)
        return CODE_NOT_ENOUGH_MEMORY;
    *wide = (const wchar_t *)windows->wide.data;
    return CODE_SUCCESS;
}

/* Makes windows->name the UTF-8 of the `unit_count` units in windows->wide, with a NUL behind. The
 * native functions allow a NUL in a name; such a key or value cannot be asked for by name, and must
 * not be taken for the one whose name ends there. */
static error_code take_name(struct windows_registry *windows, size_t unit_count)
{
    if (wmemchr((const wchar_t *)windows->wide.data, L'\0', unit_count) != NULL)
        return CODE_NO_UNICODE_TRANSLATION;
    byte_buffer_clear(&windows->name);
    error_code error = text_convert(windows->to_utf8, windows->wide.data,
                                    unit_count * sizeof(wchar_t), &windows->name, NULL);
    if (error == CODE_SUCCESS && byte_buffer_text(&windows->name) == NULL)
        error = CODE_NOT_ENOUGH_MEMORY;
    return error;
}

static void swap(struct byte_buffer *a, struct byte_buffer *b)
{
    struct byte_buffer kept = *a;
    *a = *b;
    *b = kept;
}

/* An empty buffer with room for `size` bytes. */
static bool make_room(struct byte_buffer *buffer, size_t size)
{
    byte_buffer_clear(buffer);
    return byte_buffer_reserve(buffer, size);
}

static struct windows_key *take_key(struct windows_registry *windows)
{
    struct windows_key *key = windows->free_keys;
    if (key == NULL)
        return calloc(1, sizeof *key);
    windows->free_keys = key->next_free;
    return key;
}

static void give_key_back(struct windows_registry *windows, struct windows_key *key)
{
    key->next_free = windows->free_keys;
    windows->free_keys = key;
}

/* What opening and creating begin with: a key object, and the path as Windows wants it. */
static error_code begin_open(struct windows_registry *windows, const char *path,
                             struct windows_key **key, const wchar_t **wide_path)
{
    error_code error = registry_path_check(path);
    if (error == CODE_SUCCESS)
        error = make_wide(windows, path, wide_path);
    if (error != CODE_SUCCESS)
        return error;
    *key = take_key(windows);
    return *key != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
}

static error_code end_open(struct windows_registry *windows, struct windows_key *made, HKEY handle,
                           enum registry_access access, LSTATUS status, struct registry_key **key)
{
    if (status != ERROR_SUCCESS) {
        give_key_back(windows, made);
        return (error_code)status;
    }
    made->base.registry = &windows->base;
    made->handle = handle;
    made->watched = NULL;
    made->access = access;
    *key = &made->base;
    return CODE_SUCCESS;
}

static error_code open_key(struct registry *registry, enum registry_root root,
                           struct registry_key *parent, const char *path,
                           enum registry_access access, struct registry_key **key)
{
    struct windows_registry *windows = windows_of(registry);
    struct windows_key *made = NULL;
    const wchar_t *wide_path = NULL;
    error_code error = begin_open(windows, path, &made, &wide_path);
    if (error != CODE_SUCCESS)
        return error;
    HKEY handle = NULL;
    HKEY from = parent != NULL ? handle_of(parent) : root_handle(windows, root);
    LSTATUS status = windows_open_key(follows_links(windows, root), from, wide_path,
                                      rights_for(access), &handle);
    return end_open(windows, made, handle, access, status, key);
}

/* Windows looks at the rights of the user, not at what the handle was opened for, when it creates
 * or deletes a subkey. The interface promises otherwise: who reads cannot change anything. */
static bool is_for_writing(const struct registry_key *key)
{
    return ((const struct windows_key *)key)->access == REGISTRY_WRITE;
}

static error_code create_key(struct registry *registry, enum registry_root root,
                             struct registry_key *parent, const char *path,
                             struct registry_key **key)
{
    struct windows_registry *windows = windows_of(registry);
    struct windows_key *made = NULL;
    const wchar_t *wide_path = NULL;
    if (parent != NULL && !is_for_writing(parent))
        return CODE_ACCESS_DENIED;
    error_code error = begin_open(windows, path, &made, &wide_path);
    if (error != CODE_SUCCESS)
        return error;
    HKEY handle = NULL;
    HKEY from = parent != NULL ? handle_of(parent) : root_handle(windows, root);
    LSTATUS status =
        windows_create_key(follows_links(windows, root), from, wide_path, REG_OPTION_NON_VOLATILE,
                           rights_for(REGISTRY_WRITE), &handle);
    return end_open(windows, made, handle, REGISTRY_WRITE, status, key);
}

static error_code create_volatile_key(struct registry_key *parent, const char *name,
                                      struct registry_key **key)
{
    struct windows_registry *windows = windows_of(parent->registry);
    struct windows_key *made = NULL;
    const wchar_t *wide_name = NULL;
    if (!is_for_writing(parent))
        return CODE_ACCESS_DENIED;
    error_code error = registry_key_name_check(name);
    if (error == CODE_SUCCESS)
        error = begin_open(windows, name, &made, &wide_name);
    if (error != CODE_SUCCESS)
        return error;
    HKEY handle = NULL;
    LSTATUS status = windows_create_key(windows->other_user == NULL, handle_of(parent), wide_name,
                                        REG_OPTION_VOLATILE, rights_for(REGISTRY_WRITE), &handle);
    return end_open(windows, made, handle, REGISTRY_WRITE, status, key);
}

static void close_key(struct registry_key *key)
{
    struct windows_registry *windows = windows_of(key->registry);
    struct windows_key *open = (struct windows_key *)key;
    if (open->watched != NULL)
        RegCloseKey(open->watched);
    RegCloseKey(open->handle);
    give_key_back(windows, open);
}

static error_code enumerate_subkey(struct registry_key *key, size_t index, struct byte_buffer *name)
{
    struct windows_registry *windows = windows_of(key->registry);
    if (!make_room(&windows->wide, (REGISTRY_KEY_NAME_LIMIT + 1) * sizeof(wchar_t)))
        return CODE_NOT_ENOUGH_MEMORY;
    DWORD unit_count = REGISTRY_KEY_NAME_LIMIT + 1;
    LSTATUS status = RegEnumKeyExW(handle_of(key), (DWORD)index, (wchar_t *)windows->wide.data,
                                   &unit_count, NULL, NULL, NULL, NULL);
    error_code error = (error_code)status;
    if (error == CODE_SUCCESS)
        error = take_name(windows, unit_count);
    if (error == CODE_SUCCESS)
        swap(name, &windows->name);
    return error;
}

/* Reads value number `index` into windows->wide and windows->data. ERROR_MORE_DATA does not say
 * which of the two was too small, and the value can grow between two calls: whatever may have been
 * too small is made larger until it fits. */
static error_code enumerate_raw_value(struct windows_registry *windows, HKEY handle, DWORD index,
                                      DWORD *unit_count, DWORD *type)
{
    size_t name_size = FIRST_NAME_UNIT_COUNT * sizeof(wchar_t);
    size_t data_size = FIRST_DATA_SIZE;
    for (;;) {
        if (!make_room(&windows->wide, name_size) || !make_room(&windows->data, data_size))
            return CODE_NOT_ENOUGH_MEMORY;
        DWORD found_size = (DWORD)windows->data.capacity;
        *unit_count = (DWORD)(windows->wide.capacity / sizeof(wchar_t));
        LSTATUS status = RegEnumValueW(handle, index, (wchar_t *)windows->wide.data, unit_count,
                                       NULL, type, windows->data.data, &found_size);
        if (status == ERROR_SUCCESS)
            windows->data.size = found_size;
        if (status != ERROR_MORE_DATA)
            return (error_code)status;
        name_size = (REGISTRY_VALUE_NAME_LIMIT + 1) * sizeof(wchar_t);
        data_size = found_size > windows->data.capacity ? found_size : data_size * 2;
    }
}

static error_code enumerate_value(struct registry_key *key, size_t index,
                                  struct registry_value *value)
{
    struct windows_registry *windows = windows_of(key->registry);
    DWORD unit_count = 0;
    DWORD type = 0;
    error_code error =
        enumerate_raw_value(windows, handle_of(key), (DWORD)index, &unit_count, &type);
    if (error == CODE_SUCCESS)
        error = take_name(windows, unit_count);
    if (error != CODE_SUCCESS)
        return error;
    swap(&value->name, &windows->name);
    swap(&value->data, &windows->data);
    value->type = type;
    return CODE_SUCCESS;
}

/* What every call for one value begins with. */
static error_code begin_value_call(struct registry_key *key, const char *name,
                                   const wchar_t **wide_name)
{
    error_code error = registry_value_name_check(name);
    return error == CODE_SUCCESS ? make_wide(windows_of(key->registry), name, wide_name) : error;
}

static error_code read_value(struct registry_key *key, const char *name,
                             struct registry_value *value)
{
    struct windows_registry *windows = windows_of(key->registry);
    const wchar_t *wide_name = NULL;
    error_code error = begin_value_call(key, name, &wide_name);
    if (error != CODE_SUCCESS)
        return error;

    DWORD size = FIRST_DATA_SIZE;
    DWORD type = 0;
    LSTATUS status = ERROR_SUCCESS;
    do { /* again if the value was larger, and if it has grown since */
        if (!make_room(&windows->data, size))
            return CODE_NOT_ENOUGH_MEMORY;
        size = (DWORD)windows->data.capacity;
        status =
            RegQueryValueExW(handle_of(key), wide_name, NULL, &type, windows->data.data, &size);
    } while (status == ERROR_MORE_DATA);
    if (status != ERROR_SUCCESS)
        return (error_code)status;
    windows->data.size = size;
    swap(&value->data, &windows->data);
    value->type = type;
    return CODE_SUCCESS;
}

static bool is_string(uint32_t type)
{
    return type == VALUE_STRING || type == VALUE_EXPAND_STRING || type == VALUE_MULTI_STRING;
}

/* RegSetValueExW helps who forgot a string's NUL: it looks at the two bytes *behind* the data, and
 * stores them too when they are zero. PromptFix stores what it was given, and lends nobody its
 * memory to look at: strings are written from a copy with something else than zero behind it. */
static error_code guard_string(struct windows_registry *windows, const void *data, size_t size)
{
    static const uint8_t guard[4] = {0xFF, 0xFF, 0xFF, 0xFF};
    byte_buffer_clear(&windows->data);
    byte_buffer_append(&windows->data, data, size);
    byte_buffer_append(&windows->data, guard, sizeof guard);
    return windows->data.failed ? CODE_NOT_ENOUGH_MEMORY : CODE_SUCCESS;
}

static error_code write_value(struct registry_key *key, const char *name, uint32_t type,
                              const void *data, size_t data_size)
{
    struct windows_registry *windows = windows_of(key->registry);
    const wchar_t *wide_name = NULL;
    if ((DWORD)data_size != data_size)
        return CODE_INVALID_PARAMETER;
    error_code error = begin_value_call(key, name, &wide_name);
    if (error == CODE_SUCCESS && is_string(type)) {
        error = guard_string(windows, data, data_size);
        data = windows->data.data;
    }
    if (error != CODE_SUCCESS)
        return error;
    return (error_code)RegSetValueExW(handle_of(key), wide_name, 0, type, data, (DWORD)data_size);
}

static error_code delete_value(struct registry_key *key, const char *name)
{
    const wchar_t *wide_name = NULL;
    error_code error = begin_value_call(key, name, &wide_name);
    if (error != CODE_SUCCESS)
        return error;
    return (error_code)RegDeleteValueW(handle_of(key), wide_name);
}

static error_code delete_subkey(struct registry_key *key, const char *name)
{
    struct windows_registry *windows = windows_of(key->registry);
    const wchar_t *wide_name = NULL;
    if (!is_for_writing(key))
        return CODE_ACCESS_DENIED;
    error_code error = registry_key_name_check(name);
    if (error == CODE_SUCCESS)
        error = make_wide(windows, name, &wide_name);
    if (error != CODE_SUCCESS)
        return error;
    return (error_code)windows_delete_key(windows->other_user == NULL, handle_of(key), wide_name);
}

static error_code flush_key(struct registry_key *key)
{
    return (error_code)RegFlushKey(handle_of(key));
}

/* The right to be told is asked for only here: who merely reads must not be refused for lack of it.
 * The event is reset before the watch is set, so that nothing that happens under it gets lost. */
static error_code watch_key(struct registry_key *key, enum registry_watch_scope scope,
                            struct registry_signal *signal)
{
    struct windows_key *open = (struct windows_key *)key;
    LSTATUS status = ERROR_SUCCESS;
    if (open->watched == NULL)
        status = RegOpenKeyExW(open->handle, L"", 0, KEY_NOTIFY | KEY_WOW64_64KEY, &open->watched);
    if (status != ERROR_SUCCESS)
        return (error_code)status;
    DWORD filter = REG_NOTIFY_CHANGE_NAME;
    if (scope != REGISTRY_WATCH_NAMES)
        filter |= REG_NOTIFY_CHANGE_LAST_SET;
    HANDLE event = windows_signal_event(signal);
    ResetEvent(event);
    return (error_code)RegNotifyChangeKeyValue(open->watched, scope == REGISTRY_WATCH_SUBTREE,
                                               filter, event, TRUE);
}

static error_code lock_root(struct registry *registry, enum registry_root root)
{
    return windows_lock_take(&windows_of(registry)->locks[root], root, NULL);
}

static void unlock_root(struct registry *registry, enum registry_root root)
{
    windows_lock_release(&windows_of(registry)->locks[root]);
}

error_code windows_registry_create(struct windows_registry **windows)
{
    static const struct registry_operations operations = {
        .open = open_key,
        .create = create_key,
        .create_volatile = create_volatile_key,
        .close = close_key,
        .enumerate_subkey = enumerate_subkey,
        .enumerate_value = enumerate_value,
        .read = read_value,
        .write = write_value,
        .delete_value = delete_value,
        .delete_subkey = delete_subkey,
        .flush = flush_key,
        .watch = watch_key,
        .lock = lock_root,
        .unlock = unlock_root,
    };
    struct windows_registry *made = calloc(1, sizeof *made);
    if (made == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    made->base.operations = &operations;
    error_code error = text_converter_create("UTF-16LE", "UTF-8", &made->to_utf16);
    if (error == CODE_SUCCESS)
        error = text_converter_create("UTF-8", "UTF-16LE", &made->to_utf8);
    if (error != CODE_SUCCESS) {
        windows_registry_free(made);
        return error;
    }
    *windows = made;
    return CODE_SUCCESS;
}

error_code windows_registry_create_for_user(const wchar_t *name, struct windows_registry **windows)
{
    struct windows_registry *made = NULL;
    error_code error = windows_registry_create(&made);
    if (error != CODE_SUCCESS)
        return error;
    error = (error_code)windows_open_key(false, HKEY_USERS, name, rights_for(REGISTRY_WRITE),
                                         &made->other_user);
    if (error == CODE_SUCCESS)
        *windows = made;
    else
        windows_registry_free(made);
    return error;
}

void windows_registry_free(struct windows_registry *windows)
{
    if (windows == NULL)
        return;
    for (size_t root = 0; root < 2; root++)
        windows_lock_release(&windows->locks[root]);
    if (windows->other_user != NULL)
        RegCloseKey(windows->other_user);
    while (windows->free_keys != NULL) {
        struct windows_key *next = windows->free_keys->next_free;
        free(windows->free_keys);
        windows->free_keys = next;
    }
    byte_buffer_done(&windows->wide);
    byte_buffer_done(&windows->name);
    byte_buffer_done(&windows->data);
    text_converter_free(windows->to_utf16);
    text_converter_free(windows->to_utf8);
    free(windows);
}

struct registry *windows_registry_interface(struct windows_registry *windows)
{
    return &windows->base;
}
