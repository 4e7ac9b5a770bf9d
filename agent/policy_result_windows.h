/* Asks WMI for the resulting set of policy.
 *
 * COM is loaded for it, by full path and only now; its servers are those that the registry names by
 * full path. WMI may take its time, or never answer: it is asked by a thread of its own, which
 * nobody waits for any longer than POLICY_RESULT_LIMIT_MS, the tray agent not at all. A thread that
 * is given up ends when WMI answers after all, or with the process.
 */
#ifndef PROMPTFIX_AGENT_POLICY_RESULT_WINDOWS_H
#define PROMPTFIX_AGENT_POLICY_RESULT_WINDOWS_H

#include "agent/policy_result.h"

#include <windows.h>

/* POLICY_RESULT_UNKNOWN where nobody answers in time, or may, or can: without WMI, without its
 * namespace root\rsop\computer, or without the right to read it. */
void policy_result_ask(struct policy_result *result);

/* The same without waiting: posts `message` to the window when it is answered, with a struct
 * policy_result as lParam, to be released with free(). False when that cannot begin. */
bool policy_result_start(HWND window, UINT message);

#endif
