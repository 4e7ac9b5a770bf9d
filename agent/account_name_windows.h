/* The name of an account, asked of Windows for a limited time. */
#ifndef PROMPTFIX_AGENT_ACCOUNT_NAME_WINDOWS_H
#define PROMPTFIX_AGENT_ACCOUNT_NAME_WINDOWS_H

#include "registry/error_code.h"

#include <wchar.h>

/* "DOMAIN\name": a domain's name has up to 255 characters, an account's up to 256 (lmcons.h). */
enum { ACCOUNT_NAME_UNIT_COUNT = 256 + 1 + 257 };

/* The account of a SID (as text). Windows asks the account's domain for it, which may not answer
 * for a minute: ERROR_TIMEOUT after two seconds. Errors as LookupAccountSidW. */
error_code account_name_of(const wchar_t *sid, wchar_t name[ACCOUNT_NAME_UNIT_COUNT]);

#endif
