#include "tests/system/registry_dump.h"

#include "tests/system/live_registry.h"
#include "tests/system/machine.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWN_KEY L"Software\\PromptFix"

enum {
    PATH_LIMIT = 4096,
    NAME_LIMIT = 16384, /* a value's name; a key's has 255 */
    DATA_LIMIT = 1024 * 1024,
};

struct dump {
    char *text;
    size_t size;
    size_t capacity;
    bool with_records;
    wchar_t *name; /* buffers for one value at a time */
    BYTE *data;
};

static void append(struct dump *dump, const char *text, size_t size)
{
    if (dump->capacity - dump->size <= size) {
        dump->capacity = 2 * (dump->capacity + size) + 65536;
        char *larger = realloc(dump->text, dump->capacity);
        if (larger == NULL)
            abort();
        dump->text = larger;
    }
    memcpy(dump->text + dump->size, text, size);
    dump->size += size;
    dump->text[dump->size] = '\0';
}

/* A name, what is no printable ASCII as \uXXXX: so it can be read wherever a failure is shown. */
static void append_name(struct dump *dump, const wchar_t *name)
{
    char escape[8];
    for (; *name != L'\0'; name++) {
        int size = snprintf(escape, sizeof escape, *name >= 32 && *name < 127 ? "%c" : "\\u%04X",
                            (unsigned)*name);
        append(dump, escape, (size_t)size);
    }
}

static void append_value(struct dump *dump, DWORD type, DWORD size)
{
    char piece[32];
    int length = snprintf(piece, sizeof piece, " = %lu:", (unsigned long)type);
    append(dump, "  ", 2);
    append_name(dump, dump->name);
    append(dump, piece, (size_t)length);
    for (DWORD i = 0; i < size; i++) {
        length = snprintf(piece, sizeof piece, "%02x", dump->data[i]);
        append(dump, piece, (size_t)length);
    }
    append(dump, "\n", 1);
}

static void append_values(struct dump *dump, HKEY key)
{
    for (DWORD index = 0;; index++) {
        DWORD length = NAME_LIMIT;
        DWORD size = DATA_LIMIT;
        DWORD type = 0;
        LSTATUS status =
            RegEnumValueW(key, index, dump->name, &length, NULL, &type, dump->data, &size);
        if (status == ERROR_NO_MORE_ITEMS)
            return;
        ck_assert_int_eq(status, ERROR_SUCCESS);
        append_value(dump, type, size);
    }
}

/* Is there nothing in PromptFix's own key but what it remembers of events? */
static bool has_events_only(HKEY root)
{
    HKEY own = NULL;
    HKEY events = NULL;
    DWORD keys = 0;
    DWORD values = 0;
    if (RegOpenKeyExW(root, OWN_KEY, 0, KEY_READ | KEY_WOW64_64KEY, &own) != ERROR_SUCCESS)
        return false;
    const bool has_events =
        RegOpenKeyExW(own, L"Events", 0, KEY_READ | KEY_WOW64_64KEY, &events) == ERROR_SUCCESS;
    if (has_events)
        RegCloseKey(events);
    RegQueryInfoKeyW(own, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL);
    RegCloseKey(own);
    return has_events && keys == 1 && values == 0;
}

/* Wine keeps there what its windows are set to, and makes it when the first of them wants to know.
 * What is remembered of events, whoever only looks keeps, too (event_record.h). */
static bool is_left_out(const struct dump *dump, HKEY root, const wchar_t *path)
{
    if (_wcsicmp(path, OWN_KEY) == 0)
        return !dump->with_records || has_events_only(root);
    return _wcsicmp(path, L"Software\\Wine") == 0 || _wcsicmp(path, OWN_KEY L"\\Events") == 0;
}

static void append_key(struct dump *dump, HKEY root, const wchar_t *path)
{
    HKEY key = NULL;
    wchar_t below[PATH_LIMIT];
    if (is_left_out(dump, root, path))
        return;
    if (RegOpenKeyExW(root, path, 0, KEY_READ | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS)
        return;
    append(dump, root == HKEY_LOCAL_MACHINE ? "HKLM\\" : "HKCU\\", 5);
    append_name(dump, path);
    append(dump, "\n", 1);
    append_values(dump, key);

    size_t start = wcslen(path) + 1;
    ck_assert_uint_lt(start + 256, PATH_LIMIT);
    wcscpy(below, path);
    wcscat(below, L"\\");
    for (DWORD index = 0;; index++) {
        DWORD length = 256;
        if (RegEnumKeyExW(key, index, below + start, &length, NULL, NULL, NULL, NULL) !=
            ERROR_SUCCESS)
            break;
        append_key(dump, root, below);
    }
    RegCloseKey(key);
}

static char *make_dump(bool with_records)
{
    struct dump dump = {.with_records = with_records};
    dump.name = malloc(NAME_LIMIT * sizeof *dump.name);
    dump.data = malloc(DATA_LIMIT);
    if (dump.name == NULL || dump.data == NULL)
        abort();
    if (machine_is_wine()) {
        append_key(&dump, HKEY_CURRENT_USER, L"Software");
    } else {
        append_key(&dump, HKEY_CURRENT_USER, PROFILES_KEY);
        append_key(&dump, HKEY_CURRENT_USER, OWN_KEY);
    }
    append_key(&dump, HKEY_LOCAL_MACHINE, LSA_KEY);
    append_key(&dump, HKEY_LOCAL_MACHINE, OWN_KEY);
    free(dump.name);
    free(dump.data);
    ck_assert_ptr_nonnull(dump.text);
    return dump.text;
}

char *registry_dump(void)
{
    return make_dump(true);
}

char *registry_dump_without_records(void)
{
    return make_dump(false);
}

static void expect_same(const char *before, char *after)
{
    size_t same = 0;
    size_t line = 0;
    for (; before[same] == after[same] && before[same] != '\0'; same++)
        if (before[same] == '\n')
            line = same + 1;
    bool equal = before[same] == after[same];
    if (!equal)
        fprintf(stderr, "the registry was\n%.200s\nand is\n%.200s\n", before + line, after + line);
    free(after);
    ck_assert_msg(equal, "the registry is not as it should be");
}

void registry_expect_same(const char *before)
{
    expect_same(before, registry_dump());
}

void registry_expect_same_without_records(const char *before)
{
    expect_same(before, registry_dump_without_records());
}
