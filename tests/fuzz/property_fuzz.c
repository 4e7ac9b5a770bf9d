/* MAPI properties: every program that talks to Outlook writes them, and not all write them well.
 *
 * The input is a list of values: a letter for the name, a digit for the type, a byte for the size,
 * the bytes. Each is decoded by itself, and all of them lie in the Exchange section of a profile.
 * What must hold: a number counts only as four bytes of REG_BINARY or REG_DWORD, and set anew it
 * keeps its type; a text is the stored text up to its first NUL and nothing else; and the account
 * has just what the section's own values say. */
#include "outlookprofile/account_list.h"
#include "registry/dword.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

#define PROFILE "Outlook"
#define SECTION MAIL_PROFILES_KEY "\\" PROFILE "\\13dbb0c8aa05101a9bb000aa002fc45a"

/* By the letters a to k, around again. */
static const char *const names[] = {
    "00036601", "00036623", "00036627", "001f6622", "001e6622", "001f6625",
    "001E6625", "00036600", "001e6602", "001E6608", "001f6620",
};
enum {
    CONFIG_FLAGS,
    ROH_FLAGS,
    AUTHENTICATION,
    PROXY,
    PROXY_8,
    PRINCIPAL,
    PRINCIPAL_8,
    FIRST_MARKER,
    LAST_MARKER = 9,
    NAME_COUNT = sizeof names / sizeof names[0],
};

/* What one target run needs all along, and what the section holds at its end. */
struct section {
    struct memory_registry *memory;
    struct utf16_text text;
    struct registry_value value;
    struct arena arena;
    bool present[NAME_COUNT];
    enum property_state number_states[NAME_COUNT];
    uint32_t numbers[NAME_COUNT];
    enum property_state text_states[NAME_COUNT];
};

static void check_number(struct section *section, size_t name)
{
    const struct registry_value *value = &section->value;
    struct property_long property = {0};
    ASSERT_FAST(property_long_decode(value, &section->arena, &property) == CODE_SUCCESS);
    const bool is_number =
        (value->type == VALUE_BINARY || value->type == VALUE_DWORD) && value->data.size == 4;
    ASSERT_FAST(property.state == (is_number ? PROPERTY_READ : PROPERTY_MALFORMED));
    ASSERT_FAST(property.data.present && property.data.type == value->type &&
                property.data.size == value->data.size);
    section->number_states[name] = property.state;
    section->numbers[name] = property.value;
    if (!is_number)
        return;
    struct stored_data same = {0};
    struct stored_data other = {0};
    ASSERT_FAST(property_long_encode(&property, property.value, &section->arena, &same) ==
                CODE_SUCCESS);
    ASSERT_FAST(stored_data_equal(&same, &property.data));
    ASSERT_FAST(property_long_encode(&property, ~property.value, &section->arena, &other) ==
                CODE_SUCCESS);
    ASSERT_FAST(other.present && other.type == value->type && other.size == 4 &&
                dword_of_bytes(other.bytes) == ~property.value);
}

static size_t size_to_first_nul(const uint8_t *bytes, size_t size)
{
    size_t end = 0;
    while (end + 1 < size && (bytes[end] != 0 || bytes[end + 1] != 0))
        end += 2;
    return end;
}

static void check_text(struct section *section, size_t name)
{
    const struct byte_buffer *data = &section->value.data;
    const uint32_t type = section->value.type;
    struct property_text property = {0};
    ASSERT_FAST(property_text_decode(&section->value, &section->text, &section->arena, &property) ==
                CODE_SUCCESS);
    section->text_states[name] = property.state;
    if (property.state == PROPERTY_MALFORMED)
        return;
    ASSERT_FAST(property.state == PROPERTY_READ);
    ASSERT_FAST(type == VALUE_BINARY || type == VALUE_STRING || type == VALUE_EXPAND_STRING);
    size_t back_size = 0;
    error_code code = CODE_SUCCESS;
    const void *back =
        utf16_text_of_utf8(&section->text, property.text, strlen(property.text), &back_size, &code);
    ASSERT_FAST(back != NULL && back_size == size_to_first_nul(data->data, data->size));
    ASSERT_FAST(back_size == 0 || memcmp(back, data->data, back_size) == 0);
}

static void add_value(struct section *section, struct fuzz_input *input)
{
    const size_t name =
        (size_t)(fuzz_input_byte(input) + NAME_COUNT - 'a' % NAME_COUNT) % NAME_COUNT;
    const uint32_t type = fuzz_input_byte(input) & 15U;
    const struct fuzz_input data = fuzz_input_piece(input, fuzz_input_byte(input));

    section->present[name] = true;
    section->value.type = type;
    byte_buffer_clear(&section->value.data);
    byte_buffer_append(&section->value.data, data.bytes, data.size);
    check_number(section, name);
    check_text(section, name);
    sample_write(memory_registry_interface(section->memory), REGISTRY_CURRENT_USER, SECTION,
                 names[name], type, data.bytes, data.size);
}

static void check_same_number(const struct section *section, size_t name,
                              const struct property_long *property)
{
    ASSERT_FAST(property->state ==
                (section->present[name] ? section->number_states[name] : PROPERTY_ABSENT));
    ASSERT_FAST(property->state != PROPERTY_READ || property->value == section->numbers[name]);
}

/* The PT_UNICODE form counts before the PT_STRING8 form, wherever the two lie. */
static void check_same_text(const struct section *section, size_t name, size_t name_8,
                            const struct property_text *property)
{
    const size_t counts = section->present[name] ? name : name_8;
    ASSERT_FAST(property->state ==
                (section->present[counts] ? section->text_states[counts] : PROPERTY_ABSENT));
}

static void check_account(struct section *section)
{
    struct registry *registry = memory_registry_interface(section->memory);
    struct registry_key *profiles = NULL;
    struct exchange_account account = {0};
    enum section_content content = SECTION_OTHER;
    bool marked =
        section->present[ROH_FLAGS] && (section->present[PROXY] || section->present[PROXY_8]);
    for (size_t i = FIRST_MARKER; i <= LAST_MARKER; i++)
        marked = marked || section->present[i];

    sample_key(registry, REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY);
    ASSERT_FAST(registry_open(registry, REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY, REGISTRY_READ,
                              &profiles) == CODE_SUCCESS);
    const struct profile_reading reading = {profiles, PROFILE, &section->text, &section->value,
                                            &section->arena};
    ASSERT_FAST(exchange_account_read(&reading, EXCHANGE_GLOBAL_SECTION, &account, &content) ==
                CODE_SUCCESS);
    registry_close(profiles);
    ASSERT_FAST((content == SECTION_EXCHANGE) == marked && account.error == CODE_SUCCESS);
    check_same_number(section, CONFIG_FLAGS, &account.config_flags);
    check_same_number(section, ROH_FLAGS, &account.roh_flags);
    check_same_number(section, AUTHENTICATION, &account.authentication);
    check_same_text(section, PROXY, PROXY_8, &account.proxy_server);
    check_same_text(section, PRINCIPAL, PRINCIPAL_8, &account.principal_name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    struct section section = {.memory = sample_registry_create()};
    while (input.size > 0)
        add_value(&section, &input);
    check_account(&section);
    ASSERT_FAST(memory_registry_open_count(section.memory) == 0);
    memory_registry_free(section.memory);
    registry_value_done(&section.value);
    utf16_text_done(&section.text);
    arena_done(&section.arena);
    return 0;
}
