#include "registry/undo_record.h"

#include "registry/dword.h"
#include "registry/registry_name.h"
#include "registry/utf16_text.h"

#include <stdio.h>
#include <string.h>

enum {
    NAME_SIZE = 32, /* "4294967295.WasAbsent" and its NUL fit */
    LOOKS = 4,      /* how often the newest record may vanish while it is looked at */
};

static const uint32_t HIGHEST_NUMBER = UINT32_MAX - 1; /* of a record */

static const char *const state_names[] = {
    [UNDO_RECORD_PENDING] = "pending",
    [UNDO_RECORD_APPLIED] = "applied",
    [UNDO_RECORD_UNDOING] = "undoing",
};

static void part_name(char name[NAME_SIZE], size_t index, const char *part)
{
    snprintf(name, NAME_SIZE, "%zu.%s", index + 1, part);
}

static void record_path(char path[64], uint32_t number)
{
    snprintf(path, 64, UNDO_RECORDS_KEY "\\%lu", (unsigned long)number);
}

/* A record's number, or 0 for a name that is no plain decimal number from 1 to 4294967294. */
static uint32_t record_number(const char *name)
{
    uint64_t number = 0;
    if (name[0] == '0')
        return 0;
    for (; *name != '\0'; name++) {
        if (*name < '0' || *name > '9' || number > UINT32_MAX)
            return 0;
        number = number * 10 + (uint64_t)(*name - '0');
    }
    return number <= HIGHEST_NUMBER ? (uint32_t)number : 0;
}

static error_code highest_number(struct registry *registry, enum registry_root root, uint32_t below,
                                 uint32_t *highest)
{
    struct registry_key *key = NULL;
    struct byte_buffer name = {0};
    uint32_t found = 0;

    error_code code = registry_open(registry, root, UNDO_RECORDS_KEY, REGISTRY_READ, &key);
    for (size_t index = 0; code == CODE_SUCCESS; index++) {
        code = registry_enumerate_subkey(key, index, &name);
        if (code == CODE_NO_UNICODE_TRANSLATION) {
            code = CODE_SUCCESS; /* no name of ours */
        } else if (code == CODE_SUCCESS) {
            uint32_t number = record_number((const char *)name.data);
            if (number > found && number < below)
                found = number;
        }
    }
    if (code == CODE_NO_MORE_ITEMS || code == CODE_FILE_NOT_FOUND)
        code = CODE_SUCCESS;
    if (code == CODE_SUCCESS)
        *highest = found;
    byte_buffer_done(&name);
    registry_close(key);
    return code;
}

/* UTF-16LE compared with an ASCII name: reading a state needs no converter. */
static bool is_state(const struct registry_value *value, const char *name)
{
    size_t length = strlen(name);
    const uint8_t *bytes = value->data.data;
    if (value->type != VALUE_STRING || value->data.size != 2 * (length + 1))
        return false;
    for (size_t i = 0; i <= length; i++)
        if (bytes[2 * i] != (uint8_t)name[i] || bytes[2 * i + 1] != 0)
            return false;
    return true;
}

/* CODE_KEY_DELETED when the record has vanished since its name was seen, or all of them have. */
static error_code find_newest(struct registry *registry, enum registry_root root, uint32_t below,
                              uint32_t *number, enum undo_record_state *state)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    char path[64];
    uint32_t highest = 0;
    enum undo_record_state found = UNDO_RECORD_DAMAGED;

    error_code code = highest_number(registry, root, below, &highest);
    if (code == CODE_SUCCESS && highest == 0)
        code = CODE_FILE_NOT_FOUND;
    if (code != CODE_SUCCESS)
        return code;
    record_path(path, highest);
    code = registry_open(registry, root, path, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = registry_read(key, "State", &value);
    if (code == CODE_FILE_NOT_FOUND && key == NULL) {
        code = CODE_KEY_DELETED;
    } else if (code == CODE_FILE_NOT_FOUND) {
        code = CODE_SUCCESS;
        found = UNDO_RECORD_INCOMPLETE;
    } else if (code == CODE_SUCCESS) {
        for (int i = UNDO_RECORD_PENDING; i <= UNDO_RECORD_UNDOING; i++)
            if (is_state(&value, state_names[i]))
                found = (enum undo_record_state)i;
    }
    if (code == CODE_SUCCESS) {
        *number = highest;
        *state = found;
    }
    registry_value_done(&value);
    registry_close(key);
    return code;
}

error_code undo_record_newest(struct registry *registry, enum registry_root root, uint32_t below,
                              uint32_t *number, enum undo_record_state *state)
{
    error_code code = CODE_KEY_DELETED;
    for (int look = 0; code == CODE_KEY_DELETED && look < LOOKS; look++)
        code = find_newest(registry, root, below, number, state);
    return code;
}

static error_code write_change(struct utf16_text *text, struct registry_key *key, size_t index,
                               const struct registry_change *change)
{
    char name[NAME_SIZE];
    part_name(name, index, "Key");
    error_code code = utf16_text_write(text, key, name, change->key);
    if (code == CODE_SUCCESS) {
        part_name(name, index, "Value");
        code = utf16_text_write(text, key, name, change->name);
    }
    if (code == CODE_SUCCESS && change->before.present) {
        part_name(name, index, "Before");
        code = stored_data_write(key, name, &change->before);
    } else if (code == CODE_SUCCESS) {
        part_name(name, index, "WasAbsent");
        code = registry_write_dword(key, name, 1);
    }
    if (code == CODE_SUCCESS && change->after.present) {
        part_name(name, index, "After");
        code = stored_data_write(key, name, &change->after);
    }
    return code;
}

error_code undo_record_write(struct registry *registry, const struct change_set *set,
                             const char *time, const char *program, uint32_t *number)
{
    struct utf16_text text = {0};
    struct registry_key *key = NULL;
    char path[64];
    uint32_t highest = 0;

    error_code code = highest_number(registry, set->root, UNDO_RECORD_ANY, &highest);
    if (code == CODE_SUCCESS && highest == HIGHEST_NUMBER)
        code = CODE_INVALID_DATA;
    if (code == CODE_SUCCESS) {
        record_path(path, highest + 1);
        code = registry_create(registry, set->root, path, &key);
    }
    if (code == CODE_SUCCESS)
        code = utf16_text_write(&text, key, "Time", time);
    if (code == CODE_SUCCESS)
        code = utf16_text_write(&text, key, "Program", program);
    if (code == CODE_SUCCESS)
        code = registry_write_dword(key, "Changes", (uint32_t)set->count);
    for (size_t i = 0; code == CODE_SUCCESS && i < set->count; i++)
        code = write_change(&text, key, i, &set->changes[i]);
    if (code == CODE_SUCCESS)
        code = registry_flush(key); /* all of it is on disk before it may count */
    if (code == CODE_SUCCESS)
        code = utf16_text_write(&text, key, "State", state_names[UNDO_RECORD_PENDING]);
    if (code == CODE_SUCCESS)
        code = registry_flush(key);

    bool created = key != NULL;
    registry_close(key);
    utf16_text_done(&text);
    if (code == CODE_SUCCESS)
        *number = highest + 1;
    else if (created)
        (void)undo_record_delete(registry, set->root, highest + 1); /* the first error counts */
    return code;
}

error_code undo_record_set_state(struct registry *registry, enum registry_root root,
                                 uint32_t number, enum undo_record_state state)
{
    struct utf16_text text = {0};
    struct registry_key *key = NULL;
    char path[64];

    record_path(path, number);
    error_code code = registry_open(registry, root, path, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = utf16_text_write(&text, key, "State", state_names[state]);
    if (code == CODE_SUCCESS)
        code = registry_flush(key);
    registry_close(key);
    utf16_text_done(&text);
    return code;
}

/* Deletes a value that need not be there. */
static error_code sweep(struct registry_key *key, size_t index, const char *part)
{
    char name[NAME_SIZE];
    part_name(name, index, part);
    error_code code = registry_delete_value(key, name);
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}

error_code undo_record_set_found(struct registry *registry, enum registry_root root,
                                 uint32_t number, size_t index,
                                 const struct registry_change *change,
                                 const struct stored_data *data)
{
    struct registry_key *key = NULL;
    char path[64];
    char name[NAME_SIZE];
    const bool differs = !stored_data_equal(data, &change->after);

    record_path(path, number);
    error_code code = registry_open(registry, root, path, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = sweep(key, index, "Found"); /* of an undo before this one */
    if (code == CODE_SUCCESS)
        code = sweep(key, index, "WasGone");
    if (code == CODE_SUCCESS && differs) {
        part_name(name, index, data->present ? "Found" : "WasGone");
        code =
            data->present ? stored_data_write(key, name, data) : registry_write_dword(key, name, 1);
    }
    if (code == CODE_SUCCESS && differs)
        code = registry_flush(key);
    registry_close(key);
    return code;
}

/* What one record's reading needs all along. */
struct record_reading {
    struct registry_key *key;
    struct utf16_text text;
    struct registry_value value;
    struct byte_buffer utf8;
    struct arena *arena;
};

static error_code read_text(struct record_reading *reading, const char *name, const char **text)
{
    error_code code = registry_read(reading->key, name, &reading->value);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&reading->text, &reading->value, &reading->utf8);
    if (code == CODE_FILE_NOT_FOUND || code == CODE_NO_UNICODE_TRANSLATION)
        return CODE_INVALID_DATA;
    if (code != CODE_SUCCESS)
        return code;
    const char *copy =
        arena_copy_text(reading->arena, (const char *)reading->utf8.data, reading->utf8.size);
    if (copy == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *text = copy;
    return CODE_SUCCESS;
}

static error_code read_data(struct record_reading *reading, const char *name,
                            struct stored_data *data)
{
    error_code code = registry_read(reading->key, name, &reading->value);
    if (code == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS; /* recorded as absent */
    if (code != CODE_SUCCESS)
        return code;
    return stored_data_copy(reading->arena, &reading->value, data);
}

/* A Before that is missing must be missing on purpose: else a damaged record would have an undo
 * delete a value that was there. */
static error_code check_before(struct record_reading *reading, size_t index, bool present)
{
    char name[NAME_SIZE];
    part_name(name, index, "WasAbsent");
    error_code code = registry_read(reading->key, name, &reading->value);
    if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND)
        return code;
    return (code == CODE_FILE_NOT_FOUND) == present ? CODE_SUCCESS : CODE_INVALID_DATA;
}

static error_code read_change(struct record_reading *reading, size_t index,
                              struct registry_change *change)
{
    char name[NAME_SIZE];
    part_name(name, index, "Key");
    error_code code = read_text(reading, name, &change->key);
    if (code == CODE_SUCCESS) {
        part_name(name, index, "Value");
        code = read_text(reading, name, &change->name);
    }
    if (code == CODE_SUCCESS) {
        part_name(name, index, "Before");
        code = read_data(reading, name, &change->before);
    }
    if (code == CODE_SUCCESS)
        code = check_before(reading, index, change->before.present);
    if (code == CODE_SUCCESS) {
        part_name(name, index, "After");
        code = read_data(reading, name, &change->after);
    }
    return code;
}

/* In place of the After: what the undo under way has found. */
static error_code read_found(struct record_reading *reading, size_t index,
                             struct registry_change *change)
{
    char name[NAME_SIZE];
    struct stored_data found = {0};
    part_name(name, index, "Found");
    error_code code = read_data(reading, name, &found);
    if (code != CODE_SUCCESS)
        return code;
    if (found.present) {
        change->after = found;
        return CODE_SUCCESS;
    }
    part_name(name, index, "WasGone");
    code = registry_read(reading->key, name, &reading->value);
    if (code == CODE_SUCCESS)
        change->after = found;
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}

static bool same_value(const struct registry_change *a, const struct registry_change *b)
{
    return registry_names_equal(a->key, strlen(a->key), b->key, strlen(b->key)) &&
           registry_names_equal(a->name, strlen(a->name), b->name, strlen(b->name));
}

static error_code read_count(struct record_reading *reading, size_t *count)
{
    error_code code = registry_read(reading->key, "Changes", &reading->value);
    if (code != CODE_SUCCESS)
        return code == CODE_FILE_NOT_FOUND ? CODE_INVALID_DATA : code;
    if (reading->value.type != VALUE_DWORD || reading->value.data.size != DWORD_SIZE)
        return CODE_INVALID_DATA;
    uint32_t number = dword_of_bytes(reading->value.data.data);
    if (number == 0 || number > CHANGE_SET_LIMIT)
        return CODE_INVALID_DATA;
    *count = number;
    return CODE_SUCCESS;
}

error_code undo_record_load(struct registry *registry, enum registry_root root, uint32_t number,
                            bool undoing, change_permitted_function *permitted, struct arena *arena,
                            struct change_set *set)
{
    struct record_reading reading = {.arena = arena};
    struct change_set loaded = {.root = root};
    char path[64];

    record_path(path, number);
    error_code code = registry_open(registry, root, path, REGISTRY_READ, &reading.key);
    if (code == CODE_SUCCESS)
        code = read_count(&reading, &loaded.count);
    if (code == CODE_SUCCESS) {
        loaded.changes = arena_allocate(arena, loaded.count * sizeof *loaded.changes);
        if (loaded.changes == NULL)
            code = CODE_NOT_ENOUGH_MEMORY;
    }
    for (size_t i = 0; code == CODE_SUCCESS && i < loaded.count; i++) {
        struct registry_change *change = &loaded.changes[i];
        code = read_change(&reading, i, change);
        if (code == CODE_SUCCESS &&
            (!permitted(root, change) || (i > 0 && same_value(change, change - 1))))
            code = CODE_INVALID_DATA;
        if (code == CODE_SUCCESS && undoing)
            code = read_found(&reading, i, change);
    }
    if (code == CODE_SUCCESS)
        *set = loaded;

    registry_close(reading.key);
    utf16_text_done(&reading.text);
    registry_value_done(&reading.value);
    byte_buffer_done(&reading.utf8);
    return code;
}

/* Deletes `name` below `path` if it holds neither subkeys nor values. */
static void delete_if_empty(struct registry *registry, enum registry_root root, const char *path,
                            const char *name)
{
    struct registry_key *parent = NULL;
    struct registry_key *key = NULL;
    struct byte_buffer subkey = {0};
    struct registry_value value = {0};

    bool empty = registry_open(registry, root, path, REGISTRY_WRITE, &parent) == CODE_SUCCESS &&
                 registry_open_subkey(parent, name, REGISTRY_READ, &key) == CODE_SUCCESS &&
                 registry_enumerate_subkey(key, 0, &subkey) == CODE_NO_MORE_ITEMS &&
                 registry_enumerate_value(key, 0, &value) == CODE_NO_MORE_ITEMS;
    registry_close(key);
    if (empty)
        (void)registry_delete_subkey(parent, name); /* an empty key that stays harms nobody */
    registry_close(parent);
    byte_buffer_done(&subkey);
    registry_value_done(&value);
}

error_code undo_record_delete(struct registry *registry, enum registry_root root, uint32_t number)
{
    struct registry_key *key = NULL;
    char name[16];
    snprintf(name, sizeof name, "%lu", (unsigned long)number);

    error_code code = registry_open(registry, root, UNDO_RECORDS_KEY, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = registry_delete_subkey(key, name);
    if (code == CODE_SUCCESS)
        (void)registry_flush(key); /* see the header: the record is gone either way */
    registry_close(key);
    if (code != CODE_SUCCESS)
        return code;
    delete_if_empty(registry, root, "Software\\PromptFix", "Undo");
    delete_if_empty(registry, root, "Software", "PromptFix");
    return CODE_SUCCESS;
}
