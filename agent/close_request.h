/* How an installer asks the tray agents of every session to close.
 *
 * A window message from the installer's service reaches no other session, and an agent that runs
 * elevated would not hear one from below. So all agents wait for one event. */
#ifndef PROMPTFIX_AGENT_CLOSE_REQUEST_H
#define PROMPTFIX_AGENT_CLOSE_REQUEST_H

/* Manual reset: while it is set, agents close, also one that is being started. The installer resets
 * it when they have ended. */
#define CLOSE_REQUEST_NAME L"Global\\PromptFix.Close"

#endif
