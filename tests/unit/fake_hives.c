#include "tests/unit/fake_hives.h"

#include "agent/user_list.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct fake_hives *fake_of(struct user_hives *hives)
{
    return (struct fake_hives *)hives;
}

/* By SID, or by the name that his hive is loaded under. */
static struct fake_user *find(struct fake_hives *fake, const char *name)
{
    const bool own_name = strncmp(name, LOADED_HIVE_PREFIX, sizeof LOADED_HIVE_PREFIX - 1) == 0;
    if (own_name)
        name += sizeof LOADED_HIVE_PREFIX - 1;
    for (size_t i = 0; i < fake->count; i++)
        if (strcmp(fake->users[i].sid, name) == 0)
            return &fake->users[i];
    return NULL;
}

static error_code append(struct byte_buffer *out, const char *text)
{
    byte_buffer_append_text(out, text);
    return byte_buffer_text(out) != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
}

static error_code enable(struct user_hives *hives)
{
    return fake_of(hives)->enable_error;
}

static error_code append_own_sid(struct user_hives *hives, struct byte_buffer *sid)
{
    const error_code code = fake_of(hives)->sid_error;
    return code == CODE_SUCCESS ? append(sid, OWN_SID) : code;
}

static error_code append_user(struct user_hives *hives, const char *sid, struct byte_buffer *name)
{
    const struct fake_user *user = find(fake_of(hives), sid);
    if (user == NULL || user->name == NULL)
        return CODE_FILE_NOT_FOUND;
    byte_buffer_append_text(name, "CONTOSO\\");
    return append(name, user->name);
}

/* .DEFAULT, oneself, and of each user the keys that he has, his classes too. */
static error_code enumerate(struct user_hives *hives, size_t index, struct byte_buffer *name)
{
    struct fake_hives *fake = fake_of(hives);
    char text[96];
    size_t at = 2;
    if (fake->enumerate_error != CODE_SUCCESS)
        return fake->enumerate_error;
    byte_buffer_clear(name);
    if (index < 2)
        return append(name, index == 0 ? ".DEFAULT" : OWN_SID);
    for (size_t i = 0; i < fake->count; i++) {
        const struct fake_user *user = &fake->users[i];
        if (user->logged_on && index == at++)
            return append(name, user->sid);
        if (user->logged_on && index == at++) {
            snprintf(text, sizeof text, "%s_Classes", user->sid);
            return append(name, text);
        }
        if (user->loaded && index == at++) {
            snprintf(text, sizeof text, LOADED_HIVE_PREFIX "%s", user->sid);
            return append(name, text);
        }
    }
    return CODE_NO_MORE_ITEMS;
}

static error_code lock(struct user_hives *hives, const char *sid)
{
    struct fake_hives *fake = fake_of(hives);
    const struct fake_user *user = find(fake, sid);
    ck_assert_ptr_nonnull(user);
    ck_assert_ptr_null(fake->locked);
    if (user->lock_error == CODE_SUCCESS)
        fake->locked = user;
    return user->lock_error;
}

static void unlock(struct user_hives *hives)
{
    ck_assert_ptr_nonnull(fake_of(hives)->locked);
    fake_of(hives)->locked = NULL;
}

/* The folder is the SID. */
static error_code find_file(struct user_hives *hives, const char *folder, enum hive_file *kind)
{
    const struct fake_user *user = find(fake_of(hives), folder);
    ck_assert_ptr_nonnull(user);
    if (user->find_error == CODE_SUCCESS)
        *kind = user->file;
    return user->find_error;
}

static error_code load(struct user_hives *hives, const char *name, const char *folder)
{
    struct fake_user *user = find(fake_of(hives), folder);
    ck_assert_ptr_nonnull(user);
    ck_assert_ptr_eq(find(fake_of(hives), name), user);
    ck_assert_ptr_eq(fake_of(hives)->locked, user);
    ck_assert(!user->loaded && !user->logged_on && user->file == HIVE_FILE_USUAL);
    if (user->load_error != CODE_SUCCESS)
        return user->load_error;
    user->loaded = true;
    user->load_count++;
    return CODE_SUCCESS;
}

static error_code unload(struct user_hives *hives, const char *name)
{
    struct fake_user *user = find(fake_of(hives), name);
    ck_assert_ptr_nonnull(user);
    ck_assert(user->loaded && fake_of(hives)->locked == user);
    ck_assert_ptr_null(fake_of(hives)->opened);
    ck_assert_uint_eq(memory_registry_open_count(user->memory), 0);
    if (user->unload_error != CODE_SUCCESS)
        return user->unload_error;
    user->loaded = false;
    memory_registry_restart(user->memory, REGISTRY_CURRENT_USER);
    return CODE_SUCCESS;
}

static error_code open(struct user_hives *hives, const char *name, struct registry **registry)
{
    struct fake_user *user = find(fake_of(hives), name);
    ck_assert_ptr_nonnull(user);
    ck_assert_ptr_null(fake_of(hives)->opened);
    ck_assert(strcmp(name, user->sid) == 0 ? user->logged_on : user->loaded);
    if (user->open_error != CODE_SUCCESS)
        return user->open_error;
    fake_of(hives)->opened = user;
    *registry = user->registry;
    return CODE_SUCCESS;
}

static void close(struct user_hives *hives, struct registry *registry)
{
    ck_assert_ptr_eq(fake_of(hives)->opened->registry, registry);
    fake_of(hives)->opened = NULL;
}

void fake_hives_init(struct fake_hives *fake, struct fake_host *host)
{
    *fake = (struct fake_hives){
        .hives =
            {
                .enable = enable,
                .append_own_sid = append_own_sid,
                .append_user = append_user,
                .enumerate = enumerate,
                .lock = lock,
                .unlock = unlock,
                .find_file = find_file,
                .load = load,
                .unload = unload,
                .open = open,
                .close = close,
            },
    };
    host->host.hives = &fake->hives;
    sample_text(host->registry, REGISTRY_LOCAL_MACHINE, PROFILE_LIST_KEY "\\" OWN_SID,
                "ProfileImagePath", "C:\\Users\\self");
}

void fake_hives_done(struct fake_hives *fake)
{
    ck_assert_ptr_null(fake->locked);
    ck_assert_ptr_null(fake->opened);
    for (size_t i = 0; i < fake->count; i++) {
        ck_assert(!fake->users[i].loaded || fake->users[i].unload_error != CODE_SUCCESS);
        ck_assert_uint_eq(memory_registry_open_count(fake->users[i].memory), 0);
        memory_registry_free(fake->users[i].memory);
    }
}

struct fake_user *fake_hives_add(struct fake_hives *fake, struct fake_host *host, const char *sid,
                                 const char *name, bool logged_on)
{
    char key[256];
    ck_assert_uint_lt(fake->count, FAKE_USER_LIMIT);
    struct fake_user *user = &fake->users[fake->count++];
    *user = (struct fake_user){.sid = sid, .name = name, .logged_on = logged_on};
    user->memory = sample_registry_create();
    user->registry = memory_registry_interface(user->memory);
    snprintf(key, sizeof key, PROFILE_LIST_KEY "\\%s", sid);
    sample_text(host->registry, REGISTRY_LOCAL_MACHINE, key, "ProfileImagePath", sid);
    return user;
}
