/* The names of the schemes by which one signs on at a server, as reports give them. */
#ifndef PROMPTFIX_AGENT_SCHEME_NAME_H
#define PROMPTFIX_AGENT_SCHEME_NAME_H

#include <stdint.h>

/* Those that a report tells apart, in the order in which it names them. */
enum { SCHEME_NAME_COUNT = 5 };

struct scheme_name {
    uint32_t scheme; /* HTTP_SCHEME_… */
    const char *name;
};
extern const struct scheme_name scheme_names[SCHEME_NAME_COUNT];

#endif
