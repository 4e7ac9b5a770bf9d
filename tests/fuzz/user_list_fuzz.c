/* Whose registries /allusers opens: ProfileList, and the names of the hives that are loaded.
 *
 * The input is lines of a .reg file in ProfileList; behind a NUL the names of loaded hives, parted
 * by line ends. Only persons are listed, each once, and never the one who asks: a key of another
 * form must not send an administrator's rights anywhere. */
#include "agent/user_list.h"
#include "tests/fuzz/fuzz_registry.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

#define OWN_SID "S-1-5-21-1-2-3-500"

/* All that the list asks the hives for. */
struct loaded_hives {
    struct user_hives hives; /* first: a struct user_hives * is a struct loaded_hives * */
    const char *names;
};

static error_code enumerate(struct user_hives *hives, size_t index, struct byte_buffer *name)
{
    const char *at = ((struct loaded_hives *)hives)->names;
    for (; index > 0 && *at != '\0'; index--) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    if (*at == '\0')
        return CODE_NO_MORE_ITEMS;
    byte_buffer_clear(name);
    byte_buffer_append(name, at, strcspn(at, "\n"));
    return byte_buffer_text(name) != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
}

static void check_list(const struct user_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct listed_user *user = &list->users[i];
        ASSERT_FAST(is_user_sid(user->sid) && strcmp(user->sid, OWN_SID) != 0);
        ASSERT_FAST(strspn(user->sid, "S-0123456789") == strlen(user->sid));
        ASSERT_FAST(user->folder == NULL || user->folder[0] != '\0');
        for (size_t k = 0; k < i; k++)
            ASSERT_FAST(strcmp(user->sid, list->users[k].sid) != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    struct fuzz_input lines = fuzz_input_word(&input);
    char *names = fuzz_text_create(&input);
    struct memory_registry *memory = fuzz_registry_create("HKLM\\" PROFILE_LIST_KEY, &lines);
    struct loaded_hives loaded = {{.enumerate = enumerate}, names};
    struct user_list list = {0};
    struct arena arena = {0};
    ASSERT_FAST(user_list_read(memory_registry_interface(memory), &loaded.hives, OWN_SID, &arena,
                               &list) == CODE_SUCCESS);
    check_list(&list);
    arena_done(&arena);
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    memory_registry_free(memory);
    free(names);
    return 0;
}
