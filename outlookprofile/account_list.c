#include "outlookprofile/account_list.h"

#include "registry/registry_name.h"

#include <string.h>

/* How often the list is read while somebody makes, deletes or renames profiles under it. */
enum { LOOKS = 4 };

/* All names that an enumeration gave, in their order, as one number each: of the FNV-1a hash, and
 * of how many there were. Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm". */
struct name_sum {
    uint64_t hash;
    size_t count;
};

/* What reading the list needs all along. */
struct list_reading {
    struct registry_key *profiles;
    struct utf16_text text;
    struct registry_value value;
    struct byte_buffer name;
    struct byte_buffer default_profile;
    struct arena *arena;
    struct account_list list;
    size_t capacity;
    struct name_sum names;
};

static void sum_name(struct name_sum *sum, error_code code, const struct byte_buffer *name)
{
    static const uint64_t prime = 0x100000001B3;
    static const uint64_t start = 0xCBF29CE484222325;
    uint64_t hash = sum->count == 0 ? start : sum->hash;
    for (size_t i = 0; code == CODE_SUCCESS && i < name->size; i++)
        hash = (hash ^ name->data[i]) * prime;
    sum->hash = (hash ^ '\\') * prime; /* no name has it; a nameless one has only that */
    sum->count++;
}

static error_code read_default_profile(struct list_reading *reading)
{
    error_code code = registry_read(reading->profiles, "DefaultProfile", &reading->value);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&reading->text, &reading->value, &reading->default_profile);
    /* Which profile is the default is told, but decides nothing: no reason to stop. */
    return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS;
}

static struct exchange_account *add_account(struct list_reading *reading)
{
    struct account_list *list = &reading->list;
    if (list->count == reading->capacity) {
        size_t capacity = reading->capacity > 0 ? 2 * reading->capacity : 8;
        struct exchange_account *larger = arena_allocate(reading->arena, capacity * sizeof *larger);
        if (larger == NULL)
            return NULL;
        if (list->count > 0)
            memcpy(larger, list->accounts, list->count * sizeof *larger);
        list->accounts = larger;
        reading->capacity = capacity;
    }
    return &list->accounts[list->count++];
}

static char *section_path(struct arena *arena, const char *profile, size_t length)
{
    static const char before[] = MAIL_PROFILES_KEY "\\";
    static const char after[] = "\\" EXCHANGE_GLOBAL_SECTION;
    char *path = arena_allocate(arena, sizeof before + length + sizeof after);
    if (path == NULL)
        return NULL;
    memcpy(path, before, sizeof before - 1);
    memcpy(path + sizeof before - 1, profile, length);
    memcpy(path + sizeof before - 1 + length, after, sizeof after);
    return path;
}

static error_code read_profile(struct list_reading *reading)
{
    const char *name = (const char *)reading->name.data;
    size_t length = reading->name.size;
    struct exchange_account account = {0};
    bool exists = false;

    reading->list.profile_count++;
    error_code code = exchange_account_read(reading->profiles, name, &reading->text,
                                            &reading->value, reading->arena, &account, &exists);
    if (code != CODE_SUCCESS || !exists)
        return code;
    account.profile = arena_copy_text(reading->arena, name, length);
    account.key = section_path(reading->arena, name, length);
    account.section = EXCHANGE_GLOBAL_SECTION;
    account.in_default_profile = reading->default_profile.size > 0 &&
                                 registry_names_equal((const char *)reading->default_profile.data,
                                                      reading->default_profile.size, name, length);
    struct exchange_account *added = add_account(reading);
    if (account.profile == NULL || account.key == NULL || added == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *added = account;
    return CODE_SUCCESS;
}

/* A profile whose name is no text cannot be opened by name, but it is not kept back either. */
static error_code add_nameless(struct list_reading *reading)
{
    struct exchange_account *added = add_account(reading);
    if (added == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *added = (struct exchange_account){.error = CODE_NO_UNICODE_TRANSLATION};
    reading->list.profile_count++;
    return CODE_SUCCESS;
}

static error_code read_profiles(struct list_reading *reading, const char *only)
{
    error_code code = read_default_profile(reading);
    for (size_t index = 0; code == CODE_SUCCESS; index++) {
        code = registry_enumerate_subkey(reading->profiles, index, &reading->name);
        if (code == CODE_SUCCESS || code == CODE_NO_UNICODE_TRANSLATION)
            sum_name(&reading->names, code, &reading->name);
        if (code == CODE_NO_UNICODE_TRANSLATION)
            code = only == NULL ? add_nameless(reading) : CODE_SUCCESS;
        else if (code == CODE_SUCCESS &&
                 (only == NULL || registry_names_equal((const char *)reading->name.data,
                                                       reading->name.size, only, strlen(only))))
            code = read_profile(reading);
    }
    return code == CODE_NO_MORE_ITEMS ? CODE_SUCCESS : code;
}

/* An enumeration goes by numbers: where a profile goes away or is renamed meanwhile, the others
 * move up, and one is passed over that was there all the time. CODE_RETRY when the names are others
 * now.
 */
static error_code check_names(struct list_reading *reading)
{
    struct name_sum now = {0};
    error_code code = CODE_SUCCESS;
    for (size_t index = 0; code != CODE_NO_MORE_ITEMS; index++) {
        code = registry_enumerate_subkey(reading->profiles, index, &reading->name);
        if (code == CODE_SUCCESS || code == CODE_NO_UNICODE_TRANSLATION)
            sum_name(&now, code, &reading->name);
        else if (code != CODE_NO_MORE_ITEMS)
            return code;
    }
    return now.count == reading->names.count && now.hash == reading->names.hash ? CODE_SUCCESS
                                                                                : CODE_RETRY;
}

static error_code read_all(struct list_reading *reading, const char *only)
{
    error_code code = CODE_RETRY;
    for (int look = 0; code == CODE_RETRY && look < LOOKS; look++) {
        reading->list = (struct account_list){0};
        reading->capacity = 0;
        reading->names = (struct name_sum){0};
        code = read_profiles(reading, only);
        if (code == CODE_SUCCESS)
            code = check_names(reading);
    }
    return code;
}

error_code account_list_read(struct registry *registry, const char *only, struct arena *arena,
                             struct account_list *list)
{
    struct list_reading reading = {.arena = arena};
    error_code code = registry_open(registry, REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY,
                                    REGISTRY_READ, &reading.profiles);
    if (code == CODE_SUCCESS)
        code = read_all(&reading, only);
    if (code == CODE_FILE_NOT_FOUND)
        code = CODE_SUCCESS;

    if (code != CODE_NOT_ENOUGH_MEMORY) {
        reading.list.error = code;
        *list = reading.list;
        code = CODE_SUCCESS;
    }
    registry_close(reading.profiles);
    utf16_text_done(&reading.text);
    registry_value_done(&reading.value);
    byte_buffer_done(&reading.name);
    byte_buffer_done(&reading.default_profile);
    return code;
}

bool account_value_is_ours(const char *key, const char *name)
{
    static const char before[] = MAIL_PROFILES_KEY "\\";
    static const char after[] = "\\" EXCHANGE_GLOBAL_SECTION;
    const size_t before_size = sizeof before - 1;
    const size_t after_size = sizeof after - 1;
    size_t key_size = strlen(key);
    if (key_size <= before_size + after_size ||
        !registry_names_equal(key, before_size, before, before_size) ||
        !registry_names_equal(key + key_size - after_size, after_size, after, after_size) ||
        memchr(key + before_size, '\\', key_size - before_size - after_size) != NULL)
        return false;
    return strcmp(name, PROPERTY_ROH_AUTHENTICATION) == 0 ||
           strcmp(name, PROPERTY_CONFIG_FLAGS) == 0;
}
