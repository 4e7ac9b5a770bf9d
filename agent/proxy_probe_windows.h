/* The question to RPC proxies on the wire, by WinHTTP: proxy_probe.h says what is asked and what an
 * answer means. winhttp.dll is loaded when the first question is put; Windows XP SP2 has it. */
#ifndef PROMPTFIX_AGENT_PROXY_PROBE_WINDOWS_H
#define PROMPTFIX_AGENT_PROXY_PROBE_WINDOWS_H

#include "agent/proxy_probe.h"
#include "registry/utf16_text.h"

#include <windows.h>

/* Asks all proxies at the same time and fills in what each exchange came to. Returns when all have
 * answered, when PROBE_TIME_LIMIT_MS are over, or when `cancel` (may be NULL) is set; what is open
 * then has the error of a time limit. It waits: not for a thread with windows. */
void proxy_probe_ask(struct proxy_exchange *exchanges, size_t count, struct utf16_text *text,
                     HANDLE cancel);

#endif
