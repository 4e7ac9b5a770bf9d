/* Which account a credential dialog is about: the one whose server its caption names.
 *
 * The caption is "Connect to mail.contoso.com" in any language, so nothing is understood of it but
 * the host names that the profiles hold, and nothing else of it is kept. The dialogs of Windows
 * Vista and later name no server there.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_ACCOUNT_H
#define PROMPTFIX_AGENT_PROMPT_ACCOUNT_H

#include "agent/observation.h"

#include <stdbool.h>

/* Bytes of a caption, UTF-8 with its NUL, that are looked at. */
enum { PROMPT_CAPTION_SIZE = 512 };

/* Does the caption name the host? As a whole: contoso.com is not in "mail.contoso.com", nor in
 * "contoso.com.example". `host` need not end with a NUL. */
bool prompt_caption_names(const char *caption, const char *host, size_t host_size);

/* The account, of those that use RPC over HTTP and have a profile with a name: the one whose proxy
 * (or its principal name), by policy or by the profile, is named in the caption; the longest name
 * wins, then the default profile. Where none is named: the only such account, else the first one of
 * the default profile, else NULL; NULL too where several Outlooks have a default profile with such
 * an account: the dialog does not say whose it is. */
const struct exchange_account *prompt_account_find(const char *caption,
                                                   const struct observation *observation);

#endif
