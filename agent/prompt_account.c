#include "agent/prompt_account.h"

#include "agent/diagnosis.h"

#include <string.h>

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool is_name_letter(char letter)
{
    const char small = lower(letter);
    return (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '-' ||
           small == '_';
}

static bool begins_with(const char *text, const char *host, size_t host_size)
{
    for (size_t i = 0; i < host_size; i++)
        if (text[i] == '\0' || lower(text[i]) != lower(host[i]))
            return false;
    return true;
}

/* A dot belongs to the name when a letter follows or precedes it; at the end of a sentence it does
 * not. */
static bool ends_here(const char *after)
{
    return !is_name_letter(after[0]) && !(after[0] == '.' && is_name_letter(after[1]));
}

bool prompt_caption_names(const char *caption, const char *host, size_t host_size)
{
    if (host_size == 0)
        return false;
    for (const char *at = caption; *at != '\0'; at++) {
        const bool starts_here = at == caption || (!is_name_letter(at[-1]) && at[-1] != '.');
        if (starts_here && begins_with(at, host, host_size) && ends_here(at + host_size))
            return true;
    }
    return false;
}

/* The host's name in "mail.contoso.com:444" and "[::1]:444". */
static size_t host_size_of(const char *server)
{
    if (server[0] == '[')
        return strcspn(server, "]") + (strchr(server, ']') != NULL);
    return strcspn(server, ":");
}

/* Size of the longest name of the account that the caption has; 0 for none. */
static size_t named_size(const char *caption, const struct observation *observation,
                         const struct exchange_account *account)
{
    static const char prefix[] = "msstd:"; /* facts.md 1.4 */
    const char *proxy = observation_proxy_server(observation, account)->text;
    const char *principal = observation_principal_name(observation, account)->text;
    size_t longest = 0;
    if (proxy != NULL && prompt_caption_names(caption, proxy, host_size_of(proxy)))
        longest = host_size_of(proxy);
    if (principal != NULL && begins_with(principal, prefix, sizeof prefix - 1)) {
        principal += sizeof prefix - 1;
        const size_t size = strlen(principal);
        if (size > longest && prompt_caption_names(caption, principal, size))
            longest = size;
    }
    return longest;
}

/* Do the keys of two accounts lie in the same profile? Their sections follow its path. */
static bool of_one_profile(const struct exchange_account *a, const struct exchange_account *b)
{
    if (a->key == NULL || b->key == NULL)
        return false;
    const size_t size = (size_t)(strrchr(a->key, '\\') - a->key);
    return strncmp(a->key, b->key, size + 1) == 0 && strchr(b->key + size + 1, '\\') == NULL;
}

const struct exchange_account *prompt_account_find(const char *caption,
                                                   const struct observation *observation)
{
    const struct account_list *accounts = &observation->accounts;
    const struct exchange_account *named = NULL;
    const struct exchange_account *standard = NULL;
    const struct exchange_account *only = NULL;
    size_t longest = 0;
    size_t count = 0;
    bool is_ambiguous = false;
    for (size_t i = 0; i < accounts->count; i++) {
        const struct exchange_account *account = &accounts->accounts[i];
        if (account->profile == NULL || account_uses_rpc_over_http(account) != ANSWER_YES)
            continue;
        const size_t size = named_size(caption, observation, account);
        if (size > longest || (size > 0 && size == longest && account->in_default_profile)) {
            longest = size;
            named = account;
        }
        if (account->in_default_profile && standard == NULL)
            standard = account;
        else if (account->in_default_profile && !of_one_profile(account, standard))
            is_ambiguous = true;
        only = account;
        count++;
    }
    if (named != NULL)
        return named;
    if (count == 1)
        return only;
    return is_ambiguous ? NULL : standard;
}
