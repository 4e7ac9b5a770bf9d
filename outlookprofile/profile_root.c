#include "outlookprofile/profile_root.h"

const struct profile_root profile_roots[PROFILE_ROOT_COUNT] = {
    {MAIL_PROFILES_KEY, MAIL_PROFILES_KEY, OUTLOOK_2010, true},
    {OUTLOOK_2013_PROFILES_KEY, OUTLOOK_2013_KEY, OUTLOOK_2013, false},
    {OUTLOOK_2016_PROFILES_KEY, OUTLOOK_2016_KEY, OUTLOOK_2016, false},
};

/* CODE_SUCCESS and CODE_FILE_NOT_FOUND say it; anything else does not. */
static error_code look_for_key(struct registry *registry, const char *path)
{
    struct registry_key *key = NULL;
    const error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key);
    registry_close(key);
    return code;
}

error_code profile_root_shared_version(struct registry *registry, enum outlook_version *version)
{
    const error_code of_2003 = look_for_key(registry, "Software\\Microsoft\\Office\\11.0\\Outlook");
    const error_code of_2007 = look_for_key(registry, "Software\\Microsoft\\Office\\12.0\\Outlook");
    if (of_2003 == CODE_NOT_ENOUGH_MEMORY || of_2007 == CODE_NOT_ENOUGH_MEMORY)
        return CODE_NOT_ENOUGH_MEMORY;
    *version = OUTLOOK_UNKNOWN;
    if (of_2003 == CODE_SUCCESS && of_2007 == CODE_FILE_NOT_FOUND)
        *version = OUTLOOK_2003;
    if (of_2003 == CODE_FILE_NOT_FOUND && of_2007 == CODE_SUCCESS)
        *version = OUTLOOK_2007;
    return CODE_SUCCESS;
}
