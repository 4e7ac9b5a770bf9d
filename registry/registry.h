/* The registry as PromptFix sees it: one interface, three stores behind it.
 *
 * The program works on the Windows registry (windows_registry_windows.c), on an exported .reg file
 * (reg_file_reader.c fills a memory store), and in tests on memory (memory_registry.c). All that
 * decides anything is written against this interface and cannot tell which one it has.
 *
 * Names and paths are UTF-8, path parts are parted by backslashes, and names compare without
 * regard to case. Nothing turns into a default on the way: what is absent is CODE_FILE_NOT_FOUND,
 * what is denied CODE_ACCESS_DENIED, and a value comes with the type and bytes that are stored
 * (text as UTF-16LE), so that the reader judges them.
 *
 * A failed call leaves its outputs untouched.
 */
#ifndef PROMPTFIX_REGISTRY_REGISTRY_H
#define PROMPTFIX_REGISTRY_REGISTRY_H

#include "registry/byte_buffer.h"
#include "registry/error_code.h"

#include <stddef.h>
#include <stdint.h>

enum registry_root {
    REGISTRY_CURRENT_USER,
    REGISTRY_LOCAL_MACHINE,
};

/* Value types. Source: Microsoft, "Registry Value Types" (winnt.h). */
enum {
    VALUE_NONE = 0,
    VALUE_STRING = 1,
    VALUE_EXPAND_STRING = 2,
    VALUE_BINARY = 3,
    VALUE_DWORD = 4,
    VALUE_DWORD_BIG_ENDIAN = 5,
    VALUE_LINK = 6,
    VALUE_MULTI_STRING = 7,
    VALUE_RESOURCE_LIST = 8,
    VALUE_FULL_RESOURCE_DESCRIPTOR = 9,
    VALUE_RESOURCE_REQUIREMENTS_LIST = 10,
    VALUE_QWORD = 11,
};

enum registry_access {
    REGISTRY_READ,
    REGISTRY_WRITE, /* read, set and delete values, create and delete subkeys */
};

/* What of a key is watched. */
enum registry_watch_scope {
    REGISTRY_WATCH_NAMES,   /* its subkeys: one is made or deleted */
    REGISTRY_WATCH_KEY,     /* these, and its values: one is written or deleted */
    REGISTRY_WATCH_SUBTREE, /* the same for it and every key below it */
};

/* What a watch sets when something has changed, and somebody waits for. Each store has its own
 * kind: windows_signal_windows.h, memory_watch.h. */
struct registry_signal;

/* One value as stored. All zero is empty. The buffers are used again from call to call. */
struct registry_value {
    struct byte_buffer name; /* UTF-8, NUL-terminated behind `size`; filled by enumeration only */
    uint32_t type;
    struct byte_buffer data;
};

void registry_value_done(struct registry_value *value);

struct registry;
struct registry_key;

/* What a store must do. Callers use the functions below instead. */
struct registry_operations {
    error_code (*open)(struct registry *registry, enum registry_root root,
                       struct registry_key *parent, const char *path, enum registry_access access,
                       struct registry_key **key);
    error_code (*create)(struct registry *registry, enum registry_root root,
                         struct registry_key *parent, const char *path, struct registry_key **key);
    error_code (*create_volatile)(struct registry_key *parent, const char *name,
                                  struct registry_key **key);
    void (*close)(struct registry_key *key);
    error_code (*enumerate_subkey)(struct registry_key *key, size_t index,
                                   struct byte_buffer *name);
    error_code (*enumerate_value)(struct registry_key *key, size_t index,
                                  struct registry_value *value);
    error_code (*read)(struct registry_key *key, const char *name, struct registry_value *value);
    error_code (*write)(struct registry_key *key, const char *name, uint32_t type, const void *data,
                        size_t data_size);
    error_code (*delete_value)(struct registry_key *key, const char *name);
    error_code (*delete_subkey)(struct registry_key *key, const char *name);
    error_code (*flush)(struct registry_key *key);
    error_code (*watch)(struct registry_key *key, enum registry_watch_scope scope,
                        struct registry_signal *signal);
    error_code (*lock)(struct registry *registry, enum registry_root root);
    void (*unlock)(struct registry *registry, enum registry_root root);
};

/* A store begins with this; an open key of a store begins with the other. */
struct registry {
    const struct registry_operations *operations;
};

struct registry_key {
    struct registry *registry;
};

/* "HKCU" or "HKLM": how a report names a root. */
const char *registry_root_name(enum registry_root root);

/* "REG_DWORD" and so on; NULL for a type without a name. */
const char *registry_type_name(uint32_t type);

/* Open the key `path` below a root or below an open key. The caller closes it with
 * registry_close. On a 64-bit Windows this is the 64-bit view. Errors: CODE_FILE_NOT_FOUND,
 * CODE_ACCESS_DENIED, CODE_NO_UNICODE_TRANSLATION for a path that is no UTF-8, what Windows says.
 */
error_code registry_open(struct registry *registry, enum registry_root root, const char *path,
                         enum registry_access access, struct registry_key **key);
error_code registry_open_subkey(struct registry_key *parent, const char *path,
                                enum registry_access access, struct registry_key **key);

/* The same for writing; keys on the way that are missing are made. CODE_CHILD_MUST_BE_VOLATILE
 * where one would have to be made below a volatile key (see below). */
error_code registry_create(struct registry *registry, enum registry_root root, const char *path,
                           struct registry_key **key);
error_code registry_create_subkey(struct registry_key *parent, const char *path,
                                  struct registry_key **key);

/* The same for a key that Windows forgets when its hive is unloaded: for HKEY_LOCAL_MACHINE at a
 * restart of Windows (not at a shutdown with fast startup, which only hibernates), for
 * HKEY_CURRENT_USER when the user is logged off. Keys on the way that are missing are made to last:
 * Windows by itself would make them volatile too, and would refuse what has to last below them
 * (CODE_CHILD_MUST_BE_VOLATILE) ever after. When the last step fails they may stay. A key that is
 * there already is opened, whatever it is. Source: Microsoft, "RegCreateKeyExW function". */
error_code registry_create_volatile(struct registry *registry, enum registry_root root,
                                    const char *path, struct registry_key **key);

/* The same for one name below a key that is open for writing; that key may be volatile itself. */
error_code registry_create_volatile_subkey(struct registry_key *parent, const char *name,
                                           struct registry_key **key);

/* Closes an open key. NULL is allowed. A watch on it that has not seen a change ends, and sets its
 * signal. */
void registry_close(struct registry_key *key);

/* The name of subkey number `index` (from 0; the order is the store's own) replaces what `name`
 * held, with a NUL behind its end. CODE_NO_MORE_ITEMS behind the last. A name that is not
 * well-formed UTF-16 is CODE_NO_UNICODE_TRANSLATION: later subkeys can still be asked for. */
error_code registry_enumerate_subkey(struct registry_key *key, size_t index,
                                     struct byte_buffer *name);

/* Value number `index` with name, type and data, in one call. Ends and fails like the above. */
error_code registry_enumerate_value(struct registry_key *key, size_t index,
                                    struct registry_value *value);

/* Type and data of one value, the default value for "". CODE_FILE_NOT_FOUND when it is absent.
 * `value->name` is left alone. */
error_code registry_read(struct registry_key *key, const char *name, struct registry_value *value);

/* Write and delete. The key must have been opened for writing. */
error_code registry_write(struct registry_key *key, const char *name, uint32_t type,
                          const void *data, size_t data_size);
error_code registry_delete_value(struct registry_key *key, const char *name);

/* Writes the number as REG_DWORD. */
error_code registry_write_dword(struct registry_key *key, const char *name, uint32_t number);

/* Deletes the subkey `name` with its values; CODE_ACCESS_DENIED or CODE_KEY_HAS_CHILDREN when it
 * has subkeys itself. */
error_code registry_delete_subkey(struct registry_key *key, const char *name);

/* Returns when all that was written to the key is safe on disk. */
error_code registry_flush(struct registry_key *key);

/* Resets `signal`, and sets it once when next something in the scope changes; then the watch is
 * over and the next change needs a new one. Returns at once. The deletion of the key itself need
 * not set the signal (whoever wants to know watches the parent's names), nor a value that is
 * written as it was. A signal serves one key at a time and must live until the key is closed; a key
 * that is open once is always watched in the same scope: Windows keeps that of the first time. On
 * Windows a watch ends, and sets its signal, with the thread that asked for it (its way to avoid
 * that, REG_NOTIFY_THREAD_AGNOSTIC, is as new as Windows 8): ask on the thread that lives on.
 * CODE_KEY_DELETED; CODE_ACCESS_DENIED for a key that one may read but not watch; else what Windows
 * says. Source: Microsoft, "RegNotifyChangeKeyValue function". */
error_code registry_watch_key(struct registry_key *key, enum registry_watch_scope scope,
                              struct registry_signal *signal);

/* Keeps other runs of PromptFix away from one half of the registry (HKCU of this user, HKLM of
 * this machine), in every session, until registry_unlock or the end of the process. Does not wait:
 * CODE_INSTALL_ALREADY_RUNNING when another run is at it. */
error_code registry_lock(struct registry *registry, enum registry_root root);
void registry_unlock(struct registry *registry, enum registry_root root);

#endif
