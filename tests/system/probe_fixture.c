#include "tests/system/probe_fixture.h"

#include "tests/system/mail_sample.h"
#include "tests/system/trusted_authority.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define CONNECTIONS_KEY                                                                            \
    L"Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections"
#define CONNECTIONS_VALUE L"DefaultConnectionSettings"

/* Appends one text of the settings: its size, then the text itself. */
static DWORD put_text(BYTE *at, const char *text)
{
    const DWORD size = (DWORD)strlen(text);
    memcpy(at, &size, sizeof size);
    memcpy(at + sizeof size, text, size);
    return sizeof size + size;
}

/* As Internet Explorer stores them: 70, a count of changes, what is used, and three texts. */
void probe_set_web_proxy(DWORD used, const char *name, const char *exceptions, const char *script)
{
    HKEY key = NULL;
    BYTE data[1024];
    const DWORD head[] = {70, 1, used};
    DWORD size = sizeof head;
    memcpy(data, head, sizeof head);
    size += put_text(data + size, name);
    size += put_text(data + size, exceptions);
    size += put_text(data + size, script);
    memset(data + size, 0, 32);
    size += 32;
    ck_assert(RegCreateKeyExW(HKEY_CURRENT_USER, CONNECTIONS_KEY, 0, NULL, 0, KEY_SET_VALUE, NULL,
                              &key, NULL) == ERROR_SUCCESS);
    ck_assert(RegSetValueExW(key, CONNECTIONS_VALUE, 0, REG_BINARY, data, size) == ERROR_SUCCESS);
    RegCloseKey(key);
}

/* Without settings Wine looks for a script in the network. */
void probe_set_up(void)
{
    probe_set_web_proxy(WEB_PROXY_NONE, "", "", "");
}

void probe_tear_down(void)
{
    probe_set_web_proxy(WEB_PROXY_NONE, "", "", "");
    trusted_authority_remove();
    live_registry_allow(HKEY_LOCAL_MACHINE, LSA_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, L"Software\\PromptFix");
    live_registry_clear();
}

FILE *probe_open_file(const char *name)
{
    char path[MAX_PATH];
    const char *sources = getenv("PROMPTFIX_SOURCES");
    ck_assert_ptr_nonnull(sources);
    snprintf(path, sizeof path, "%s\\build\\servers\\%s", sources, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s: not there (make test-servers)", path);
    return file;
}

unsigned probe_port_of(const char *server)
{
    char line[64];
    unsigned port = 0;
    const size_t size = strlen(server);
    FILE *file = probe_open_file("ports");
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, server, size) == 0 && line[size] == '=')
            port = (unsigned)strtoul(line + size + 1, NULL, 10);
    fclose(file);
    ck_assert_msg(port != 0, "no server %s", server);
    return port;
}

const char *probe_place_of(const char *before, const char *server, const char *behind)
{
    static char place[128];
    snprintf(place, sizeof place, "%slocalhost:%u%s", before, probe_port_of(server), behind);
    return place;
}

void probe_use_proxy(const wchar_t *profile, const char *host, unsigned port, DWORD flags,
                     const wchar_t *principal)
{
    wchar_t server[128];
    mail_sample_add(profile, BASIC);
    _snwprintf(server, 128, L"%hs:%u", host, port);
    mail_sample_set(profile, L"001f6622", REG_BINARY, server,
                    (wcslen(server) + 1) * sizeof *server);
    mail_sample_set(profile, L"001f6625", REG_BINARY, principal,
                    (wcslen(principal) + 1) * sizeof *principal);
    mail_sample_set(profile, L"00036623", REG_BINARY, &flags, sizeof flags);
}

void probe_trust_authority(void)
{
    char pem[8192];
    FILE *file = probe_open_file("ca.pem");
    const size_t size = fread(pem, 1, sizeof pem, file);
    fclose(file);
    trusted_authority_add(pem, (unsigned)size);
}

bool probe_was_too_slow(const struct program_result *result)
{
    return strstr(result->output, "\"outcome\": \"time_limit\"") != NULL;
}

const struct program_result *probe_in_time(const wchar_t *arguments)
{
    const struct program_result *result = promptfix(arguments);
    for (int i = 1; i < PROBE_ATTEMPT_COUNT && probe_was_too_slow(result); i++)
        result = promptfix(arguments);
    return result;
}
