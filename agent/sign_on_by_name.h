/* The way without rights: may an account be made to sign on by the name of its proxy's certificate?
 *
 * Windows sends the logon credentials by NTLM at a level below 2 as well, when the account has SSL,
 * mutual authentication and the name of the server's certificate (facts.md 0.1 to 0.3). All of that
 * lies in the profile. It is the second choice: where that name changes, the connection breaks. So
 * it is offered only where the level cannot be raised here, and only with a certificate that was
 * seen and verified.
 */
#ifndef PROMPTFIX_AGENT_SIGN_ON_BY_NAME_H
#define PROMPTFIX_AGENT_SIGN_ON_BY_NAME_H

#include "agent/diagnosis.h"

/* Has the account, by the settings in force, all that Windows wants for the second way? */
bool account_signs_on_by_name(const struct observation *observation,
                              const struct exchange_account *account);

/* Does its principal name, in force or not, name the certificate that its proxy was seen to have?
 * YES, NO also where it has none, UNKNOWN where no certificate was seen or the name is in another
 * form. */
enum answer account_names_certificate(const struct observation *observation,
                                      const struct exchange_account *account);

/* Judges an account that uses NTLM, or is about to: fills in the finding that says whether it can
 * sign on by name. False, and nothing filled in, where there is no need or nothing to offer. */
bool sign_on_by_name_judge(const struct observation *observation,
                           const struct diagnosis_request *request,
                           const struct exchange_account *account, struct finding *finding);

/* Is the account going to sign on by name, as far as it was judged? */
bool sign_on_by_name_stands_in(const struct diagnosis *diagnosis,
                               const struct exchange_account *account);

/* A finding whose remedy is offered but was not asked for: the window's second choice. NULL: there
 * is none. */
const struct finding *sign_on_by_name_offer(const struct diagnosis *diagnosis);

#endif
