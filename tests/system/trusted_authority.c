#include "tests/system/trusted_authority.h"

#include "tests/system/machine.h"

#include <check.h>
#include <stdbool.h>
#include <string.h>
#include <windows.h>

#include <wincrypt.h>

/* crypt32, which nothing else here needs. */
static struct {
    BOOL(WINAPI *decode)(LPCSTR, DWORD, DWORD, BYTE *, DWORD *, DWORD *, DWORD *);
    HCERTSTORE(WINAPI *open)(LPCSTR, DWORD, HCRYPTPROV_LEGACY, DWORD, const void *);
    BOOL(WINAPI *add)(HCERTSTORE, DWORD, const BYTE *, DWORD, DWORD, PCCERT_CONTEXT *);
    BOOL(WINAPI *remove)(PCCERT_CONTEXT);
    BOOL(WINAPI *free)(PCCERT_CONTEXT);
    BOOL(WINAPI *close)(HCERTSTORE, DWORD);
} crypt;

static BYTE encoded[8192]; /* the certificate that is trusted now */
static DWORD encoded_size;

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
        {"CertFreeCertificateContext", &crypt.free},
        {"CertCloseStore", &crypt.close},
    };
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        FARPROC found = GetProcAddress(module, functions[i].name);
        ck_assert_msg(found != NULL, "%s", functions[i].name);
        memcpy(functions[i].pointer, &found, sizeof found);
    }
}

/* Windows asks the user before it lets anything into his own roots; Wine takes out of those of the
 * computer whatever the Linux around it does not know. */
static DWORD store_of_roots(void)
{
    return machine_is_wine() ? CERT_SYSTEM_STORE_CURRENT_USER : CERT_SYSTEM_STORE_LOCAL_MACHINE;
}

/* Adds it, or adds and deletes it: a store is sure to be written when it is closed. */
static void change_roots(bool keep)
{
    PCCERT_CONTEXT certificate = NULL;
    HCERTSTORE roots = crypt.open(CERT_STORE_PROV_SYSTEM_W, 0, 0, store_of_roots(), L"Root");
    ck_assert_msg(roots != NULL, "error %lu", GetLastError());
    ck_assert_msg(crypt.add(roots, X509_ASN_ENCODING, encoded, encoded_size,
                            CERT_STORE_ADD_REPLACE_EXISTING, &certificate),
                  "error %lu", GetLastError());
    if (keep)
        crypt.free(certificate);
    else
        crypt.remove(certificate); /* which frees it */
    crypt.close(roots, 0);
}

void trusted_authority_add(const char *pem, unsigned size)
{
    DWORD room = sizeof encoded;
    find_functions();
    ck_assert(crypt.decode(pem, size, CRYPT_STRING_BASE64HEADER, encoded, &room, NULL, NULL));
    encoded_size = room;
    change_roots(true);
}

void trusted_authority_remove(void)
{
    if (encoded_size > 0)
        change_roots(false);
    encoded_size = 0;
}
