#include "outlookprofile/exchange_account.h"

#include "registry/registry_name.h"

#include <stdio.h>

enum { TAG_SIZE = 8 };

/* What one pass over the section's values gathers. */
struct section_reading {
    const struct profile_reading *profile;
    struct exchange_account *account;
    bool is_exchange; /* a value was seen that every Exchange service has (facts.md 1.3) */
};

enum value_meaning {
    OTHER,
    ROH_FLAGS,
    AUTHENTICATION,
    CONFIG_FLAGS,
    PROXY,
    PRINCIPAL,
    NAME,
    MARKER,
};

/* The tags by which a value is known. Proxy and principal name have a PT_STRING8 form too, which
 * counts where the PT_UNICODE form is missing (facts.md 1.4). */
static enum value_meaning meaning_of(const struct byte_buffer *name, bool *fallback)
{
    static const struct {
        enum value_meaning meaning;
        bool fallback;
        char tag[TAG_SIZE + 1];
    } tags[] = {
        {ROH_FLAGS, false, PROPERTY_ROH_FLAGS},
        {AUTHENTICATION, false, PROPERTY_ROH_AUTHENTICATION},
        {CONFIG_FLAGS, false, PROPERTY_CONFIG_FLAGS},
        {PROXY, false, "001f6622"},
        {PROXY, true, "001e6622"},
        {PRINCIPAL, false, PROPERTY_PRINCIPAL_NAME},
        {PRINCIPAL, true, PROPERTY_PRINCIPAL_NAME_STRING8},
        {NAME, false, "001f6620"},
        {NAME, true, "001e6620"},
        {MARKER, false, "00036600"}, /* PR_PROFILE_VERSION */
        {MARKER, false, "001e6602"}, /* PR_PROFILE_HOME_SERVER */
        {MARKER, false, "001e6608"}, /* PR_PROFILE_UNRESOLVED_SERVER */
    };
    if (name->size != TAG_SIZE)
        return OTHER;
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (registry_names_equal((const char *)name->data, TAG_SIZE, tags[i].tag, TAG_SIZE)) {
            *fallback = tags[i].fallback;
            return tags[i].meaning;
        }
    }
    return OTHER;
}

static error_code take_text(struct section_reading *reading, const struct registry_value *value,
                            bool fallback, struct property_text *property)
{
    if (fallback && property->state != PROPERTY_ABSENT)
        return CODE_SUCCESS;
    return property_text_decode(value, reading->profile->text, reading->profile->arena, property);
}

static error_code take_principal(struct section_reading *reading,
                                 const struct registry_value *value, bool fallback)
{
    struct exchange_account *account = reading->account;
    if (!fallback)
        account->principal_name_value = PROPERTY_PRINCIPAL_NAME;
    else if (account->principal_name.state == PROPERTY_ABSENT)
        account->principal_name_value = PROPERTY_PRINCIPAL_NAME_STRING8;
    return take_text(reading, value, fallback, &account->principal_name);
}

static error_code take_value(struct section_reading *reading, const struct registry_value *value)
{
    struct exchange_account *account = reading->account;
    struct arena *arena = reading->profile->arena;
    bool fallback = false;
    switch (meaning_of(&value->name, &fallback)) {
    case ROH_FLAGS:
        return property_long_decode(value, arena, &account->roh_flags);
    case AUTHENTICATION:
        return property_long_decode(value, arena, &account->authentication);
    case CONFIG_FLAGS:
        return property_long_decode(value, arena, &account->config_flags);
    case PROXY:
        return take_text(reading, value, fallback, &account->proxy_server);
    case PRINCIPAL:
        return take_principal(reading, value, fallback);
    case NAME:
        return take_text(reading, value, fallback, &account->name);
    case MARKER:
        reading->is_exchange = true;
        return CODE_SUCCESS;
    case OTHER:
        break;
    }
    return CODE_SUCCESS;
}

error_code profile_open_section(const struct profile_reading *reading, const char *section,
                                struct registry_key **key)
{
    char path[2048]; /* a key name has at most 255 UTF-16 units: 765 bytes of UTF-8 */
    int length = snprintf(path, sizeof path, "%s\\%s", reading->profile, section);
    if (length < 0 || (size_t)length >= sizeof path)
        return CODE_INVALID_PARAMETER;
    return registry_open_subkey(reading->profiles, path, REGISTRY_READ, key);
}

error_code exchange_account_read(const struct profile_reading *profile, const char *section,
                                 struct exchange_account *account, enum section_content *content)
{
    struct exchange_account read = {0};
    struct section_reading reading = {.profile = profile, .account = &read};
    struct registry_key *key = NULL;

    error_code code = profile_open_section(profile, section, &key);
    if (code == CODE_FILE_NOT_FOUND) {
        *content = SECTION_MISSING;
        return CODE_SUCCESS;
    }
    for (size_t index = 0; code == CODE_SUCCESS; index++) {
        code = registry_enumerate_value(key, index, profile->value);
        if (code == CODE_SUCCESS)
            code = take_value(&reading, profile->value);
        else if (code == CODE_NO_UNICODE_TRANSLATION)
            code = CODE_SUCCESS; /* a name that is no text is no property */
    }
    registry_close(key);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    if (code != CODE_NO_MORE_ITEMS)
        read = (struct exchange_account){.error = code};

    /* A proxy server is proof enough: nothing else would put one into the global section. */
    const bool is_exchange =
        read.error != CODE_SUCCESS || reading.is_exchange ||
        (read.roh_flags.state != PROPERTY_ABSENT && read.proxy_server.state != PROPERTY_ABSENT);
    *content = is_exchange ? SECTION_EXCHANGE : SECTION_OTHER;
    *account = read;
    return CODE_SUCCESS;
}
