/* What an RPC proxy is called, and what was kept of its answer: the profile, a certificate and the
 * user's registry say so, and a stranger can have written any of them.
 *
 * The first byte chooses. 'a': a server name; one that is understood is nothing but a host and a
 * port, and is understood again as the same. 'n': a principal name and a certificate's names,
 * parted by line ends. Else: lines of a .reg file in the key of a proxy's answer; what is believed
 * is an answer that could have been given today, and comes back as it is when it is written again.
 */
#include "agent/plain_text.h"
#include "agent/principal_name.h"
#include "agent/proxy_record.h"
#include "tests/fuzz/fuzz_registry.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW "2026-11-22T10:00:00Z"

static const struct proxy_address contoso = {"mail.contoso.com", 443, true};

static void try_address(struct fuzz_input *input)
{
    char again[PROXY_HOST_SIZE + 8];
    struct proxy_address address;
    struct proxy_address same;
    const bool ssl = fuzz_input_byte(input) % 2 != 0;
    char *text = fuzz_text_create(input);
    if (proxy_address_parse(text, ssl, &address)) {
        ASSERT_FAST(address.host[0] != '\0' && memchr(address.host, '\0', sizeof address.host));
        ASSERT_FAST(address.port != 0 && address.ssl == ssl);
        /* It is to become part of a URL, and must not become more of it than a host. */
        for (const char *at = address.host; *at != '\0'; at++)
            ASSERT_FAST((unsigned char)*at > ' ' && strchr("/\\?#@%<>\"|^`{}", *at) == NULL);
        snprintf(again, sizeof again, "%s:%u", address.host, (unsigned)address.port);
        ASSERT_FAST(proxy_address_parse(again, ssl, &same));
        ASSERT_FAST(proxy_address_equal(&address, &same));
    }
    free(text);
}

static void try_names(struct fuzz_input *input)
{
    char *principal = fuzz_text_line_create(input);
    char *email = fuzz_text_line_create(input);
    char *common_name = fuzz_text_line_create(input);
    const char *name = principal_of_certificate(email, common_name);
    ASSERT_FAST(name == email || name == common_name || name[0] == '\0');
    ASSERT_FAST(name != email || strchr(email, '@') != NULL || email[0] == '\0');
    const enum principal_match match = principal_compare(principal, name);
    /* Without a name to compare with, or in another form, nothing is claimed. */
    ASSERT_FAST(name[0] != '\0' || match == PRINCIPAL_UNKNOWN);
    if (match == PRINCIPAL_MATCHES)
        ASSERT_FAST(strlen(principal) == strlen(PRINCIPAL_NAME_PREFIX) + strlen(name));
    struct byte_buffer own = {0};
    byte_buffer_append_text(&own, PRINCIPAL_NAME_PREFIX);
    byte_buffer_append_text(&own, name);
    if (name[0] != '\0')
        ASSERT_FAST(principal_compare(byte_buffer_text(&own), name) == PRINCIPAL_MATCHES);
    byte_buffer_done(&own);
    free(common_name);
    free(email);
    free(principal);
}

static void expect_equal(const struct probe_answer *a, const struct probe_answer *b)
{
    ASSERT_FAST(a->outcome == b->outcome && a->sign_on == b->sign_on && a->status == b->status);
    ASSERT_FAST(a->schemes == b->schemes && a->certificate_problems == b->certificate_problems);
    ASSERT_FAST(strcmp(a->certificate_name, b->certificate_name) == 0);
    ASSERT_FAST(strcmp(a->time, b->time) == 0);
}

static void try_record(const struct fuzz_input *input)
{
    struct memory_registry *memory =
        fuzz_registry_create("HKCU\\" PROXIES_KEY "\\https mail.contoso.com 443", input);
    struct registry *registry = memory_registry_interface(memory);
    struct probe_answer answer = {.status = 4711};
    struct probe_answer again = {0};
    if (proxy_record_read(registry, &contoso, NOW, &answer) == CODE_SUCCESS) {
        ASSERT_FAST(answer.outcome < PROBE_OUTCOME_COUNT && answer.sign_on < SIGN_ON_OUTCOME_COUNT);
        ASSERT_FAST(probe_answer_is_lasting(&answer) && answer.is_kept);
        ASSERT_FAST(probe_time_is_of_today(answer.time, NOW));
        ASSERT_FAST((answer.schemes & ~(uint32_t)HTTP_SCHEMES) == 0);
        ASSERT_FAST((answer.certificate_problems & ~(uint32_t)CERTIFICATE_PROBLEMS) == 0);
        ASSERT_FAST(memchr(answer.certificate_name, '\0', sizeof answer.certificate_name));
        ASSERT_FAST(text_is_plain(answer.certificate_name));
        ASSERT_FAST(answer.outcome != PROBE_OFFERS_NTLM ||
                    (answer.schemes & HTTP_SCHEME_NTLM) != 0);
        ASSERT_FAST(proxy_record_write(registry, &contoso, &answer) == CODE_SUCCESS);
        ASSERT_FAST(proxy_record_read(registry, &contoso, NOW, &again) == CODE_SUCCESS);
        expect_equal(&answer, &again);
    } else {
        ASSERT_FAST(answer.status == 4711); /* untouched */
    }
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    memory_registry_free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const uint8_t kind = fuzz_input_byte(&input);
    if (kind == 'a')
        try_address(&input);
    else if (kind == 'n')
        try_names(&input);
    else
        try_record(&input);
    return 0;
}
