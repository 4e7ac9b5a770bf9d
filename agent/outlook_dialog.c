#include "agent/outlook_dialog.h"

#include "agent/diagnosis.h"

bool outlook_dialog_is_disabled(const struct observation *observation)
{
    for (size_t i = 0; i < observation->accounts.count; i++) {
        const struct exchange_account *account = &observation->accounts.accounts[i];
        if (account_uses_rpc_over_http(account) == ANSWER_YES &&
            outlook_policy_hides_dialog(observation_policy_for(observation, account)))
            return true;
    }
    return false;
}
