/* The names of the credentials that Windows has stored for this user; see stored_credentials.h. */
#ifndef PROMPTFIX_AGENT_STORED_CREDENTIALS_WINDOWS_H
#define PROMPTFIX_AGENT_STORED_CREDENTIALS_WINDOWS_H

#include "agent/stored_credentials.h"
#include "registry/utf16_text.h"

/* Lists them; memory comes from `arena`. What Windows refuses is part of the answer; returns
 * CODE_NOT_ENOUGH_MEMORY, else success. */
error_code stored_credentials_list(struct utf16_text *text, struct arena *arena,
                                   struct stored_credentials *credentials);

#endif
