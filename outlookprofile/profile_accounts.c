#include "outlookprofile/profile_accounts.h"

#include "outlookprofile/exchange_service.h"

#include <string.h>

/* The sections have names of hex digits, in whatever case. */
static bool sections_equal(const char *a, const char *b)
{
    for (; *a != '\0' || *b != '\0'; a++, b++)
        if ((*a >= 'A' && *a <= 'F' ? *a - 'A' + 'a' : *a) != *b)
            return false;
    return true;
}

struct profile_accounts {
    const struct profile_reading *reading;
    const struct profile_root *root;
    bool in_default_profile;
    struct account_list *list;
    size_t first; /* of this profile in the list */
};

static char *section_path(const struct profile_accounts *accounts, const char *section)
{
    const char *const parts[] = {accounts->root->key, "\\", accounts->reading->profile, "\\",
                                 section};
    enum { PART_COUNT = sizeof parts / sizeof parts[0] };
    size_t size = 1;
    for (size_t i = 0; i < PART_COUNT; i++)
        size += strlen(parts[i]);
    char *path = arena_allocate(accounts->reading->arena, size);
    if (path == NULL)
        return NULL;
    char *end = path;
    for (size_t i = 0; i < PART_COUNT; i++) {
        const size_t length = strlen(parts[i]);
        memcpy(end, parts[i], length);
        end += length;
    }
    return path;
}

static error_code add(struct profile_accounts *accounts, const char *section,
                      const struct exchange_account *read)
{
    struct arena *arena = accounts->reading->arena;
    const char *profile = accounts->reading->profile;
    struct exchange_account account = *read;
    account.profile = arena_copy_text(arena, profile, strlen(profile));
    account.section = arena_copy_text(arena, section, strlen(section));
    account.key = section_path(accounts, section);
    account.in_default_profile = accounts->in_default_profile;
    struct exchange_account *added = account_list_add(accounts->list, arena);
    if (account.profile == NULL || account.section == NULL || account.key == NULL || added == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *added = account;
    return CODE_SUCCESS;
}

/* A section that may tell of an account and cannot be read. */
static error_code add_unreadable(struct profile_accounts *accounts, const char *section,
                                 error_code error)
{
    if (error == CODE_NOT_ENOUGH_MEMORY)
        return error;
    const struct exchange_account account = {.outlook = accounts->root->own_section,
                                             .error = error};
    return add(accounts, section, &account);
}

/* The account in the global section; in the shared root the version is told later. */
static error_code read_global(struct profile_accounts *accounts)
{
    struct exchange_account account = {0};
    enum section_content content = SECTION_MISSING;
    error_code code =
        exchange_account_read(accounts->reading, EXCHANGE_GLOBAL_SECTION, &account, &content);
    if (code != CODE_SUCCESS || content != SECTION_EXCHANGE)
        return code;
    if (!accounts->root->shared) {
        account.outlook = accounts->root->own_section;
        account.report_only = true; /* until a service points there */
    }
    return add(accounts, EXCHANGE_GLOBAL_SECTION, &account);
}

/* The number of the account of this section; the list's count where it is not there. */
static size_t find(const struct profile_accounts *accounts, const char *section)
{
    size_t i = accounts->first;
    while (i < accounts->list->count &&
           !sections_equal(accounts->list->accounts[i].section, section))
        i++;
    return i;
}

/* The section that a service points to. `*index` is the list's count where there is no such
 * section.
 */
static error_code read_own_section(struct profile_accounts *accounts, const char *section,
                                   size_t *index)
{
    struct exchange_account account = {0};
    enum section_content content = SECTION_MISSING;
    *index = find(accounts, section);
    if (*index < accounts->list->count) {
        accounts->list->accounts[*index].report_only = false;
        return CODE_SUCCESS;
    }
    error_code code = exchange_account_read(accounts->reading, section, &account, &content);
    if (code != CODE_SUCCESS || content == SECTION_MISSING)
        return code;
    account.outlook = accounts->root->shared && sections_equal(section, EXCHANGE_GLOBAL_SECTION)
                          ? OUTLOOK_UNKNOWN
                          : accounts->root->own_section;
    return add(accounts, section, &account);
}

/* What a provider's section holds of account number `index`; of none, it is an account that is
 * told.
 */
static error_code take_copy(struct profile_accounts *accounts, const char *section,
                            const struct exchange_account *read, size_t *index)
{
    if (*index == accounts->list->count) {
        struct exchange_account account = *read;
        account.outlook = accounts->root->own_section;
        account.report_only = true;
        return add(accounts, section, &account);
    }
    struct exchange_account *account = &accounts->list->accounts[*index];
    for (const struct account_copy *copy = account->copies; copy != NULL; copy = copy->next)
        if (sections_equal(copy->section, section))
            return CODE_SUCCESS;
    struct account_copy *copy = arena_allocate(accounts->reading->arena, sizeof *copy);
    if (copy == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *copy = (struct account_copy){
        .section = arena_copy_text(accounts->reading->arena, section, strlen(section)),
        .roh_flags = read->roh_flags,
        .authentication = read->authentication,
        .error = read->error,
        .next = account->copies,
    };
    account->copies = copy;
    return copy->section != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
}

static error_code read_provider(struct profile_accounts *accounts, const char *section,
                                size_t *index)
{
    struct exchange_account read = {0};
    enum section_content content = SECTION_MISSING;
    if (find(accounts, section) < accounts->list->count)
        return CODE_SUCCESS;
    error_code code = exchange_account_read(accounts->reading, section, &read, &content);
    if (code != CODE_SUCCESS || content == SECTION_MISSING)
        return code;
    const bool has_values =
        read.authentication.state != PROPERTY_ABSENT ||
        (read.roh_flags.state != PROPERTY_ABSENT && read.proxy_server.state != PROPERTY_ABSENT);
    return read.error != CODE_SUCCESS || has_values ? take_copy(accounts, section, &read, index)
                                                    : CODE_SUCCESS;
}

static error_code read_service(struct profile_accounts *accounts, const char *section)
{
    struct exchange_service service = {0};
    error_code code = exchange_service_read(accounts->reading, section, &service);
    if (code != CODE_SUCCESS)
        return add_unreadable(accounts, section, code);
    if (!service.is_exchange)
        return CODE_SUCCESS;

    size_t index = find(accounts, EXCHANGE_GLOBAL_SECTION);
    if (service.account[0] != '\0')
        code = read_own_section(accounts, service.account, &index);
    for (size_t i = 0; code == CODE_SUCCESS && i < service.providers.count; i++)
        code = read_provider(accounts, service.providers.names[i], &index);
    if (code == CODE_SUCCESS && service.providers.cut)
        code = add_unreadable(accounts, section, CODE_MORE_DATA);
    return code;
}

error_code profile_accounts_read(const struct profile_reading *reading,
                                 const struct profile_root *root, bool in_default_profile,
                                 struct account_list *list)
{
    struct profile_accounts accounts = {.reading = reading,
                                        .root = root,
                                        .in_default_profile = in_default_profile,
                                        .list = list,
                                        .first = list->count};
    struct section_names services = {0};
    error_code code = read_global(&accounts);
    if (code != CODE_SUCCESS)
        return code;
    code = exchange_services_list(reading, &services);
    if (code == CODE_FILE_NOT_FOUND)
        code = CODE_SUCCESS;
    else if (code != CODE_SUCCESS)
        code = add_unreadable(&accounts, SERVICE_LIST_SECTION, code);
    for (size_t i = 0; code == CODE_SUCCESS && i < services.count; i++)
        code = read_service(&accounts, services.names[i]);
    if (code == CODE_SUCCESS && services.cut)
        code = add_unreadable(&accounts, SERVICE_LIST_SECTION, CODE_MORE_DATA);
    for (size_t i = accounts.first; i < list->count; i++)
        list->accounts[i].is_one_of_several = list->count - accounts.first > 1;
    return code;
}
