/* The registries of this computer's other users, as the core sees them.
 *
 * Windows keeps the registry of each user in a file of its own, a hive. That of a user who is
 * logged on lies below HKEY_USERS under his SID. Any other has to be loaded there for as long as it
 * is looked at, and while it is loaded the user cannot log on with it: whoever loads one unloads it
 * again, whatever happens. The edge fills this with Windows (user_hives_windows.c).
 */
#ifndef PROMPTFIX_AGENT_USER_HIVES_H
#define PROMPTFIX_AGENT_USER_HIVES_H

#include "registry/registry.h"

/* What lies in a user's profile folder. */
enum hive_file {
    HIVE_FILE_USUAL,
    HIVE_FILE_MANDATORY, /* NTUSER.MAN: Windows drops what is changed in it */
    HIVE_FILE_LINK,      /* the folder or the file leads elsewhere: a link, or a second name */
    HIVE_FILE_NONE,
};

/* Names of keys are those below HKEY_USERS. A folder is as ProfileList has it, with variables like
 * %SystemDrive%. All text is UTF-8; functions that append leave the buffer as it was when they
 * fail. */
struct user_hives {
    /* Gets ready to load hives; to be called first. CODE_PRIVILEGE_NOT_HELD for an account that may
     * not: no administrator, or one that is not elevated. */
    error_code (*enable)(struct user_hives *hives);

    /* The SID of the user who runs this program. */
    error_code (*append_own_sid)(struct user_hives *hives, struct byte_buffer *sid);

    /* The name of a user, "CONTOSO\anna". Returns in bounded time, also where the domain does not
     * answer. An error where it cannot be told. */
    error_code (*append_user)(struct user_hives *hives, const char *sid, struct byte_buffer *name);

    /* The name of key number `index` below HKEY_USERS, NUL-terminated; ends and fails like
     * registry_enumerate_subkey. */
    error_code (*enumerate)(struct user_hives *hives, size_t index, struct byte_buffer *name);

    /* Keeps other runs away from this user's registry, also the user's own, like registry_lock.
     * One user at a time. */
    error_code (*lock)(struct user_hives *hives, const char *sid);
    void (*unlock)(struct user_hives *hives);

    /* What there is to be loaded. */
    error_code (*find_file)(struct user_hives *hives, const char *folder, enum hive_file *kind);

    /* Loads the hive of a folder, which is HIVE_FILE_USUAL, as the key `name`;
     * CODE_SHARING_VIOLATION when it is in use. Unloads it again; no key of it may be open. */
    error_code (*load)(struct user_hives *hives, const char *name, const char *folder);
    error_code (*unload)(struct user_hives *hives, const char *name);

    /* A registry whose REGISTRY_CURRENT_USER is the key `name`. What lies in it is another user's:
     * it follows no link (CODE_STOPPED_ON_SYMLINK). Its locks are not for use: see `lock`. */
    error_code (*open)(struct user_hives *hives, const char *name, struct registry **registry);
    void (*close)(struct user_hives *hives, struct registry *registry);
};

#endif
