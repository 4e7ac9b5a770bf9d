/* Registries for the tests: a memory store, and what Outlook and Windows keep in it.
 *
 * No public export of an RPC over HTTP profile exists (facts.md 2), so these are built by the
 * encoding rules of facts.md 1.2 and the sections of 1.3 and 1.4. The bytes are put together here
 * and not by the code under test. Each function stops the test when the store refuses.
 */
#ifndef PROMPTFIX_TESTS_UNIT_SAMPLE_REGISTRY_H
#define PROMPTFIX_TESTS_UNIT_SAMPLE_REGISTRY_H

#include "registry/memory_registry.h"

#include <check.h>

/* An assertion for what is asked thousands of times: Check's own write down each one that holds,
 * which takes longer than the work itself. */
#define ASSERT_FAST(condition)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("%s", #condition);                                                        \
    } while (0)

/* An empty memory store; memory_registry_free ends it. */
struct memory_registry *sample_registry_create(void);

/* A value of any type and content; missing keys are made. Texts are UTF-8. */
void sample_write(struct registry *registry, enum registry_root root, const char *key,
                  const char *name, uint32_t type, const void *bytes, size_t size);
void sample_text(struct registry *registry, enum registry_root root, const char *key,
                 const char *name, const char *text); /* REG_SZ with its NUL */
void sample_dword(struct registry *registry, enum registry_root root, const char *key,
                  const char *name, uint32_t number);
void sample_key(struct registry *registry, enum registry_root root, const char *key);
void sample_delete(struct registry *registry, enum registry_root root, const char *key,
                   const char *name);

/* MAPI properties below HKEY_CURRENT_USER: PT_LONG (four bytes), PT_UNICODE (UTF-16LE with its
 * NUL), both REG_BINARY. */
void sample_long(struct registry *registry, const char *key, const char *name, uint32_t number);
void sample_unicode(struct registry *registry, const char *key, const char *name, const char *text);

/* The path of a profile's Exchange section below HKEY_CURRENT_USER; valid until the next call. */
const char *sample_section(const char *profile);

/* One Exchange account as Outlook 2003 stores it. */
struct sample_account {
    const char *profile;
    uint32_t flags;             /* 00036623; the value is always there */
    uint32_t authentication;    /* 00036627: 1 Basic, 2 NTLM; 0: the value is missing */
    uint32_t config_flags;      /* 00036601; the value is always there */
    const char *proxy_server;   /* 001f6622; NULL: missing */
    const char *principal_name; /* 001f6625; NULL: missing */
};

enum {
    SAMPLE_BASIC = 1,
    SAMPLE_NTLM = 2,
    SAMPLE_FLAGS = 0x2f, /* RPC over HTTP, SSL, mutual authentication, on fast and on slow */
};

/* The whole profile: its Exchange section, and around it the sections that every profile has, with
 * an LDAP address book whose names collide. */
void sample_account(struct registry *registry, const struct sample_account *account);

/* The common case: SAMPLE_FLAGS, mail.contoso.com and its principal name. */
void sample_exchange_profile(struct registry *registry, const char *profile,
                             uint32_t authentication);

/* A profile without Exchange: an LDAP address book only (shared sample 03). */
void sample_ldap_profile(struct registry *registry, const char *profile);

void sample_default_profile(struct registry *registry, const char *profile);

/* LmCompatibilityLevel as REG_DWORD. */
void sample_level(struct registry *registry, uint32_t level);

/* A REG_DWORD of the RPC policies of one Outlook version: "11.0", "12.0". */
void sample_policy(struct registry *registry, const char *version, const char *name,
                   uint32_t number);

/* What the value holds now is exactly this; or it is absent. */
void sample_expect(struct registry *registry, enum registry_root root, const char *key,
                   const char *name, uint32_t type, const void *bytes, size_t size);
void sample_expect_absent(struct registry *registry, enum registry_root root, const char *key,
                          const char *name);

/* The whole store as text, a line for each key and each value with type and bytes, sorted: two
 * stores are the same when their texts are. Without the keys of PromptFix itself unless
 * `with_own_keys`. The caller frees it. */
char *sample_dump(struct registry *registry, bool with_own_keys);

#endif
