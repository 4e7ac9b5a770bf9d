#include "tests/unit/modern_sample.h"

#include <stdio.h>
#include <string.h>

enum { UID_SIZE = 16, PATH_SIZE = 2048 };

/* Ids that say what they are: their first byte is the kind, their last one the number. */
enum kind { KIND_ACCOUNT = 0xAC, KIND_SERVICE = 0x5E, KIND_PROVIDER = 0xB0, KIND_LDAP = 0x1D };

static void uid_of(enum kind kind, unsigned number, uint8_t uid[UID_SIZE])
{
    memset(uid, 0, UID_SIZE);
    uid[0] = (uint8_t)kind;
    uid[UID_SIZE - 1] = (uint8_t)number;
}

static const char *section_path(const char *root, const char *profile, enum kind kind,
                                unsigned number)
{
    static char path[PATH_SIZE];
    const int size = snprintf(path, sizeof path, "%s\\%s\\%02x%028x%02x", root, profile,
                              (unsigned)kind, 0U, number);
    ASSERT_FAST(size < PATH_SIZE);
    return path;
}

const char *modern_sample_section(const char *root, const char *profile, unsigned number)
{
    return section_path(root, profile, KIND_ACCOUNT, number);
}

const char *modern_sample_service(const char *root, const char *profile, unsigned number)
{
    return section_path(root, profile, KIND_SERVICE, number);
}

const char *modern_sample_provider(const char *root, const char *profile, unsigned number)
{
    return section_path(root, profile, KIND_PROVIDER, number);
}

static void write_binary(struct registry *registry, const char *key, const char *name,
                         const void *bytes, size_t size)
{
    sample_write(registry, REGISTRY_CURRENT_USER, key, name, VALUE_BINARY, bytes, size);
}

/* The list of services: LDAP, and those of all accounts up to this one. */
static void write_list(struct registry *registry, const struct modern_sample *sample)
{
    uint8_t list[11][UID_SIZE];
    char path[PATH_SIZE];
    ASSERT_FAST(sample->number < 10);
    uid_of(KIND_LDAP, 0, list[0]);
    for (unsigned i = 0; i <= sample->number; i++)
        uid_of(KIND_SERVICE, i, list[i + 1]);
    snprintf(path, sizeof path, "%s\\%s\\9207f3e0a3b11019908b08002b2a56c2", sample->root,
             sample->profile);
    write_binary(registry, path, "01023d0e", list, ((size_t)sample->number + 2) * UID_SIZE);
}

static void write_ldap(struct registry *registry, const struct modern_sample *sample)
{
    char key[PATH_SIZE];
    snprintf(key, sizeof key, "%s", section_path(sample->root, sample->profile, KIND_LDAP, 0));
    sample_long(registry, key, "00036623", 0);
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e3d09", "EMABLT");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6602", "");
    sample_text(registry, REGISTRY_CURRENT_USER, key, "001e6608", "100");
}

static void write_settings(struct registry *registry, const char *key,
                           const struct modern_sample *sample, uint32_t authentication)
{
    sample_long(registry, key, "00036601", 0x1184); /* shared sample 04 */
    sample_long(registry, key, "00036623", SAMPLE_FLAGS);
    if (authentication != 0)
        sample_long(registry, key, "00036627", authentication);
    sample_unicode(registry, key, "001f6622", "mail.contoso.com");
    sample_unicode(registry, key, "001f6625", "msstd:mail.contoso.com");
    if (sample->name != NULL)
        sample_unicode(registry, key, "001f6620", sample->name);
}

void modern_sample_add(struct registry *registry, const struct modern_sample *sample)
{
    uint8_t uid[UID_SIZE];
    char key[PATH_SIZE];
    write_list(registry, sample);
    write_ldap(registry, sample);

    snprintf(key, sizeof key, "%s",
             modern_sample_service(sample->root, sample->profile, sample->number));
    sample_unicode(registry, key, "001f3d09", "MSEMS");
    uid_of(KIND_PROVIDER, sample->number, uid);
    write_binary(registry, key, "01023d01", uid, UID_SIZE);
    uid_of(KIND_ACCOUNT, sample->number, uid);
    if (!sample->only_copy)
        write_binary(registry, key, "01023d15", uid, UID_SIZE);

    snprintf(key, sizeof key, "%s",
             modern_sample_provider(sample->root, sample->profile, sample->number));
    sample_long(registry, key, "00033e03", 0x25);
    if (sample->copy != 0)
        write_settings(registry, key, sample, sample->copy);
    if (!sample->only_copy)
        write_settings(registry,
                       modern_sample_section(sample->root, sample->profile, sample->number), sample,
                       sample->authentication);
}
