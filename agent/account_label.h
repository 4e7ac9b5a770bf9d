/* The name by which a person tells one account from another.
 *
 * Profiles of two Outlooks may have the same name, and one profile may have several Exchange
 * accounts, so the profile's name alone is not enough.
 */
#ifndef PROMPTFIX_AGENT_ACCOUNT_LABEL_H
#define PROMPTFIX_AGENT_ACCOUNT_LABEL_H

#include "agent/message.h"
#include "outlookprofile/exchange_account.h"

/* Appends "Outlook", "Outlook (Outlook 2010)" where the version is known, and "Outlook (Outlook
 * 2010, anna@contoso.com)" where the profile has several accounts; those without a name of their
 * own go by their section. */
void account_label_append(struct byte_buffer *out, const struct message_source *messages,
                          const struct exchange_account *account);

#endif
