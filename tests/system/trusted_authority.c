#include "tests/system/trusted_authority.h"

#include <check.h>
#include <stdint.h>
#include <windows.h>

#include <wincrypt.h>

/* crypt32, which nothing else here needs. */
static struct {
    BOOL(WINAPI *decode)(LPCSTR, DWORD, DWORD, BYTE *, DWORD *, DWORD *, DWORD *);
    HCERTSTORE(WINAPI *open)(LPCSTR, DWORD, HCRYPTPROV_LEGACY, DWORD, const void *);
    BOOL(WINAPI *add)(HCERTSTORE, DWORD, const BYTE *, DWORD, DWORD, PCCERT_CONTEXT *);
    BOOL(WINAPI *remove)(PCCERT_CONTEXT);
    BOOL(WINAPI *close)(HCERTSTORE, DWORD);
} crypt;

static HCERTSTORE roots;
static PCCERT_CONTEXT authority;

static void find_functions(void)
{
    HMODULE module = LoadLibraryW(L"crypt32.dll");
    ck_assert_ptr_nonnull(module);
    const struct {
        const char *name;
        void *pointer;
    } functions[] = {
        {"CryptStringToBinaryA", &crypt.decode},
        {"CertOpenStore", &crypt.open},
        {"CertAddEncodedCertificateToStore", &crypt.add},
        {"CertDeleteCertificateFromStore", &crypt.remove},
        {"CertCloseStore", &crypt.close},
    };
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        FARPROC found = GetProcAddress(module, functions[i].name);
        ck_assert_msg(found != NULL, "%s", functions[i].name);
        memcpy(functions[i].pointer, &found, sizeof found);
    }
}

void trusted_authority_add(const char *pem, unsigned size)
{
    BYTE encoded[8192];
    DWORD encoded_size = sizeof encoded;
    find_functions();
    ck_assert(
        crypt.decode(pem, size, CRYPT_STRING_BASE64HEADER, encoded, &encoded_size, NULL, NULL));
    roots = crypt.open(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_LOCAL_MACHINE, L"Root");
    ck_assert_msg(roots != NULL, "error %lu", GetLastError());
    ck_assert_msg(crypt.add(roots, X509_ASN_ENCODING, encoded, encoded_size,
                            CERT_STORE_ADD_REPLACE_EXISTING, &authority),
                  "error %lu", GetLastError());
}

void trusted_authority_remove(void)
{
    if (authority != NULL)
        crypt.remove(authority); /* and frees it */
    if (roots != NULL)
        crypt.close(roots, 0);
    authority = NULL;
    roots = NULL;
}
