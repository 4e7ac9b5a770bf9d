/* Does the certificate bear the name that the profile expects of the proxy?
 *
 * With mutual authentication the RPC runtime compares the profile's principal name with one name of
 * the certificate: its e-mail address if it has one with an @, else its common name. Where they
 * differ the call fails with "access denied", which looks like a wrong password, and Outlook asks
 * again and again (facts.md 0.8 and 5.3; Microsoft, "Principal Names").
 */
#ifndef PROMPTFIX_AGENT_PRINCIPAL_NAME_H
#define PROMPTFIX_AGENT_PRINCIPAL_NAME_H

/* What a principal name begins with when it names a certificate. */
#define PRINCIPAL_NAME_PREFIX "msstd:"

/* The one name of a certificate that counts. Both may be "" (or NULL): the certificate has none. */
const char *principal_of_certificate(const char *email, const char *common_name);

/* How "msstd:" names compare: the one rule of which Microsoft says how it works. */
enum principal_match {
    PRINCIPAL_UNKNOWN, /* no name in the certificate, or a principal name in another form */
    PRINCIPAL_MATCHES,
    PRINCIPAL_DIFFERS,
};
enum principal_match principal_compare(const char *principal, const char *certificate_name);

#endif
