/* The throw-away authority of the tests' servers, trusted by this Windows for a while. */
#ifndef PROMPTFIX_TESTS_SYSTEM_TRUSTED_AUTHORITY_H
#define PROMPTFIX_TESTS_SYSTEM_TRUSTED_AUTHORITY_H

/* Adds the certificate in a PEM file to the trusted roots: those of the computer, which needs an
 * administrator; under Wine those of the user. Ends the test where that is not possible. */
void trusted_authority_add(const char *pem, unsigned size);

/* Takes it away again; nothing to do is fine. */
void trusted_authority_remove(void);

#endif
