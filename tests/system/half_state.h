/* How far a run has come that was ended: what the values of each half are, and what the newest undo
 * record says. For the sample with two profiles, "Outlook" and "Second", that go from Basic to
 * NTLM, and with a level that becomes 3. */
#ifndef PROMPTFIX_TESTS_SYSTEM_HALF_STATE_H
#define PROMPTFIX_TESTS_SYSTEM_HALF_STATE_H

enum values_state {
    VALUES_OLD,
    VALUES_NEW,
    VALUES_TORN, /* some of each */
};

enum record_state {
    RECORD_NONE,
    RECORD_INCOMPLETE, /* without a State: nothing was changed for it */
    RECORD_PENDING,
    RECORD_APPLIED,
    RECORD_UNDOING,
    RECORD_UNKNOWN,
};

struct half_states {
    struct half_state {
        enum values_state values;
        enum record_state record;
    } halves[2]; /* the user's, the machine's */
};

struct half_states half_states_read(void);

#endif
