#include "outlookprofile/account_list.h"

#include "outlookprofile/exchange_service.h"
#include "outlookprofile/profile_accounts.h"
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
    struct registry *registry;
    const struct profile_root *root;
    struct registry_key *profiles; /* of this root */
    struct utf16_text text;
    struct registry_value value;
    struct byte_buffer name;
    struct byte_buffer default_profile;
    struct arena *arena;
    struct account_list list;
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
    struct registry_key *other = NULL;
    struct registry_key *key = reading->profiles;
    const struct profile_root *root = reading->root;
    error_code code = CODE_SUCCESS;
    byte_buffer_clear(&reading->default_profile);
    if (strcmp(root->default_key, root->key) != 0) {
        code = registry_open(reading->registry, REGISTRY_CURRENT_USER, root->default_key,
                             REGISTRY_READ, &other);
        key = other;
    }
    if (code == CODE_SUCCESS)
        code = registry_read(key, "DefaultProfile", &reading->value);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&reading->text, &reading->value, &reading->default_profile);
    registry_close(other);
    /* Which profile is the default is told, but decides nothing: no reason to stop. */
    return code == CODE_NOT_ENOUGH_MEMORY ? code : CODE_SUCCESS;
}

struct exchange_account *account_list_add(struct account_list *list, struct arena *arena)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity > 0 ? 2 * list->capacity : 8;
        struct exchange_account *larger = arena_allocate(arena, capacity * sizeof *larger);
        if (larger == NULL)
            return NULL;
        if (list->count > 0)
            memcpy(larger, list->accounts, list->count * sizeof *larger);
        list->accounts = larger;
        list->capacity = capacity;
    }
    return &list->accounts[list->count++];
}

static error_code read_profile(struct list_reading *reading)
{
    const struct byte_buffer *name = &reading->name;
    const struct byte_buffer *standard = &reading->default_profile;
    const struct profile_reading profile = {
        .profiles = reading->profiles,
        .profile = (const char *)name->data,
        .text = &reading->text,
        .value = &reading->value,
        .arena = reading->arena,
    };
    const bool is_default =
        standard->size > 0 && registry_names_equal((const char *)standard->data, standard->size,
                                                   (const char *)name->data, name->size);
    reading->list.profile_count++;
    return profile_accounts_read(&profile, reading->root, is_default, &reading->list);
}

/* A profile whose name is no text cannot be opened by name, but it is not kept back either. */
static error_code add_nameless(struct list_reading *reading)
{
    struct exchange_account *added = account_list_add(&reading->list, reading->arena);
    if (added == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *added = (struct exchange_account){
        .outlook = reading->root->shared ? OUTLOOK_UNKNOWN : reading->root->own_section,
        .error = CODE_NO_UNICODE_TRANSLATION,
    };
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
    const struct account_list before = reading->list;
    error_code code = CODE_RETRY;
    for (int look = 0; code == CODE_RETRY && look < LOOKS; look++) {
        reading->list = before;
        reading->names = (struct name_sum){0};
        code = read_profiles(reading, only);
        if (code == CODE_SUCCESS)
            code = check_names(reading);
    }
    return code;
}

/* All profiles of one root. What the registry refuses is kept with the list. */
static error_code read_root(struct list_reading *reading, const struct profile_root *root,
                            const char *only)
{
    reading->root = root;
    reading->profiles = NULL;
    error_code code = registry_open(reading->registry, REGISTRY_CURRENT_USER, root->key,
                                    REGISTRY_READ, &reading->profiles);
    if (code == CODE_SUCCESS)
        code = read_all(reading, only);
    registry_close(reading->profiles);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND &&
        reading->list.error == CODE_SUCCESS) {
        reading->list.error = code;
        reading->list.root = root->key;
    }
    return CODE_SUCCESS;
}

/* Tells 2003 and 2007 apart, where there is an account of one of them. */
static error_code name_shared_version(struct list_reading *reading)
{
    enum outlook_version version = OUTLOOK_UNKNOWN;
    bool is_known = false;
    for (size_t i = 0; i < reading->list.count; i++) {
        struct exchange_account *account = &reading->list.accounts[i];
        if (account->outlook != OUTLOOK_UNKNOWN || account->key == NULL)
            continue;
        if (!is_known && profile_root_shared_version(reading->registry, &version) != CODE_SUCCESS)
            return CODE_NOT_ENOUGH_MEMORY;
        is_known = true;
        account->outlook = version;
    }
    return CODE_SUCCESS;
}

error_code account_list_read(struct registry *registry, const char *only, struct arena *arena,
                             struct account_list *list)
{
    struct list_reading reading = {.registry = registry, .arena = arena};
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS && i < PROFILE_ROOT_COUNT; i++)
        code = read_root(&reading, &profile_roots[i], only);
    if (code == CODE_SUCCESS)
        code = name_shared_version(&reading);
    if (code == CODE_SUCCESS)
        *list = reading.list;
    utf16_text_done(&reading.text);
    registry_value_done(&reading.value);
    byte_buffer_done(&reading.name);
    byte_buffer_done(&reading.default_profile);
    return code;
}

/* Below a root: a profile's name and a section's. */
static const char *section_below(const char *key, const char *root)
{
    const size_t root_size = strlen(root);
    if (strlen(key) <= root_size + 1 || !registry_names_equal(key, root_size, root, root_size) ||
        key[root_size] != '\\')
        return NULL;
    const char *profile = key + root_size + 1;
    const char *end = strchr(profile, '\\');
    return end != NULL && end > profile ? end + 1 : NULL;
}

/* May an account have its values in this section? The sections that are known for something else
 * are from facts.md 1.3. */
static bool may_be_account_section(const char *section)
{
    static const char *const others[] = {
        SERVICE_LIST_SECTION, "0a0d020000000000c000000000000046", /* Outlook itself */
        "9375cff0413111d3b88a00104b2a6676",                       /* the account manager */
        "dca740c8c042101ab4b908002b2fe182",                       /* the address book */
    };
    const size_t size = SECTION_NAME_SIZE - 1;
    if (strlen(section) != size || strspn(section, "0123456789abcdefABCDEF") != size)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (registry_names_equal(section, size, others[i], size))
            return false;
    return true;
}

bool account_value_is_ours(const char *key, const char *name)
{
    static const char *const names[] = {PROPERTY_ROH_AUTHENTICATION, PROPERTY_CONFIG_FLAGS,
                                        PROPERTY_ROH_FLAGS, PROPERTY_PRINCIPAL_NAME,
                                        PROPERTY_PRINCIPAL_NAME_STRING8};
    const char *section = NULL;
    for (size_t i = 0; section == NULL && i < PROFILE_ROOT_COUNT; i++)
        section = section_below(key, profile_roots[i].key);
    if (section == NULL || !may_be_account_section(section))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
