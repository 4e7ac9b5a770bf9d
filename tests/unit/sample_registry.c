#include "tests/unit/sample_registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROFILES                                                                                   \
    "Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"

enum { PATH_SIZE = 2048 };

struct memory_registry *sample_registry_create(void)
{
    struct memory_registry *memory = NULL;
    ASSERT_FAST(memory_registry_create(&memory) == CODE_SUCCESS);
    return memory;
}

void sample_write(struct registry *registry, enum registry_root root, const char *key,
                  const char *name, uint32_t type, const void *bytes, size_t size)
{
    struct registry_key *open = NULL;
    ASSERT_FAST(registry_create(registry, root, key, &open) == CODE_SUCCESS);
    ASSERT_FAST(registry_write(open, name, type, bytes, size) == CODE_SUCCESS);
    registry_close(open);
}

void sample_key(struct registry *registry, enum registry_root root, const char *key)
{
    struct registry_key *open = NULL;
    ASSERT_FAST(registry_create(registry, root, key, &open) == CODE_SUCCESS);
    registry_close(open);
}

void sample_delete(struct registry *registry, enum registry_root root, const char *key,
                   const char *name)
{
    struct registry_key *open = NULL;
    ASSERT_FAST(registry_open(registry, root, key, REGISTRY_WRITE, &open) == CODE_SUCCESS);
    ASSERT_FAST(registry_delete_value(open, name) == CODE_SUCCESS);
    registry_close(open);
}

/* One character of well-formed UTF-8; `*text` is then behind it. */
static uint32_t next_character(const unsigned char **text)
{
    unsigned char first = *(*text)++;
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    uint32_t character = more == 0 ? first : first & (0x3FU >> more);
    for (; more > 0; more--)
        character = character << 6 | (*(*text)++ & 0x3FU);
    return character;
}

static void append_unit(struct byte_buffer *utf16, uint32_t unit)
{
    byte_buffer_append_byte(utf16, (uint8_t)unit);
    byte_buffer_append_byte(utf16, (uint8_t)(unit >> 8));
}

static void write_utf16(struct registry *registry, enum registry_root root, const char *key,
                        const char *name, uint32_t type, const char *text)
{
    struct byte_buffer utf16 = {0};
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        uint32_t character = next_character(&at);
        if (character >= 0x10000) {
            append_unit(&utf16, 0xD800 + ((character - 0x10000) >> 10));
            append_unit(&utf16, 0xDC00 + (character & 0x3FF));
        } else {
            append_unit(&utf16, character);
        }
    }
    append_unit(&utf16, 0);
    ASSERT_FAST(!utf16.failed);
    sample_write(registry, root, key, name, type, utf16.data, utf16.size);
    byte_buffer_done(&utf16);
}

void sample_text(struct registry *registry, enum registry_root root, const char *key,
                 const char *name, const char *text)
{
    write_utf16(registry, root, key, name, VALUE_STRING, text);
}

void sample_unicode(struct registry *registry, const char *key, const char *name, const char *text)
{
    write_utf16(registry, REGISTRY_CURRENT_USER, key, name, VALUE_BINARY, text);
}

static void write_number(struct registry *registry, enum registry_root root, const char *key,
                         const char *name, uint32_t type, uint32_t number)
{
    const uint8_t bytes[4] = {(uint8_t)number, (uint8_t)(number >> 8), (uint8_t)(number >> 16),
                              (uint8_t)(number >> 24)};
    sample_write(registry, root, key, name, type, bytes, sizeof bytes);
}

void sample_dword(struct registry *registry, enum registry_root root, const char *key,
                  const char *name, uint32_t number)
{
    write_number(registry, root, key, name, VALUE_DWORD, number);
}

void sample_long(struct registry *registry, const char *key, const char *name, uint32_t number)
{
    write_number(registry, REGISTRY_CURRENT_USER, key, name, VALUE_BINARY, number);
}

static void profile_path(char path[PATH_SIZE], const char *profile, const char *section)
{
    int length = snprintf(path, PATH_SIZE, PROFILES "\\%s\\%s", profile, section);
    ASSERT_FAST(length < PATH_SIZE);
}

const char *sample_section(const char *profile)
{
    static char path[PATH_SIZE];
    profile_path(path, profile, "13dbb0c8aa05101a9bb000aa002fc45a");
    return path;
}

void sample_ldap_profile(struct registry *registry, const char *profile)
{
    /* Names and contents of shared sample 03. */
    static const uint8_t list[16] = {0xC4, 0x94, 0xFA, 0x4A, 0x2C, 0xF9, 0x41, 0x85,
                                     0x9F, 0x2A, 0x7B, 0x45, 0xFE, 0x41, 0x63, 0x26};
    char key[PATH_SIZE];
    profile_path(key, profile, "c494fa4a2cf941859f2a7b45fe416326");
    sample_long(registry, key, "00033009", 0x20);
    sample_long(registry, key, "00036623", 0);
    sample_write(registry, REGISTRY_CURRENT_USER, key, "000b6622", VALUE_BINARY, "\0\0", 2);
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e3d09", "EMABLT");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6600", "192.168.1.60");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6602", "");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6603", "ou=resources,dc=rk,dc=local");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6607", "60");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6608", "100");
    sample_write(registry, REGISTRY_CURRENT_USER, key, "S001e67f1", VALUE_BINARY, NULL, 0);
    profile_path(key, profile, "9207f3e0a3b11019908b08002b2a56c2");
    sample_write(registry, REGISTRY_CURRENT_USER, key, "01023d0e", VALUE_BINARY, list, sizeof list);
}

void sample_account(struct registry *registry, const struct sample_account *account)
{
    char key[PATH_SIZE];
    sample_ldap_profile(registry, account->profile);
    profile_path(key, account->profile, "13dbb0c8aa05101a9bb000aa002fc45a");
    sample_long(registry, key, "00036600", 0x501);
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6602", "EXCHANGE1");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6603", "/o=Contoso/cn=anna");
    sample_long(registry, key, "00036601", account->config_flags);
    sample_long(registry, key, "00036623", account->flags);
    if (account->authentication != 0)
        sample_long(registry, key, "00036627", account->authentication);
    if (account->proxy_server != NULL)
        sample_unicode(registry, key, "001f6622", account->proxy_server);
    if (account->principal_name != NULL)
        sample_unicode(registry, key, "001f6625", account->principal_name);
}

void sample_exchange_profile(struct registry *registry, const char *profile,
                             uint32_t authentication)
{
    sample_account(registry, &(struct sample_account){
                                 .profile = profile,
                                 .flags = SAMPLE_FLAGS,
                                 .authentication = authentication,
                                 .config_flags = 0x4, /* shared sample 04 */
                                 .proxy_server = "mail.contoso.com",
                                 .principal_name = "msstd:mail.contoso.com",
                             });
}

void sample_default_profile(struct registry *registry, const char *profile)
{
    sample_text(registry, REGISTRY_CURRENT_USER, PROFILES, "DefaultProfile", profile);
}

void sample_level(struct registry *registry, uint32_t level)
{
    sample_dword(registry, REGISTRY_LOCAL_MACHINE, "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                 "LmCompatibilityLevel", level);
}

void sample_policy(struct registry *registry, const char *version, const char *name,
                   uint32_t number)
{
    char key[128];
    snprintf(key, sizeof key, "Software\\Policies\\Microsoft\\Office\\%s\\Outlook\\RPC", version);
    sample_dword(registry, REGISTRY_CURRENT_USER, key, name, number);
}

void sample_expect(struct registry *registry, enum registry_root root, const char *key,
                   const char *name, uint32_t type, const void *bytes, size_t size)
{
    struct registry_key *open = NULL;
    struct registry_value value = {0};
    ASSERT_FAST(registry_open(registry, root, key, REGISTRY_READ, &open) == CODE_SUCCESS);
    ASSERT_FAST(registry_read(open, name, &value) == CODE_SUCCESS);
    ck_assert_uint_eq(value.type, type);
    ck_assert_uint_eq(value.data.size, size);
    if (size > 0)
        ck_assert_mem_eq(value.data.data, bytes, size);
    registry_close(open);
    registry_value_done(&value);
}

void sample_expect_absent(struct registry *registry, enum registry_root root, const char *key,
                          const char *name)
{
    struct registry_key *open = NULL;
    struct registry_value value = {0};
    error_code code = registry_open(registry, root, key, REGISTRY_READ, &open);
    if (code == CODE_SUCCESS)
        code = registry_read(open, name, &value);
    ASSERT_FAST(code == CODE_FILE_NOT_FOUND);
    registry_close(open);
    registry_value_done(&value);
}

/* The dump's lines, each a text of its own until they are sorted. */
struct dump {
    char **lines;
    size_t count;
    size_t capacity;
    bool with_own_keys;
};

static void add_line(struct dump *dump, struct byte_buffer *line)
{
    if (dump->count == dump->capacity) {
        dump->capacity = dump->capacity > 0 ? 2 * dump->capacity : 64;
        char **lines = realloc(dump->lines, dump->capacity * sizeof *lines);
        ASSERT_FAST(lines != NULL);
        dump->lines = lines;
    }
    ASSERT_FAST(byte_buffer_text(line) != NULL);
    dump->lines[dump->count++] = (char *)line->data; /* the line owns the memory now */
    *line = (struct byte_buffer){0};
}

static void dump_values(struct dump *dump, struct registry_key *key, const char *path)
{
    struct registry_value value = {0};
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; (code = registry_enumerate_value(key, i, &value)) == CODE_SUCCESS; i++) {
        struct byte_buffer line = {0};
        byte_buffer_append_text(&line, path);
        byte_buffer_append_text(&line, " : ");
        byte_buffer_append(&line, value.name.data, value.name.size);
        byte_buffer_append_format(&line, " = %lu:", (unsigned long)value.type);
        for (size_t at = 0; at < value.data.size; at++)
            byte_buffer_append_format(&line, " %02x", (unsigned)value.data.data[at]);
        add_line(dump, &line);
    }
    ASSERT_FAST(code == CODE_NO_MORE_ITEMS);
    registry_value_done(&value);
}

static void dump_key(struct dump *dump, struct registry_key *key, const char *path)
{
    struct byte_buffer name = {0};
    struct byte_buffer line = {0};
    error_code code = CODE_SUCCESS;

    byte_buffer_append_text(&line, path);
    add_line(dump, &line);
    dump_values(dump, key, path);
    for (size_t i = 0; (code = registry_enumerate_subkey(key, i, &name)) == CODE_SUCCESS; i++) {
        struct registry_key *subkey = NULL;
        struct byte_buffer below = {0};
        byte_buffer_append_text(&below, path);
        byte_buffer_append_byte(&below, '\\');
        byte_buffer_append(&below, name.data, name.size);
        if (!dump->with_own_keys && strstr(byte_buffer_text(&below), "\\PromptFix") != NULL) {
            byte_buffer_done(&below);
            continue;
        }
        ASSERT_FAST(registry_open_subkey(key, (const char *)name.data, REGISTRY_READ, &subkey) ==
                    CODE_SUCCESS);
        dump_key(dump, subkey, byte_buffer_text(&below));
        registry_close(subkey);
        byte_buffer_done(&below);
    }
    ASSERT_FAST(code == CODE_NO_MORE_ITEMS);
    byte_buffer_done(&name);
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *sample_dump(struct registry *registry, bool with_own_keys)
{
    struct dump dump = {.with_own_keys = with_own_keys};
    struct byte_buffer text = {0};
    for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
        struct registry_key *key = NULL;
        ASSERT_FAST(registry_open(registry, (enum registry_root)root, "", REGISTRY_READ, &key) ==
                    CODE_SUCCESS);
        dump_key(&dump, key, registry_root_name((enum registry_root)root));
        registry_close(key);
    }
    qsort(dump.lines, dump.count, sizeof *dump.lines, compare_lines);
    for (size_t i = 0; i < dump.count; i++) {
        byte_buffer_append_text(&text, dump.lines[i]);
        byte_buffer_append_byte(&text, '\n');
        free(dump.lines[i]);
    }
    free(dump.lines);
    ASSERT_FAST(byte_buffer_text(&text) != NULL);
    return (char *)text.data;
}
