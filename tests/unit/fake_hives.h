/* Other users of the machine in memory: each with a registry of his own, logged on or not.
 *
 * What Windows may refuse can be made to fail for each user. What must always hold is checked when
 * they end: nothing stays loaded, locked or open.
 */
#ifndef PROMPTFIX_TESTS_UNIT_FAKE_HIVES_H
#define PROMPTFIX_TESTS_UNIT_FAKE_HIVES_H

#include "agent/user_hives.h"
#include "registry/memory_registry.h"
#include "tests/unit/fake_host.h"

#define OWN_SID "S-1-5-21-1-2-3-500"

struct fake_user {
    const char *sid;
    const char *name; /* NULL: cannot be told */
    bool logged_on;
    enum hive_file file;
    struct memory_registry *memory;
    struct registry *registry;
    error_code lock_error; /* what the functions answer, if not success */
    error_code find_error;
    error_code load_error;
    error_code open_error;
    error_code unload_error;
    bool loaded; /* under PromptFix's name */
    size_t load_count;
};

enum { FAKE_USER_LIMIT = 4 };

struct fake_hives {
    struct user_hives hives; /* first: a struct user_hives * is a struct fake_hives * */
    struct fake_user users[FAKE_USER_LIMIT];
    size_t count;
    error_code enable_error;
    error_code sid_error;
    error_code enumerate_error;
    const struct fake_user *locked;
    const struct fake_user *opened;
};

/* Gives the host other users; at first there are none. */
void fake_hives_init(struct fake_hives *fake, struct fake_host *host);

/* Also checks that nothing is locked, open or, unless unloading was made to fail, loaded. */
void fake_hives_done(struct fake_hives *fake);

/* Adds a user CONTOSO\NAME with an empty registry, to ProfileList too. */
struct fake_user *fake_hives_add(struct fake_hives *fake, struct fake_host *host, const char *sid,
                                 const char *name, bool logged_on);

#endif
