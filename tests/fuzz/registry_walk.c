#include "tests/fuzz/registry_walk.h"

#include "registry/registry_name.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

struct walk {
    const struct registry_visitor *visitor;
    enum registry_root root;
    struct byte_buffer path;
    struct byte_buffer name;
    struct registry_value value;
};

static const char *path_of(struct walk *walk)
{
    const char *path = byte_buffer_text(&walk->path);
    ASSERT_FAST(path != NULL);
    return path;
}

/* One call for each level of keys: an input is too short for so many that the stack would end. */
static void walk_key(struct walk *walk, struct registry_key *key)
{
    const size_t path_size = walk->path.size;
    error_code code = CODE_SUCCESS;

    walk->visitor->key(walk->visitor->context, walk->root, path_of(walk));
    for (size_t i = 0; (code = registry_enumerate_value(key, i, &walk->value)) == CODE_SUCCESS; i++)
        walk->visitor->value(walk->visitor->context, &walk->value);
    ASSERT_FAST(code == CODE_NO_MORE_ITEMS);
    for (size_t i = 0; (code = registry_enumerate_subkey(key, i, &walk->name)) == CODE_SUCCESS;
         i++) {
        struct registry_key *subkey = NULL;
        ASSERT_FAST(registry_open_subkey(key, (const char *)walk->name.data, REGISTRY_READ,
                                         &subkey) == CODE_SUCCESS);
        if (path_size > 0)
            byte_buffer_append_byte(&walk->path, '\\');
        byte_buffer_append(&walk->path, walk->name.data, walk->name.size);
        walk_key(walk, subkey);
        registry_close(subkey);
        walk->path.size = path_size;
    }
    ASSERT_FAST(code == CODE_NO_MORE_ITEMS);
}

void registry_walk(struct registry *registry, const struct registry_visitor *visitor)
{
    struct walk walk = {.visitor = visitor};
    for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
        struct registry_key *key = NULL;
        walk.root = (enum registry_root)root;
        ASSERT_FAST(registry_open(registry, walk.root, "", REGISTRY_READ, &key) == CODE_SUCCESS);
        walk_key(&walk, key);
        registry_close(key);
    }
    byte_buffer_done(&walk.path);
    byte_buffer_done(&walk.name);
    registry_value_done(&walk.value);
}

struct copying {
    struct registry *into;
    struct registry_key *key;
};

static void copy_key(void *context, enum registry_root root, const char *path)
{
    struct copying *copying = context;
    registry_close(copying->key);
    copying->key = NULL;
    ASSERT_FAST(registry_create(copying->into, root, path, &copying->key) == CODE_SUCCESS);
}

static void copy_value(void *context, const struct registry_value *value)
{
    const struct copying *copying = context;
    ASSERT_FAST(registry_write(copying->key, (const char *)value->name.data, value->type,
                               value->data.data, value->data.size) == CODE_SUCCESS);
}

struct memory_registry *registry_copy(struct registry *registry)
{
    struct memory_registry *copy = sample_registry_create();
    struct copying copying = {.into = memory_registry_interface(copy)};
    registry_walk(registry, &(struct registry_visitor){copy_key, copy_value, &copying});
    registry_close(copying.key);
    return copy;
}

struct comparing {
    struct registry *other;
    bool only_missing; /* the second way round: what both have has been compared */
    struct registry_key *other_key;
    struct registry_value other_value;
    struct byte_buffer path;
    struct registry_difference difference;
    registry_difference_function *report;
    void *context;
};

static void compare_key(void *context, enum registry_root root, const char *path)
{
    struct comparing *comparing = context;
    registry_close(comparing->other_key);
    comparing->other_key = NULL;
    byte_buffer_clear(&comparing->path);
    byte_buffer_append_text(&comparing->path, path);
    comparing->difference =
        (struct registry_difference){.root = root, .path = byte_buffer_text(&comparing->path)};
    error_code code =
        registry_open(comparing->other, root, path, REGISTRY_READ, &comparing->other_key);
    ASSERT_FAST(code == CODE_SUCCESS || code == CODE_FILE_NOT_FOUND);
    if (code == CODE_FILE_NOT_FOUND)
        comparing->report(comparing->context, &comparing->difference);
}

static void compare_value(void *context, const struct registry_value *value)
{
    struct comparing *comparing = context;
    struct registry_difference *difference = &comparing->difference;
    const struct stored_data data = {true, value->type, value->data.data, value->data.size};
    struct stored_data other = {0};

    if (comparing->other_key != NULL)
        ASSERT_FAST(stored_data_read(comparing->other_key, (const char *)value->name.data,
                                     &comparing->other_value, &other) == CODE_SUCCESS);
    if (stored_data_equal(&data, &other) || (comparing->only_missing && other.present))
        return;
    difference->name = (const char *)value->name.data;
    difference->before = comparing->only_missing ? other : data;
    difference->after = comparing->only_missing ? data : other;
    comparing->report(comparing->context, difference);
}

void registry_compare(struct registry *before, struct registry *after,
                      registry_difference_function *report, void *context)
{
    struct comparing comparing = {.report = report, .context = context};
    const struct registry_visitor visitor = {compare_key, compare_value, &comparing};

    comparing.other = after;
    registry_walk(before, &visitor);
    registry_close(comparing.other_key);
    comparing.other_key = NULL;
    comparing.other = before;
    comparing.only_missing = true;
    registry_walk(after, &visitor);
    registry_close(comparing.other_key);
    registry_value_done(&comparing.other_value);
    byte_buffer_done(&comparing.path);
}

void registry_allow_no_difference(void *context, const struct registry_difference *difference)
{
    (void)context;
    ck_abort_msg("%s\\%s : %s is not the same", registry_root_name(difference->root),
                 difference->path, difference->name != NULL ? difference->name : "(the key)");
}

static bool same_name(const char *a, size_t a_size, const char *b)
{
    return registry_names_equal(a, a_size, b, strlen(b));
}

bool registry_difference_is_level(const struct registry_difference *difference)
{
    const char *name = difference->name;
    return difference->root == REGISTRY_LOCAL_MACHINE && name != NULL &&
           same_name(name, strlen(name), "LmCompatibilityLevel") &&
           same_name(difference->path, strlen(difference->path),
                     "SYSTEM\\CurrentControlSet\\Control\\Lsa");
}

/* A section that may be an account's own: 32 hex digits, and none of those that MAPI and Outlook
 * have named for something else. */
static bool may_be_account(const char *section)
{
    static const char *const others[] = {
        "9207f3e0a3b11019908b08002b2a56c2",
        "0a0d020000000000c000000000000046",
        "9375cff0413111d3b88a00104b2a6676",
        "dca740c8c042101ab4b908002b2fe182",
    };
    if (strlen(section) != 32 || strspn(section, "0123456789abcdefABCDEF") != 32)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (same_name(section, 32, others[i]))
            return false;
    return true;
}

bool registry_difference_is_ours(const struct registry_difference *difference)
{
    static const char *const roots[] = {
        "Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles\\",
        "Software\\Microsoft\\Office\\15.0\\Outlook\\Profiles\\",
        "Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\",
    };
    const char *path = difference->path;
    const char *name = difference->name;
    if (difference->root == REGISTRY_LOCAL_MACHINE)
        return registry_difference_is_level(difference);
    for (size_t i = 0; name != NULL && i < sizeof roots / sizeof roots[0]; i++) {
        const size_t size = strlen(roots[i]);
        if (strlen(path) <= size || !same_name(path, size, roots[i]))
            continue;
        const char *section = strchr(path + size, '\\');
        return section != NULL && section > path + size && may_be_account(section + 1) &&
               (strcmp(name, "00036627") == 0 || strcmp(name, "00036601") == 0);
    }
    return false;
}
