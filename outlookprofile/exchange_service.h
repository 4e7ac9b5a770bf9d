/* The Exchange services of a mail profile, and the sections they point to.
 *
 * The profile's list section names all services by their 16 byte ids; each id in hex digits is the
 * name of the service's section. An Exchange service calls itself MSEMS, points to the section of
 * its account by `01023d15`, and lists its providers by `01023d01`, each with a section that may
 * hold a copy of the account's values (facts.md 1.3, 1.5; sample 03).
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_EXCHANGE_SERVICE_H
#define PROMPTFIX_OUTLOOKPROFILE_EXCHANGE_SERVICE_H

#include "outlookprofile/exchange_account.h"

enum {
    SECTION_NAME_SIZE = 32 + 1, /* hex digits and a NUL */
    /* More than any profile has (up to 10 Exchange accounts, facts.md 1.5): what lies behind them
     * is not looked at, and that is told. */
    SERVICE_LIMIT = 256,
    PROVIDER_LIMIT = 32,
};

/* Name of the section that lists services and providers (facts.md 1.3). */
#define SERVICE_LIST_SECTION "9207f3e0a3b11019908b08002b2a56c2"

/* The ids of a list, as the names of their sections. */
struct section_names {
    char (*names)[SECTION_NAME_SIZE]; /* in the arena */
    size_t count;
    bool cut; /* there were more than fit */
};

/* Reads the list of all services. CODE_FILE_NOT_FOUND for a profile without any; else what the
 * registry says. */
error_code exchange_services_list(const struct profile_reading *reading,
                                  struct section_names *services);

struct exchange_service {
    bool is_exchange;                /* it is MSEMS; else nothing below is known */
    char account[SECTION_NAME_SIZE]; /* the section it points to; "" where it points to none */
    struct section_names providers;
};

/* Reads one service. What the section lacks is absent; errors as the registry's, and
 * CODE_INVALID_DATA where it points to its account by something that is no id. */
error_code exchange_service_read(const struct profile_reading *reading, const char *section,
                                 struct exchange_service *service);

#endif
