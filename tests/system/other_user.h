/* Other users of this computer, made up: logged on (a key below HKEY_USERS) or not (a hive in a
 * file), and listed as Windows lists them. */
#ifndef PROMPTFIX_TESTS_SYSTEM_OTHER_USER_H
#define PROMPTFIX_TESTS_SYSTEM_OTHER_USER_H

#include <windows.h>

#define ANNA_SID L"S-1-5-21-77-77-77-1001"
#define BERT_SID L"S-1-5-21-77-77-77-1002"

/* Anna is logged on and has the profile "Outlook" with this sign-in. */
void other_user_log_on(DWORD authentication);

/* Bert is not, and has the profile "Post" in the NTUSER.DAT of his folder. Wine writes a hive file
 * in a format of its own, and loads it again. */
void other_user_store(DWORD authentication);

/* Makes Bert's NTUSER.DAT a file that is no hive: Windows and Wine refuse to load it. */
void other_user_spoil(void);

/* Loads Bert's hive as a run would that was ended before it could unload it. */
void other_user_leave_loaded(void);
BOOL other_user_is_loaded(void);

/* Takes all of this away. */
void other_users_clear(void);

/* The path, below HKEY_USERS, of the Exchange section of Anna's profile. Overwritten by the next
 * call. */
const wchar_t *other_user_section(const wchar_t *profile);

/* Fails the test unless the sign-in of Anna's profile is this. */
void other_user_expect(const wchar_t *profile, DWORD authentication);

/* Writes a profile with an Exchange account below a key. */
void other_user_add_profile(HKEY root, const wchar_t *key, const wchar_t *profile,
                            DWORD authentication);

#endif
