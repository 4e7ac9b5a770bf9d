#include "outlookprofile/exchange_service.h"

#include "registry/registry_name.h"

#include <string.h>

enum { UID_SIZE = 16 };

/* The section names that lie one behind the other in a value; what is left at its end is no id. */
static error_code take_names(const struct profile_reading *reading, size_t limit,
                             struct section_names *names)
{
    static const char digits[] = "0123456789abcdef";
    const struct byte_buffer *data = &reading->value->data;
    const size_t all = data->size / UID_SIZE;
    struct section_names taken = {.count = all < limit ? all : limit, .cut = all > limit};
    if (reading->value->type != VALUE_BINARY || taken.count == 0)
        return CODE_SUCCESS;
    taken.names = arena_allocate(reading->arena, taken.count * sizeof *taken.names);
    if (taken.names == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    for (size_t i = 0; i < taken.count * UID_SIZE; i++) {
        char *name = taken.names[i / UID_SIZE];
        name[i % UID_SIZE * 2] = digits[data->data[i] >> 4];
        name[i % UID_SIZE * 2 + 1] = digits[data->data[i] & 15];
    }
    *names = taken;
    return CODE_SUCCESS;
}

static error_code read_names(const struct profile_reading *reading, struct registry_key *key,
                             const char *value_name, size_t limit, struct section_names *names)
{
    error_code code = registry_read(key, value_name, reading->value);
    if (code == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    return code == CODE_SUCCESS ? take_names(reading, limit, names) : code;
}

error_code exchange_services_list(const struct profile_reading *reading,
                                  struct section_names *services)
{
    struct registry_key *key = NULL;
    struct section_names read = {0};
    error_code code = profile_open_section(reading, SERVICE_LIST_SECTION, &key);
    if (code == CODE_SUCCESS)
        code = read_names(reading, key, "01023d0e", SERVICE_LIMIT, &read);
    registry_close(key);
    if (code == CODE_SUCCESS)
        *services = read;
    return code;
}

/* PR_SERVICE_NAME, in either of its forms. */
static error_code read_is_exchange(const struct profile_reading *reading, struct registry_key *key,
                                   bool *is_exchange)
{
    static const char exchange[] = "MSEMS";
    struct property_text name = {0};
    error_code code = registry_read(key, "001e3d09", reading->value);
    if (code == CODE_FILE_NOT_FOUND)
        code = registry_read(key, "001f3d09", reading->value);
    if (code == CODE_SUCCESS)
        code = property_text_decode(reading->value, reading->text, reading->arena, &name);
    if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND)
        return code;
    *is_exchange =
        name.state == PROPERTY_READ &&
        registry_names_equal(name.text, strlen(name.text), exchange, sizeof exchange - 1);
    return CODE_SUCCESS;
}

/* PR_EMSMDB_SECTION_UID. */
static error_code read_account_section(const struct profile_reading *reading,
                                       struct registry_key *key, char account[SECTION_NAME_SIZE])
{
    struct section_names names = {0};
    error_code code = registry_read(key, "01023d15", reading->value);
    if (code == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    if (code == CODE_SUCCESS && reading->value->data.size != UID_SIZE)
        return CODE_INVALID_DATA;
    if (code == CODE_SUCCESS)
        code = take_names(reading, 1, &names);
    if (code == CODE_SUCCESS && names.count != 1)
        code = CODE_INVALID_DATA; /* another type than REG_BINARY */
    if (code == CODE_SUCCESS)
        memcpy(account, names.names[0], SECTION_NAME_SIZE);
    return code;
}

error_code exchange_service_read(const struct profile_reading *reading, const char *section,
                                 struct exchange_service *service)
{
    struct registry_key *key = NULL;
    struct exchange_service read = {0};
    error_code code = profile_open_section(reading, section, &key);
    if (code == CODE_SUCCESS)
        code = read_is_exchange(reading, key, &read.is_exchange);
    if (code == CODE_SUCCESS && read.is_exchange)
        code = read_account_section(reading, key, read.account);
    if (code == CODE_SUCCESS && read.is_exchange)
        code = read_names(reading, key, "01023d01", PROVIDER_LIMIT, &read.providers);
    registry_close(key);
    if (code == CODE_SUCCESS || code == CODE_FILE_NOT_FOUND) {
        *service = read; /* a list may name a service that is gone */
        code = CODE_SUCCESS;
    }
    return code;
}
