#include "tests/system/mail_sample.h"

#include <check.h>

#define LDAP_SERVICE L"c494fa4a2cf941859f2a7b45fe416326"
#define LDAP_PROVIDER L"f209613c13644332b2183613005fb209"
#define PROVIDER_LIST L"9207f3e0a3b11019908b08002b2a56c2"

const wchar_t *mail_sample_section(const wchar_t *profile)
{
    static wchar_t path[512];
    ck_assert_uint_lt(wcslen(profile), 256);
    wcscpy(path, PROFILES_KEY L"\\");
    wcscat(path, profile);
    wcscat(path, L"\\" EXCHANGE_SECTION);
    return path;
}

void mail_sample_set(const wchar_t *profile, const wchar_t *name, DWORD type, const void *data,
                     size_t data_size)
{
    live_registry_set(HKEY_CURRENT_USER, mail_sample_section(profile), name, type, data, data_size);
}

void mail_sample_add(const wchar_t *profile, DWORD authentication)
{
    static const wchar_t proxy[] = L"mail.contoso.invalid";
    static const DWORD version = 0x501;
    static const DWORD config_flags = 0x1984; /* as seen in use: sample 04 */
    static const DWORD roh_flags = SAMPLE_ROH_FLAGS;
    static const char server[] = "E\0X\0C\0H\0\0";
    mail_sample_set(profile, L"00036600", REG_BINARY, &version, sizeof version);
    mail_sample_set(profile, L"00036601", REG_BINARY, &config_flags, sizeof config_flags);
    mail_sample_set(profile, L"00036623", REG_BINARY, &roh_flags, sizeof roh_flags);
    mail_sample_set(profile, L"00036627", REG_BINARY, &authentication, sizeof authentication);
    mail_sample_set(profile, L"001f6622", REG_BINARY, proxy, sizeof proxy);
    mail_sample_set(profile, L"001e6602", REG_SZ, server, sizeof server);
}

struct sample_value {
    const wchar_t *name;
    const wchar_t *text; /* NULL: bytes */
    const char *bytes;
    size_t size;
};

static void set_all(const wchar_t *section, const struct sample_value *values, size_t count)
{
    wchar_t key[512] = PROFILES_KEY L"\\Address book\\";
    wcscat(key, section);
    for (size_t i = 0; i < count; i++) {
        if (values[i].text != NULL)
            live_registry_set_text(HKEY_CURRENT_USER, key, values[i].name, values[i].text);
        else
            live_registry_set(HKEY_CURRENT_USER, key, values[i].name, REG_BINARY, values[i].bytes,
                              values[i].size);
    }
}

#define BYTES(literal) NULL, literal, sizeof(literal) - 1
#define TEXT_OF(literal) literal, NULL, 0

static void add_ldap_profile(void)
{
    static const struct sample_value service[] = {
        {L"00033009", BYTES("\x20\0\0\0")},
        {L"00036623", BYTES("\0\0\0\0")},
        {L"000b6613", BYTES("\0\0")},
        {L"000b6622", BYTES("\0\0")},
        {L"001e3001", TEXT_OF(L"Staff")},
        {L"001e3d09", TEXT_OF(L"EMABLT")},
        {L"001e3d13", TEXT_OF(L"{6485D268-C2AC-11D1-AD3E-10A0C911C9C0}")},
        {L"001e6600", TEXT_OF(L"192.168.1.60")},
        {L"001e6601", TEXT_OF(L"389")},
        {L"001e6602", TEXT_OF(L"")},
        {L"001e6603", TEXT_OF(L"ou=resources,dc=contoso,dc=com")},
        {L"001e6607", TEXT_OF(L"60")},
        {L"001e6608", TEXT_OF(L"100")},
        {L"01023d01", BYTES("\xF2\x09\x61\x3C\x13\x64\x43\x32\xB2\x18\x36\x13\x00\x5F\xB2\x09")},
        {L"01026617", BYTES("")},
        {L"S001e67f1", BYTES("")},
        {L"101e3d0f", BYTES("\x02\0\0\0\x0C\0\0\0\x17\0\0\0EMABLT.DL\0BJABLR.D\x0CL\0")},
    };
    static const struct sample_value provider[] = {
        {L"00033e03", BYTES("\x23\0\0\0")},
        {L"001e3d09", TEXT_OF(L"EMABLT")},
        {L"01023d0c", BYTES("\xC4\x94\xFA\x4A\x2C\xF9\x41\x85\x9F\x2A\x7B\x45\xFE\x41\x63\x26")},
    };
    static const struct sample_value list[] = {
        {L"01023d01", BYTES("\xF2\x09\x61\x3C\x13\x64\x43\x32\xB2\x18\x36\x13\x00\x5F\xB2\x09")},
        {L"01023d0e", BYTES("\xC4\x94\xFA\x4A\x2C\xF9\x41\x85\x9F\x2A\x7B\x45\xFE\x41\x63\x26")},
    };
    set_all(LDAP_SERVICE, service, sizeof service / sizeof service[0]);
    set_all(LDAP_PROVIDER, provider, sizeof provider / sizeof provider[0]);
    set_all(PROVIDER_LIST, list, sizeof list / sizeof list[0]);
}

void mail_sample_write(DWORD authentication)
{
    live_registry_clear();
    live_registry_set_text(HKEY_CURRENT_USER, PROFILES_KEY, L"DefaultProfile", L"Outlook");
    mail_sample_add(L"Outlook", authentication);
    add_ldap_profile();
}

void mail_sample_write_level(int level)
{
    if (level >= 0)
        live_registry_set_dword(HKEY_LOCAL_MACHINE, LSA_KEY, LEVEL_VALUE, (DWORD)level);
}

void mail_sample_expect(const wchar_t *profile, DWORD authentication)
{
    live_registry_expect(HKEY_CURRENT_USER, mail_sample_section(profile), L"00036627", REG_BINARY,
                         &authentication, sizeof authentication);
}

void mail_sample_expect_level(int level)
{
    const DWORD number = (DWORD)level;
    if (level < 0)
        live_registry_expect_absent(HKEY_LOCAL_MACHINE, LSA_KEY, LEVEL_VALUE);
    else
        live_registry_expect(HKEY_LOCAL_MACHINE, LSA_KEY, LEVEL_VALUE, REG_DWORD, &number,
                             sizeof number);
}
