/* Which Windows a registry belongs to: this machine's, or the one an export came from. */
#ifndef PROMPTFIX_REGISTRY_WINDOWS_VERSION_H
#define PROMPTFIX_REGISTRY_WINDOWS_VERSION_H

#include <stdbool.h>

/* Numbers as GetVersionEx gives them: 5.1 is XP, 5.2 Server 2003, 6.1 Windows 7, 10.0 Windows 10
 * and 11. All zero is a version that is not known. */
struct windows_version {
    unsigned major;
    unsigned minor;
    bool workstation; /* surely no server: tells XP's 64-bit edition, 5.2 too, from Server 2003 */
};

#endif
