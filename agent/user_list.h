/* Whose registries /allusers visits: the users with a profile on this computer. */
#ifndef PROMPTFIX_AGENT_USER_LIST_H
#define PROMPTFIX_AGENT_USER_LIST_H

#include "agent/user_hives.h"
#include "registry/arena.h"

#include <stdbool.h>

/* Below HKEY_LOCAL_MACHINE: a key for each user, named by his SID. Values: ProfileImagePath, the
 * folder; CentralProfile, where a roaming profile lies on a server; State, of which two bits count
 * here. Source: Microsoft, "User profiles: how to determine their state" (Windows 2000 Resource
 * Kit, registry reference, ProfileList). */
#define PROFILE_LIST_KEY "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList"

enum {
    PROFILE_STATE_MANDATORY = 0x1,
    PROFILE_STATE_TEMPORARY = 0x800,
};

/* A hive that PromptFix loads lies below HKEY_USERS under this and the user's SID: what a run that
 * was ended has left is known by it. */
#define LOADED_HIVE_PREFIX "PromptFix-"

struct listed_user {
    const char *sid;
    const char *folder; /* as it is stored; NULL: not known */
    bool logged_on;     /* or his hive is loaded for another reason */
    bool mandatory;     /* the profile is the same at each logon */
    bool roaming;       /* a server has the profile, what is here is a copy */
};

/* All zero is empty. Everything in it belongs to the arena it was made with. */
struct user_list {
    struct listed_user *users; /* first those of ProfileList in its order, then others logged on */
    size_t count;
    error_code error; /* not all could be listed: there may be more */
};

/* Is this the SID of a person's account: of a domain or of this computer (S-1-5-21-...) or of Azure
 * Active Directory (S-1-12-1-...)? Services have others, and keys like S-1-5-21-..._Classes or
 * S-1-5-21-....bak are none. Source: Microsoft, "Well-known SIDs" and "SID components". */
bool is_user_sid(const char *name);

/* Lists the users but `own_sid`, and without those of temporary profiles. What the registry refuses
 * is part of the answer; returns CODE_NOT_ENOUGH_MEMORY, else success. */
error_code user_list_read(struct registry *registry, struct user_hives *hives, const char *own_sid,
                          struct arena *arena, struct user_list *list);

#endif
