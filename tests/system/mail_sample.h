/* Mail profiles to be checked: an Outlook 2003 profile with RPC over HTTP as the encoding rules of
 * facts.md 1.2 and 1.4 have it, and beside it one whose LDAP section uses the same value names
 * (facts.md 1.3; sample 03). */
#ifndef PROMPTFIX_TESTS_SYSTEM_MAIL_SAMPLE_H
#define PROMPTFIX_TESTS_SYSTEM_MAIL_SAMPLE_H

#include "tests/system/live_registry.h"

#define EXCHANGE_SECTION L"13dbb0c8aa05101a9bb000aa002fc45a"

enum { BASIC = 1, NTLM = 2 };

/* SSL, mutual authentication and more, and a bit that has no name: 0x8000002F. */
#define SAMPLE_ROH_FLAGS 0x8000002FU

/* Adds a profile that goes through the proxy mail.contoso.invalid. */
void mail_sample_add(const wchar_t *profile, DWORD authentication);

/* Sets one value of a profile's Exchange section. */
void mail_sample_set(const wchar_t *profile, const wchar_t *name, DWORD type, const void *data,
                     size_t data_size);

/* The path of a profile's Exchange section. Overwritten by the next call. */
const wchar_t *mail_sample_section(const wchar_t *profile);

/* Clears the registry and writes the sample: the default profile "Outlook" and the one with LDAP.
 */
void mail_sample_write(DWORD authentication);

/* The level as a value; -1 leaves it absent. */
void mail_sample_write_level(int level);

/* Fails the test unless the profile's authentication is this, of type REG_BINARY. */
void mail_sample_expect(const wchar_t *profile, DWORD authentication);
void mail_sample_expect_level(int level);

#endif
