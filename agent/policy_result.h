/* What the resulting set of policy says of LmCompatibilityLevel.
 *
 * Windows notes, at each application of Group Policy, which object has set what (RSoP, its logging
 * mode): the WMI classes RSOP_RegistryValue and RSOP_GPO of the namespace root\rsop\computer
 * (facts.md 4.6; Microsoft, "RSOP_SecuritySettings class", "RSOP_PolicySetting class"). Whoever
 * asks hands over what comes, in any order; here it is understood. Something that cannot be
 * understood is never taken for the absence of a policy.
 */
#ifndef PROMPTFIX_AGENT_POLICY_RESULT_H
#define PROMPTFIX_AGENT_POLICY_RESULT_H

#include <stdbool.h>
#include <stdint.h>

enum policy_result_state {
    POLICY_RESULT_NOT_ASKED,
    POLICY_RESULT_NONE, /* nothing was said of the level */
    POLICY_RESULT_SET,
    POLICY_RESULT_UNKNOWN, /* nobody could be asked, or the answer not be understood */
};

/* How long an answer is waited for, the start of Windows' WMI service included. */
enum { POLICY_RESULT_LIMIT_MS = 2000 };

/* With the NUL, in bytes of UTF-8. Of a longer name as much is kept as there is room for; an
 * identifier that is longer is not kept. */
enum { GPO_NAME_SIZE = 256, GPO_ID_SIZE = 512 };

struct policy_result {
    enum policy_result_state state;
    uint32_t level;           /* when POLICY_RESULT_SET */
    char gpo_id[GPO_ID_SIZE]; /* likewise: of the Group Policy object that sets it; "" if unknown */
    char gpo[GPO_NAME_SIZE];  /* and its name for people, without control characters; "" likewise */
};

/* One instance of RSOP_RegistryValue. Texts are UTF-8, NULL where there is none; so 0 for numbers,
 * which is none of those that count. */
struct policy_instance {
    const char *path;    /* "MACHINE\System\CurrentControlSet\Control\Lsa\LmCompatibilityLevel" */
    const char *data;    /* "3" */
    const char *gpo_id;  /* "CN={31B2F340-...},CN=Policies,CN=System,DC=contoso,DC=com" */
    uint32_t type;       /* as in the registry: 4 for REG_DWORD */
    uint32_t precedence; /* 1: this one wins */
    uint32_t status;     /* 1: applied */
};

/* Begins with POLICY_RESULT_NONE, takes every instance of RSOP_RegistryValue, then every one of
 * RSOP_GPO (with its properties id and name; each may be NULL). */
void policy_result_begin(struct policy_result *result);
void policy_result_take(struct policy_result *result, const struct policy_instance *instance);
void policy_result_take_gpo(struct policy_result *result, const char *id, const char *name);

/* Is the name still missing of an object that is known? Then RSOP_GPO is worth asking. */
bool policy_result_lacks_name(const struct policy_result *result);

/* The instances of RSOP_RegistryValue ended before their end: it is not known what they say. */
void policy_result_broke_off(struct policy_result *result);

#endif
