/* Where in the registry something may change that the tray agent has to look at again. */
#ifndef PROMPTFIX_AGENT_WATCHED_KEYS_H
#define PROMPTFIX_AGENT_WATCHED_KEYS_H

#include "registry/registry_watch.h"

enum { WATCHED_KEY_COUNT = 16 };

extern const struct registry_watch_target watched_keys[WATCHED_KEY_COUNT];

#endif
