#include "tests/unit/guarded_registry.h"

#include "agent/event_record.h"
#include "registry/lm_compatibility.h"
#include "registry/registry_name.h"
#include "tests/unit/modern_sample.h"

#include <stdio.h>
#include <string.h>

enum { OPEN_LIMIT = 64, PATH_SIZE = 1024, WRITTEN_LIMIT = 8, DATA_SIZE = 64 };

#define OWN_KEY "Software\\PromptFix"
#define GLOBAL_SECTION "13dbb0c8aa05101a9bb000aa002fc45a"
#define POLICIES "Software\\Policies\\Microsoft\\Office\\"

struct content {
    bool present;
    uint32_t type;
    size_t size;
    uint8_t data[DATA_SIZE];
};

/* A value that PromptFix has written, as it was before and as it wrote it. */
struct written {
    char path[PATH_SIZE];
    char name[32];
    struct content before;
    struct content after;
};

struct open_key {
    struct registry_key *key;
    enum registry_root root;
    char path[PATH_SIZE];
};

static struct {
    struct fake_host *fake;
    struct registry *other; /* NULL: none */
    const struct registry_operations *original;
    struct registry_operations operations;
    struct open_key open[OPEN_LIMIT];
    struct guard_permission permission;
    struct written written[WRITTEN_LIMIT];
    size_t written_count;
    size_t write_count;
} guard;

static bool starts_with(const char *path, const char *start)
{
    const size_t size = strlen(start);
    return strlen(path) >= size && registry_names_equal(path, size, start, size);
}

static bool is_own(const char *path)
{
    const size_t size = sizeof OWN_KEY - 1;
    return starts_with(path, OWN_KEY) && (path[size] == '\0' || path[size] == '\\');
}

static struct open_key *entry_of(const struct registry_key *key)
{
    for (size_t i = 0; i < OPEN_LIMIT; i++)
        if (guard.open[i].key == key)
            return &guard.open[i];
    ck_abort_msg("a key that was never opened");
    return NULL;
}

static void join(char path[PATH_SIZE], const struct registry_key *parent, const char *below)
{
    const char *above = parent != NULL ? entry_of(parent)->path : "";
    const char *between = above[0] != '\0' && below[0] != '\0' ? "\\" : "";
    const int length = snprintf(path, PATH_SIZE, "%s%s%s", above, between, below);
    ASSERT_FAST(length >= 0 && length < PATH_SIZE);
}

static void note_open(struct registry_key *key, enum registry_root root,
                      const struct registry_key *parent, const char *path)
{
    char joined[PATH_SIZE];
    join(joined, parent, path);
    if (parent != NULL)
        root = entry_of(parent)->root;
    struct open_key *entry = entry_of(NULL);
    entry->key = key;
    entry->root = root;
    memcpy(entry->path, joined, PATH_SIZE);
}

static struct content content_of(struct registry_key *key, const char *name)
{
    struct content content = {0};
    struct registry_value value = {0};
    const error_code code = guard.original->read(key, name, &value);
    ASSERT_FAST(code == CODE_SUCCESS || code == CODE_FILE_NOT_FOUND);
    if (code == CODE_SUCCESS) {
        content.present = true;
        content.type = value.type;
        content.size = value.data.size;
        if (value.data.size > 0 && value.data.size <= DATA_SIZE)
            memcpy(content.data, value.data.data, value.data.size);
    }
    registry_value_done(&value);
    return content;
}

static bool is_number(const struct content *content, uint32_t *number)
{
    if (!content->present || content->size != 4 ||
        (content->type != VALUE_BINARY && content->type != VALUE_DWORD))
        return false;
    *number = (uint32_t)content->data[0] | (uint32_t)content->data[1] << 8 |
              (uint32_t)content->data[2] << 16 | (uint32_t)content->data[3] << 24;
    return true;
}

static bool same_content(const struct content *a, const struct content *b)
{
    if (!a->present || !b->present)
        return a->present == b->present;
    return a->type == b->type && a->size == b->size && memcmp(a->data, b->data, DATA_SIZE) == 0;
}

/* The bits in force: a policy of Outlook 2007, else one of 2003, else the account's own. */
static bool has_ssl(struct registry_key *section)
{
    static const char *const versions[] = {"12.0", "11.0"};
    struct registry *store = section->registry;
    struct content flags = {0};
    uint32_t number = 0;
    for (size_t i = 0; i < 2 && !flags.present; i++) {
        struct registry_key *key = NULL;
        char path[PATH_SIZE];
        snprintf(path, sizeof path, POLICIES "%s\\Outlook\\RPC", versions[i]);
        if (guard.original->open(store, REGISTRY_CURRENT_USER, NULL, path, REGISTRY_READ, &key) !=
            CODE_SUCCESS)
            continue;
        flags = content_of(key, "ProxyServerFlags");
        const bool counts = flags.present || content_of(key, "ProxyAuthenticationService").present;
        guard.original->close(key);
        if (counts)
            break;
    }
    if (!flags.present)
        flags = content_of(section, "00036623");
    return is_number(&flags, &number) && (number & 2) != 0;
}

static bool is_raised(const struct content *old, const struct content *new)
{
    const struct windows_version *windows = &guard.fake->host.windows;
    uint32_t before = windows->major >= 6                            ? 3
                      : windows->minor == 2 && !windows->workstation ? 2
                                                                     : 0;
    uint32_t after = 0;
    if (new->type != VALUE_DWORD || !is_number(new, &after) || after < 2 || after > 3)
        return false;
    if (old->present && (old->type != VALUE_DWORD || !is_number(old, &before) || before > 5))
        return false;
    if (guard.permission.only_level != 0 && after != guard.permission.only_level)
        return false;
    return (old->present || windows->major != 0) && after > before;
}

/* May a fix write there? To the global section of the oldest root, and to the section that the
 * service of a sample (modern_sample.h) points to, never to its provider's or another. */
static bool is_account_section(const char *path)
{
    static const char *const roots[] = {SAMPLE_ROOT_2010 "\\", SAMPLE_ROOT_2013 "\\",
                                        SAMPLE_ROOT_2016 "\\"};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        const char *profile = path + strlen(roots[i]);
        const char *section = starts_with(path, roots[i]) ? strchr(profile, '\\') : NULL;
        if (section != NULL)
            return strcmp(section + 1, "ac000000000000000000000000000000") == 0 ||
                   (i == 0 && strcmp(section + 1, GLOBAL_SECTION) == 0);
    }
    return false;
}

/* "msstd:mail.contoso.com" as UTF-16LE with its NUL, and nothing behind it. */
static bool is_text(const struct content *content, const char *ascii)
{
    const size_t units = strlen(ascii) + 1;
    if (!content->present || content->size != 2 * units || content->size > DATA_SIZE)
        return false;
    for (size_t i = 0; i < units; i++)
        if (content->data[2 * i] != (uint8_t)ascii[i] || content->data[2 * i + 1] != 0)
            return false;
    return true;
}

/* Only the verified certificate's name, only where SSL is in force, and never in place of another
 * one without being told. */
static bool is_name(const struct content *old, const struct content *new, struct registry_key *key)
{
    const char *certificate = guard.permission.certificate;
    const bool is_empty =
        !old->present || old->size < 2 || (old->data[0] == 0 && old->data[1] == 0);
    return certificate != NULL && is_text(new, certificate) && has_ssl(key) &&
           new->type == (old->present ? old->type : VALUE_BINARY) && new->type != VALUE_DWORD &&
           (is_empty || guard.permission.replaces_name);
}

/* Nothing is cleared, and nothing set but SSL and mutual authentication. */
static bool is_flags(uint32_t before, uint32_t after, struct registry_key *key)
{
    return guard.permission.certificate != NULL && (before & 1) != 0 && before != after &&
           after == (before | 6) && has_ssl(key);
}

/* May a fix write this? */
static bool is_fix(const struct open_key *entry, const char *name, const struct content *old,
                   const struct content *new)
{
    uint32_t before = 0;
    uint32_t after = 0;
    if (entry->root == REGISTRY_LOCAL_MACHINE)
        return strcmp(entry->path, LM_COMPATIBILITY_KEY) == 0 &&
               strcmp(name, LM_COMPATIBILITY_VALUE) == 0 && !guard.permission.keeps_level &&
               is_raised(old, new);
    if (!is_account_section(entry->path))
        return false;
    if (strcmp(name, "001f6625") == 0 || strcmp(name, "001e6625") == 0)
        return is_name(old, new, entry->key);
    if (!is_number(old, &before) || !is_number(new, &after) || old->type != new->type)
        return false;
    if (strcmp(name, "00036623") == 0)
        return is_flags(before, after, entry->key);
    if (strcmp(name, "00036627") == 0)
        return before == 1 && after == 2 && !guard.permission.keeps_scheme &&
               (guard.permission.insecure || has_ssl(entry->key));
    return strcmp(name, "00036601") == 0 && guard.permission.clears_always_prompt &&
           (before & 8) != 0 && after == (before & ~8U);
}

static struct written *written_of(const char *path, const char *name)
{
    for (size_t i = 0; i < guard.written_count; i++)
        if (strcmp(guard.written[i].path, path) == 0 && strcmp(guard.written[i].name, name) == 0)
            return &guard.written[i];
    return NULL;
}

static void remember(const char *path, const char *name, const struct content *old,
                     const struct content *new)
{
    ASSERT_FAST(guard.written_count < WRITTEN_LIMIT);
    struct written *written = &guard.written[guard.written_count++];
    *written = (struct written){.before = *old, .after = *new};
    snprintf(written->path, sizeof written->path, "%s", path);
    snprintf(written->name, sizeof written->name, "%s", name);
}

static void judge_change(struct registry_key *key, const char *name, const struct content *new)
{
    const struct open_key *entry = entry_of(key);
    const struct guard_permission *permission = &guard.permission;
    if (is_own(entry->path)) {
        ASSERT_FAST(!permission->changes_nothing || strcmp(entry->path, EVENTS_KEY) == 0);
        return;
    }
    const struct content old = content_of(key, name);
    struct written *written = written_of(entry->path, name);
    bool good = !permission->changes_nothing &&
                (permission->half == -1 || permission->half == (int)entry->root);
    if (permission->undoes)
        good = good && written != NULL && same_content(new, &written->before) &&
               (permission->forces || same_content(&old, &written->after));
    else
        good = good && is_fix(entry, name, &old, new);
    if (!good)
        ck_abort_msg("%s\\%s\\%s must not be written like that", registry_root_name(entry->root),
                     entry->path, name);
    guard.write_count++;
    if (!permission->undoes)
        remember(entry->path, name, &old, new);
}

static error_code guarded_open(struct registry *registry, enum registry_root root,
                               struct registry_key *parent, const char *path,
                               enum registry_access access, struct registry_key **key)
{
    const error_code code = guard.original->open(registry, root, parent, path, access, key);
    if (code == CODE_SUCCESS)
        note_open(*key, root, parent, path);
    return code;
}

static error_code guarded_create(struct registry *registry, enum registry_root root,
                                 struct registry_key *parent, const char *path,
                                 struct registry_key **key)
{
    char joined[PATH_SIZE];
    join(joined, parent, path);
    ASSERT_FAST(is_own(joined) &&
                (!guard.permission.changes_nothing || strcmp(joined, EVENTS_KEY) == 0));
    const error_code code = guard.original->create(registry, root, parent, path, key);
    if (code == CODE_SUCCESS)
        note_open(*key, root, parent, path);
    return code;
}

static error_code guarded_create_volatile(struct registry_key *parent, const char *name,
                                          struct registry_key **key)
{
    ASSERT_FAST(is_own(entry_of(parent)->path) && !guard.permission.changes_nothing);
    const error_code code = guard.original->create_volatile(parent, name, key);
    if (code == CODE_SUCCESS)
        note_open(*key, REGISTRY_CURRENT_USER, parent, name);
    return code;
}

static void guarded_close(struct registry_key *key)
{
    entry_of(key)->key = NULL;
    guard.original->close(key);
}

static error_code guarded_write(struct registry_key *key, const char *name, uint32_t type,
                                const void *data, size_t data_size)
{
    struct content new = {.present = true, .type = type, .size = data_size};
    if (data_size > 0 && data_size <= DATA_SIZE)
        memcpy(new.data, data, data_size);
    judge_change(key, name, &new);
    return guard.original->write(key, name, type, data, data_size);
}

static error_code guarded_delete_value(struct registry_key *key, const char *name)
{
    const struct content absent = {0};
    judge_change(key, name, &absent);
    return guard.original->delete_value(key, name);
}

static error_code guarded_delete_subkey(struct registry_key *key, const char *name)
{
    char joined[PATH_SIZE];
    join(joined, key, name);
    ASSERT_FAST(is_own(joined) &&
                (!guard.permission.changes_nothing || strcmp(joined, EVENTS_KEY) == 0));
    return guard.original->delete_subkey(key, name);
}

void guard_begin(struct fake_host *fake)
{
    memset(&guard, 0, sizeof guard);
    guard.fake = fake;
    guard.original = fake->registry->operations;
    guard.operations = *guard.original;
    guard.operations.open = guarded_open;
    guard.operations.create = guarded_create;
    guard.operations.create_volatile = guarded_create_volatile;
    guard.operations.close = guarded_close;
    guard.operations.write = guarded_write;
    guard.operations.delete_value = guarded_delete_value;
    guard.operations.delete_subkey = guarded_delete_subkey;
    fake->registry->operations = &guard.operations;
}

void guard_also(struct registry *registry)
{
    ASSERT_FAST(registry->operations == guard.original);
    guard.other = registry;
    registry->operations = &guard.operations;
}

void guard_end(void)
{
    guard.fake->registry->operations = guard.original;
    if (guard.other != NULL)
        guard.other->operations = guard.original;
}

void guard_resume(void)
{
    guard.fake->registry->operations = &guard.operations;
}

void guard_permit(const struct guard_permission *permission)
{
    guard.permission = *permission;
}

void guard_forget(void)
{
    guard.written_count = 0;
    guard.write_count = 0;
}

void guard_believe_level(bool was_there, uint32_t before, uint32_t after)
{
    const struct content old = {
        was_there, was_there ? VALUE_DWORD : 0, was_there ? 4 : 0, {(uint8_t)before}};
    const struct content new = {true, VALUE_DWORD, 4, {(uint8_t)after}};
    remember(LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE, &old, &new);
}

size_t guard_write_count(void)
{
    return guard.write_count;
}
