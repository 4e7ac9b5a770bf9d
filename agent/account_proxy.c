#include "agent/account_proxy.h"

#include "agent/scheme_name.h"

bool account_proxy_address(const struct observation *observation,
                           const struct exchange_account *account, struct proxy_address *address)
{
    const struct property_text *server = observation_proxy_server(observation, account);
    const struct property_long *flags = observation_roh_flags(observation, account);
    const bool ssl = flags->state == PROPERTY_READ && (flags->value & ROH_SSL) != 0;
    return server->state == PROPERTY_READ && proxy_address_parse(server->text, ssl, address);
}

void account_proxy_append_evidence(struct byte_buffer *out, const struct observation *observation,
                                   const struct exchange_account *account)
{
    const struct probe_answer *answer = observation_answer(observation, account);
    struct proxy_address address;
    if (answer == NULL || !account_proxy_address(observation, account, &address))
        return;
    byte_buffer_append_format(out, "%s://%s:%u%s =", address.ssl ? "https" : "http", address.host,
                              (unsigned)address.port, PROBE_PATH);
    if (answer->status != 0)
        byte_buffer_append_format(out, " %lu", (unsigned long)answer->status);
    if (answer->error != CODE_SUCCESS)
        byte_buffer_append_format(out, " (%lu)", (unsigned long)answer->error);
    bool follows = false;
    for (size_t i = 0; i < SCHEME_NAME_COUNT; i++) {
        if ((answer->schemes & scheme_names[i].scheme) == 0)
            continue;
        byte_buffer_append_text(out, follows ? ", " : " ");
        byte_buffer_append_text(out, scheme_names[i].name);
        follows = true;
    }
}
