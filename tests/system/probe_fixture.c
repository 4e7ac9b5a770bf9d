#include "tests/system/probe_fixture.h"

#include "tests/system/mail_sample.h"
#include "tests/system/trusted_authority.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

void probe_tear_down(void)
{
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
