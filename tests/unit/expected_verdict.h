/* What the verdict table says of a case: design.md ("Verdicts") once more, as rows of conditions.
 *
 * Written from the page and not from the code, so that the two can disagree.
 */
#ifndef PROMPTFIX_TESTS_UNIT_EXPECTED_VERDICT_H
#define PROMPTFIX_TESTS_UNIT_EXPECTED_VERDICT_H

#include "tests/unit/verdict_cases.h"

struct expected_finding {
    enum finding_id id;
    bool about_account;
    enum severity severity;
    enum remedy remedy;
    enum blocked_by blocked_by;
    bool in_scope;
    bool carried_out; /* /fix with the same request makes the change */
};

enum { EXPECTED_LIMIT = 8 };

struct expected_verdict {
    struct expected_finding findings[EXPECTED_LIMIT];
    size_t count;
    bool switch_to_ntlm; /* the changes */
    bool clear_always_prompt;
    int raise_level_to; /* 0: not at all */
    unsigned check_exit_code;
};

struct expected_verdict expected_verdict_of(const struct verdict_case *verdict_case);

#endif
