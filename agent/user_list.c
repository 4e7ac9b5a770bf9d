#include "agent/user_list.h"

#include "registry/dword.h"
#include "registry/registry_name.h"
#include "registry/utf16_text.h"

#include <string.h>

/* What reading the list needs all along. */
struct list_reading {
    const char *own_sid;
    struct utf16_text text;
    struct registry_value value;
    struct byte_buffer name;
    struct byte_buffer folder;
    struct arena *arena;
    struct user_list list;
    size_t capacity;
};

bool is_user_sid(const char *name)
{
    static const char *const kinds[] = {"S-1-5-21-", "S-1-12-1-"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const size_t size = strlen(kinds[i]);
        if (strncmp(name, kinds[i], size) == 0)
            return name[size] != '\0' && name[size + strspn(name + size, "0123456789-")] == '\0';
    }
    return false;
}

static bool same_name(const char *a, const char *b)
{
    return registry_names_equal(a, strlen(a), b, strlen(b));
}

static struct listed_user *find(const struct list_reading *reading, const char *sid)
{
    for (size_t i = 0; i < reading->list.count; i++)
        if (same_name(reading->list.users[i].sid, sid))
            return &reading->list.users[i];
    return NULL;
}

static error_code add(struct list_reading *reading, const struct listed_user *user)
{
    struct user_list *list = &reading->list;
    if (list->count == reading->capacity) {
        const size_t capacity = reading->capacity > 0 ? 2 * reading->capacity : 8;
        struct listed_user *larger = arena_allocate(reading->arena, capacity * sizeof *larger);
        if (larger == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        if (list->count > 0)
            memcpy(larger, list->users, list->count * sizeof *larger);
        list->users = larger;
        reading->capacity = capacity;
    }
    struct listed_user added = *user;
    added.sid = arena_copy_text(reading->arena, user->sid, strlen(user->sid));
    if (user->folder != NULL)
        added.folder = arena_copy_text(reading->arena, user->folder, strlen(user->folder));
    if (added.sid == NULL || (user->folder != NULL && added.folder == NULL))
        return CODE_NOT_ENOUGH_MEMORY;
    list->users[list->count++] = added;
    return CODE_SUCCESS;
}

/* A text of ProfileList; "" where it is absent or none. */
static error_code read_text(struct list_reading *reading, struct registry_key *key,
                            const char *name)
{
    byte_buffer_clear(&reading->folder);
    error_code code = registry_read(key, name, &reading->value);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&reading->text, &reading->value, &reading->folder);
    if (code == CODE_SUCCESS || code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    byte_buffer_clear(&reading->folder);
    return byte_buffer_text(&reading->folder) != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
}

/* Lists a user by his key in ProfileList. One that cannot be read is listed without a folder: he is
 * told, not passed over. */
static error_code add_profile(struct list_reading *reading, struct registry_key *key,
                              struct listed_user user)
{
    bool temporary = false;
    error_code code = registry_read(key, "State", &reading->value);
    if (code == CODE_SUCCESS && reading->value.data.size == DWORD_SIZE) {
        const uint32_t state = dword_of_bytes(reading->value.data.data);
        user.mandatory = (state & PROFILE_STATE_MANDATORY) != 0;
        temporary = (state & PROFILE_STATE_TEMPORARY) != 0;
    }
    if (code != CODE_NOT_ENOUGH_MEMORY)
        code = read_text(reading, key, "CentralProfile");
    user.roaming = code == CODE_SUCCESS && reading->folder.size > 0;
    if (code == CODE_SUCCESS)
        code = read_text(reading, key, "ProfileImagePath");
    if (code != CODE_SUCCESS || temporary)
        return code;
    user.folder = reading->folder.size > 0 ? (const char *)reading->folder.data : NULL;
    return add(reading, &user);
}

static error_code read_profile(struct list_reading *reading, struct registry_key *profiles)
{
    struct registry_key *key = NULL;
    const struct listed_user user = {.sid = (const char *)reading->name.data};
    error_code code = registry_open_subkey(profiles, user.sid, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = add_profile(reading, key, user);
    else if (code != CODE_NOT_ENOUGH_MEMORY)
        code = add(reading, &user);
    registry_close(key);
    return code;
}

static error_code read_profiles(struct list_reading *reading, struct registry *registry)
{
    struct registry_key *profiles = NULL;
    error_code code =
        registry_open(registry, REGISTRY_LOCAL_MACHINE, PROFILE_LIST_KEY, REGISTRY_READ, &profiles);
    for (size_t index = 0; code == CODE_SUCCESS; index++) {
        code = registry_enumerate_subkey(profiles, index, &reading->name);
        if (code == CODE_NO_UNICODE_TRANSLATION)
            code = CODE_SUCCESS; /* no SID looks like that */
        else if (code == CODE_SUCCESS && is_user_sid((const char *)reading->name.data) &&
                 !same_name((const char *)reading->name.data, reading->own_sid))
            code = read_profile(reading, profiles);
    }
    registry_close(profiles);
    return code == CODE_NO_MORE_ITEMS ? CODE_SUCCESS : code;
}

/* Who was not listed but has a hive loaded is a user too, unless the profile is a temporary one. */
static error_code add_logged_on(struct list_reading *reading, struct registry *registry)
{
    struct byte_buffer path = {0};
    struct registry_key *key = NULL;
    const struct listed_user user = {.sid = (const char *)reading->name.data, .logged_on = true};
    byte_buffer_append_format(&path, "%s\\%s", PROFILE_LIST_KEY, user.sid);
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    if (byte_buffer_text(&path) != NULL)
        code = registry_open(registry, REGISTRY_LOCAL_MACHINE, byte_buffer_text(&path),
                             REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = add_profile(reading, key, user);
    else if (code != CODE_NOT_ENOUGH_MEMORY)
        code = add(reading, &user);
    registry_close(key);
    byte_buffer_done(&path);
    return code;
}

static error_code mark_logged_on(struct list_reading *reading, struct registry *registry,
                                 struct user_hives *hives)
{
    error_code code = CODE_SUCCESS;
    for (size_t index = 0; code == CODE_SUCCESS; index++) {
        code = hives->enumerate(hives, index, &reading->name);
        const char *sid = (const char *)reading->name.data;
        if (code == CODE_NO_UNICODE_TRANSLATION) {
            code = CODE_SUCCESS;
            continue;
        }
        if (code != CODE_SUCCESS || !is_user_sid(sid) || same_name(sid, reading->own_sid))
            continue;
        struct listed_user *user = find(reading, sid);
        if (user != NULL)
            user->logged_on = true;
        else
            code = add_logged_on(reading, registry);
    }
    return code == CODE_NO_MORE_ITEMS ? CODE_SUCCESS : code;
}

error_code user_list_read(struct registry *registry, struct user_hives *hives, const char *own_sid,
                          struct arena *arena, struct user_list *list)
{
    struct list_reading reading = {.own_sid = own_sid, .arena = arena};
    error_code code = read_profiles(&reading, registry);
    error_code logged_on_code = CODE_SUCCESS;
    if (code != CODE_NOT_ENOUGH_MEMORY)
        logged_on_code = mark_logged_on(&reading, registry, hives);
    if (code == CODE_SUCCESS || logged_on_code == CODE_NOT_ENOUGH_MEMORY)
        code = logged_on_code;
    if (code != CODE_NOT_ENOUGH_MEMORY) {
        reading.list.error = code;
        *list = reading.list;
        code = CODE_SUCCESS;
    }
    utf16_text_done(&reading.text);
    registry_value_done(&reading.value);
    byte_buffer_done(&reading.name);
    byte_buffer_done(&reading.folder);
    return code;
}
