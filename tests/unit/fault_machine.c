#include "tests/unit/fault_machine.h"

#include "agent/event_record.h"
#include "registry/lm_compatibility.h"
#include "registry/undo_record.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

enum { ABSENT = -1, OTHERWISE = -2, CLEAR = 0x1184, SET = 0x118c };

static const struct machine_values originals[MACHINE_KIND_COUNT] = {
    [MACHINE_BASIC_AND_LOW] = {{SAMPLE_BASIC, SET, ABSENT, ABSENT, 1}},
    [MACHINE_LEVEL_ONLY] = {{SAMPLE_NTLM, CLEAR, ABSENT, ABSENT, 0}},
    [MACHINE_ALWAYS_PROMPT] = {{SAMPLE_NTLM, SET, ABSENT, ABSENT, 3}},
    [MACHINE_TWO_PROFILES] = {{SAMPLE_BASIC, CLEAR, SAMPLE_BASIC, SET, ABSENT}},
};

const char *fault_machine_name(enum machine_kind kind)
{
    static const char *const names[] = {"Basic and a low level", "a low level", "always prompt",
                                        "two profiles"};
    return names[kind];
}

static const char *const profiles[] = {"Outlook", "Second"};

struct machine_values fault_machine_original(enum machine_kind kind)
{
    return originals[kind];
}

struct machine_values fault_machine_fixed(enum machine_kind kind)
{
    struct machine_values fixed = originals[kind];
    for (size_t i = 0; i < MACHINE_LEVEL; i++)
        if (fixed.numbers[i] != ABSENT)
            fixed.numbers[i] = i % 2 == 0 ? SAMPLE_NTLM : CLEAR;
    fixed.numbers[MACHINE_LEVEL] = 3;
    return fixed;
}

enum registry_root fault_machine_half(size_t value)
{
    return value == MACHINE_LEVEL ? REGISTRY_LOCAL_MACHINE : REGISTRY_CURRENT_USER;
}

static const char *name_of(size_t value)
{
    return value == MACHINE_LEVEL ? LM_COMPATIBILITY_VALUE
           : value % 2 == 0       ? "00036627"
                                  : "00036601";
}

static const char *key_of(size_t value)
{
    return value == MACHINE_LEVEL ? LM_COMPATIBILITY_KEY : sample_section(profiles[value / 2]);
}

static void put(struct fake_host *fake, size_t value, long long number)
{
    if (value == MACHINE_LEVEL && number == ABSENT)
        sample_delete(fake->registry, REGISTRY_LOCAL_MACHINE, key_of(value), name_of(value));
    else if (value == MACHINE_LEVEL)
        sample_level(fake->registry, (uint32_t)number);
    else
        sample_long(fake->registry, key_of(value), name_of(value), (uint32_t)number);
}

/* As if a run had been ended: of the user half the first value is as it wanted, the others are not;
 * of the machine half none. */
static void interrupt(struct fake_host *fake, enum machine_kind kind, const char *state,
                      struct machine_values from)
{
    const struct machine_values original = originals[kind];
    const struct machine_values fixed = fault_machine_fixed(kind);
    bool is_first[2] = {true, false};
    bool is_recorded[2] = {false, false};
    for (size_t i = 0; i < MACHINE_VALUE_COUNT; i++) {
        const enum registry_root half = fault_machine_half(i);
        if (original.numbers[i] == fixed.numbers[i])
            continue;
        is_recorded[half] = true;
        if (!is_first[half])
            put(fake, i, from.numbers[i]);
        is_first[half] = false;
    }
    for (int half = REGISTRY_CURRENT_USER; half <= REGISTRY_LOCAL_MACHINE; half++)
        if (is_recorded[half])
            sample_text(fake->registry, (enum registry_root)half, UNDO_RECORDS_KEY "\\1", "State",
                        state);
}

static void add_account(struct fake_host *fake, const struct machine_values *values, size_t profile)
{
    if (values->numbers[2 * profile] == ABSENT)
        return;
    sample_account(fake->registry, &(struct sample_account){
                                       .profile = profiles[profile],
                                       .flags = SAMPLE_FLAGS,
                                       .authentication = (uint32_t)values->numbers[2 * profile],
                                       .config_flags = (uint32_t)values->numbers[2 * profile + 1],
                                       .proxy_server = "mail.contoso.com",
                                   });
}

void fault_machine_init(struct fake_host *fake, enum machine_kind kind, enum preparation prepared)
{
    const struct machine_values *values = &originals[kind];
    fake_host_init(fake);
    fake_host_keep_events(fake);
    add_account(fake, values, 0);
    add_account(fake, values, 1);
    if (values->numbers[MACHINE_LEVEL] != ABSENT)
        sample_level(fake->registry, (uint32_t)values->numbers[MACHINE_LEVEL]);
    if (prepared == PREPARED_FRESH)
        return;
    const enum exit_code code = RUN(fake, FAULT_FIX);
    ASSERT_FAST(code == EXIT_RESTART_WINDOWS || code == EXIT_RESTART_OUTLOOK);
    if (prepared == PREPARED_PENDING)
        interrupt(fake, kind, "pending", *values);
    if (prepared == PREPARED_UNDOING) {
        for (size_t i = 0; i < MACHINE_VALUE_COUNT; i++)
            if (values->numbers[i] != ABSENT || i == MACHINE_LEVEL)
                put(fake, i, values->numbers[i]);
        interrupt(fake, kind, "undoing", fault_machine_fixed(kind));
    }
}

static long long read_number(struct fake_host *fake, enum registry_root root, const char *key,
                             const char *name)
{
    struct registry_key *open = NULL;
    struct registry_value value = {0};
    long long number = ABSENT;
    error_code code = registry_open(fake->registry, root, key, REGISTRY_READ, &open);
    if (code == CODE_SUCCESS)
        code = registry_read(open, name, &value);
    ASSERT_FAST(code == CODE_SUCCESS || code == CODE_FILE_NOT_FOUND);
    if (code == CODE_SUCCESS && value.data.size == 4 &&
        value.type == (root == REGISTRY_LOCAL_MACHINE ? VALUE_DWORD : VALUE_BINARY))
        number =
            (long long)((uint32_t)value.data.data[0] | (uint32_t)value.data.data[1] << 8 |
                        (uint32_t)value.data.data[2] << 16 | (uint32_t)value.data.data[3] << 24);
    else if (code == CODE_SUCCESS)
        number = OTHERWISE;
    registry_close(open);
    registry_value_done(&value);
    return number;
}

struct machine_values fault_machine_now(struct fake_host *fake)
{
    struct machine_values now;
    for (size_t i = 0; i < MACHINE_VALUE_COUNT; i++)
        now.numbers[i] = read_number(fake, fault_machine_half(i), key_of(i), name_of(i));
    return now;
}

long long fault_machine_read(struct fake_host *fake, const char *key, const char *name)
{
    const enum registry_root root =
        strncmp(key, "HKLM\\", 5) == 0 ? REGISTRY_LOCAL_MACHINE : REGISTRY_CURRENT_USER;
    ASSERT_FAST(strlen(key) > 5);
    return read_number(fake, root, key + 5, name);
}

/* Takes the lines out of a dump that have one of these parts. */
static void leave_out(char *dump, const char *const *parts, size_t part_count)
{
    char *end = dump;
    for (char *line = dump, *next = NULL; *line != '\0'; line = next) {
        bool is_left_out = false;
        next = strchr(line, '\n') + 1;
        const char after = *next;
        *next = '\0';
        for (size_t i = 0; i < part_count; i++)
            is_left_out |= strstr(line, parts[i]) != NULL;
        *next = after;
        if (is_left_out)
            continue;
        memmove(end, line, (size_t)(next - line));
        end += next - line;
    }
    *end = '\0';
}

char *fault_machine_rest(struct fake_host *fake)
{
    static const char *const ours[] = {
        " : 00036627 = ", " : 00036601 = ", " : " LM_COMPATIBILITY_VALUE " = "};
    char *dump = sample_dump(fake->registry, false);
    leave_out(dump, ours, sizeof ours / sizeof ours[0]);
    return dump;
}

char *fault_machine_store(struct fake_host *fake)
{
    static const char *const of_events[] = {EVENTS_KEY, "Software\\PromptFix\n"};
    char *dump = sample_dump(fake->registry, true);
    leave_out(dump, of_events, sizeof of_events / sizeof of_events[0]);
    return dump;
}
