/* Keeps two runs of PromptFix from changing the same half of the registry: a named mutex for each.
 *
 * The names begin with Global\: a fix pushed by Group Policy runs in session 0, a user may be
 * logged on twice through Terminal Services, and a name without it would be seen in its own session
 * only.
 */
#ifndef PROMPTFIX_REGISTRY_WINDOWS_LOCK_WINDOWS_H
#define PROMPTFIX_REGISTRY_WINDOWS_LOCK_WINDOWS_H

#include "registry/registry.h"

#include <wchar.h>

/* All zero is a lock that is not held. */
struct windows_lock {
    void *mutex;
};

/* The SID of the user this process runs as, as text. A SID has at most 15 subauthorities of ten
 * digits: "S-1-" and an authority of up to 15 digits before them. Source: Microsoft, "SID
 * Components" and "SECURITY_MAX_SID_SIZE". */
enum { SID_TEXT_UNIT_COUNT = 192 };
error_code windows_own_sid(wchar_t text[SID_TEXT_UNIT_COUNT]);

/* Takes the lock of the half `root`, without waiting: of the user half that of the user `sid`, or
 * NULL for who runs this process. A mutex belongs to a thread: the thread that
 * took it must release it. CODE_INSTALL_ALREADY_RUNNING when this lock or another run holds it, or
 * when a mutex of the name is there but access to it is denied; CODE_NOT_ENOUGH_MEMORY; what
 * Windows says when it does not tell who the user is. */
error_code windows_lock_take(struct windows_lock *lock, enum registry_root root,
                             const wchar_t *sid);

/* Does nothing if the lock is not held. */
void windows_lock_release(struct windows_lock *lock);

#endif
