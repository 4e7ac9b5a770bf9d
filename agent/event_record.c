#include "agent/event_record.h"

#include "registry/utf16_text.h"

/* The last part of EVENTS_KEY, and what it lies in. */
static const char parent_path[] = "Software\\PromptFix";
static const char key_name[] = "Events";

error_code event_record_read(struct registry *registry, enum registry_root root,
                             const char *question, struct byte_buffer *text)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    struct utf16_text utf16 = {0};
    error_code code = registry_open(registry, root, EVENTS_KEY, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = registry_read(key, question, &value);
    if (code == CODE_SUCCESS)
        code = utf16_text_of_value(&utf16, &value, text);
    registry_close(key);
    registry_value_done(&value);
    utf16_text_done(&utf16);
    return code;
}

error_code event_record_write(struct registry *registry, enum registry_root root,
                              const char *question, const char *text)
{
    struct registry_key *key = NULL;
    struct utf16_text utf16 = {0};
    error_code code = registry_create(registry, root, EVENTS_KEY, &key);
    if (code == CODE_SUCCESS)
        code = utf16_text_write(&utf16, key, question, text);
    registry_close(key);
    utf16_text_done(&utf16);
    return code;
}

/* The key above stays: an undo record may just be coming into being there. */
static void delete_key(struct registry *registry, enum registry_root root)
{
    struct registry_key *parent = NULL;
    if (registry_open(registry, root, parent_path, REGISTRY_WRITE, &parent) == CODE_SUCCESS)
        (void)registry_delete_subkey(parent, key_name); /* an empty key that stays harms nobody */
    registry_close(parent);
}

error_code event_record_delete(struct registry *registry, enum registry_root root,
                               const char *question)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    error_code code = registry_open(registry, root, EVENTS_KEY, REGISTRY_WRITE, &key);
    if (code == CODE_SUCCESS)
        code = registry_delete_value(key, question);
    const bool is_empty =
        code == CODE_SUCCESS && registry_enumerate_value(key, 0, &value) == CODE_NO_MORE_ITEMS;
    registry_close(key);
    registry_value_done(&value);
    if (is_empty)
        delete_key(registry, root);
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}
