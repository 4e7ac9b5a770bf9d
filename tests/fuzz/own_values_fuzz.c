/* The agent's own values in the user's registry: settings, notifications, the mark of a restart,
 * the start with Windows. The user, and whatever runs as the user, can put anything there.
 *
 * The input is a list of values: a letter for which, a type, a byte for the size, the bytes. What
 * is malformed is told as such, and never read as something else: a setting is its default and
 * marked; a record of notifications is whole or refused; and what the program then writes itself
 * is read back the same. */
#include "agent/autostart.h"
#include "agent/notice_record.h"
#include "agent/restart_pending.h"
#include "agent/settings.h"
#include "agent/utc_time.h"
#include "registry/dword.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

#define NOTICE_KEY NOTICES_KEY "\\no_ssl"
#define PROGRAM "C:\\Program Files\\PromptFix\\promptfix.exe"

enum own_value {
    SHOW_ICON,
    NOTIFY,
    FACTS,
    COUNT,
    RECENT,
    LAST,
    DISMISSED,
    MARK_TIME,
    USER_START,
    MACHINE_START,
    OWN_VALUE_COUNT,
};

static const struct place {
    enum registry_root root;
    const char *key;
    const char *name;
} places[OWN_VALUE_COUNT] = {
    [SHOW_ICON] = {REGISTRY_CURRENT_USER, SETTINGS_KEY, "ShowIcon"},
    [NOTIFY] = {REGISTRY_CURRENT_USER, SETTINGS_KEY, "Notify"},
    [FACTS] = {REGISTRY_CURRENT_USER, NOTICE_KEY, "Facts"},
    [COUNT] = {REGISTRY_CURRENT_USER, NOTICE_KEY, "Count"},
    [RECENT] = {REGISTRY_CURRENT_USER, NOTICE_KEY, "Recent"},
    [LAST] = {REGISTRY_CURRENT_USER, NOTICE_KEY, "Last"},
    [DISMISSED] = {REGISTRY_CURRENT_USER, NOTICE_KEY, "Dismissed"},
    [MARK_TIME] = {REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, "Time"},
    [USER_START] = {REGISTRY_CURRENT_USER, AUTOSTART_KEY, AUTOSTART_VALUE},
    [MACHINE_START] = {REGISTRY_LOCAL_MACHINE, AUTOSTART_KEY, AUTOSTART_VALUE},
};

/* What the registry holds at the end of an input. */
struct stored {
    struct registry *registry;
    struct entry {
        bool present;
        uint32_t type;
        struct fuzz_input data;
    } entries[OWN_VALUE_COUNT];
};

static void add_value(struct stored *stored, struct fuzz_input *input)
{
    const size_t which =
        (size_t)(fuzz_input_byte(input) + OWN_VALUE_COUNT - 'a' % OWN_VALUE_COUNT) %
        OWN_VALUE_COUNT;
    const uint32_t type = fuzz_input_byte(input) & 15U;
    const struct fuzz_input data = fuzz_input_piece(input, fuzz_input_byte(input));
    stored->entries[which] = (struct entry){true, type, data};
    sample_write(stored->registry, places[which].root, places[which].key, places[which].name, type,
                 data.bytes, data.size);
}

static bool is_number(const struct entry *entry)
{
    return entry->present && entry->type == VALUE_DWORD && entry->data.size == DWORD_SIZE;
}

static void check_setting(const struct stored *stored, const struct settings *settings,
                          enum setting setting, uint32_t standard)
{
    const struct entry *entry = &stored->entries[setting == SETTING_NOTIFY ? NOTIFY : SHOW_ICON];
    const bool counts = is_number(entry) && dword_of_bytes(entry->data.bytes) <= 1;
    ASSERT_FAST(settings->values[setting] ==
                (counts ? dword_of_bytes(entry->data.bytes) : standard));
    ASSERT_FAST(settings->malformed[setting] == (entry->present && !counts));
}

static void check_settings(const struct stored *stored)
{
    struct settings settings;
    ASSERT_FAST(settings_read(stored->registry, &settings) == CODE_SUCCESS);
    check_setting(stored, &settings, SETTING_SHOW_ICON, 0);
    check_setting(stored, &settings, SETTING_NOTIFY, 1);
}

/* A record with these bytes of a time; read again it is the same. */
static void check_same_record(struct registry *registry, const struct notice_record *record)
{
    struct notice_record again = {0};
    ASSERT_FAST(notice_record_write(registry, "no_ssl", record) == CODE_SUCCESS);
    ASSERT_FAST(notice_record_read(registry, "no_ssl", &again) == CODE_SUCCESS);
    ASSERT_FAST(again.facts == record->facts && again.count == record->count &&
                again.recent_count == record->recent_count &&
                strcmp(again.last, record->last) == 0 && again.dismissed == record->dismissed);
    ASSERT_FAST(notice_record_delete(registry, "no_ssl") == CODE_SUCCESS);
    ASSERT_FAST(notice_record_read(registry, "no_ssl", &again) == CODE_FILE_NOT_FOUND);
}

static void check_notice(const struct stored *stored)
{
    const struct entry *entries = stored->entries;
    struct notice_record record = {.count = 77};
    int64_t seconds = 0;
    bool any = false;
    for (int i = FACTS; i <= DISMISSED; i++)
        any = any || entries[i].present;
    const bool numbers_whole = is_number(&entries[COUNT]) && is_number(&entries[RECENT]) &&
                               is_number(&entries[DISMISSED]) &&
                               dword_of_bytes(entries[DISMISSED].data.bytes) <= 1 &&
                               entries[FACTS].type == VALUE_BINARY && entries[FACTS].data.size == 8;

    error_code code = notice_record_read(stored->registry, "no_ssl", &record);
    ASSERT_FAST(any || code == CODE_FILE_NOT_FOUND);
    ASSERT_FAST(!any || code == CODE_SUCCESS || code == CODE_INVALID_DATA);
    if (code != CODE_SUCCESS) {
        ASSERT_FAST(record.count == 77);
        return;
    }
    ASSERT_FAST(numbers_whole && entries[LAST].type == VALUE_STRING);
    ASSERT_FAST(record.count == dword_of_bytes(entries[COUNT].data.bytes));
    ASSERT_FAST(record.recent_count == dword_of_bytes(entries[RECENT].data.bytes));
    ASSERT_FAST(record.last[0] == '\0' || utc_time_read(record.last, &seconds));
    check_same_record(stored->registry, &record);
}

static void check_mark(const struct stored *stored)
{
    static const char time[] = "2026-11-22T10:00:00Z";
    struct restart_pending pending;
    ASSERT_FAST(restart_pending_read(stored->registry, &pending) == CODE_SUCCESS);
    ASSERT_FAST(!pending.windows && pending.outlook == stored->entries[MARK_TIME].present);
    ASSERT_FAST(pending.outlook_since[0] == '\0' || strlen(pending.outlook_since) == 20);
    ASSERT_FAST(restart_pending_mark(stored->registry, REGISTRY_CURRENT_USER, time) ==
                CODE_SUCCESS);
    ASSERT_FAST(restart_pending_read(stored->registry, &pending) == CODE_SUCCESS);
    ASSERT_FAST(pending.outlook && strcmp(pending.outlook_since, time) == 0);
    ASSERT_FAST(restart_pending_clear_outlook(stored->registry) == CODE_SUCCESS);
    ASSERT_FAST(restart_pending_read(stored->registry, &pending) == CODE_SUCCESS);
    ASSERT_FAST(!pending.outlook);
}

static void check_start(const struct stored *stored)
{
    enum autostart autostart = AUTOSTART_OTHER;
    ASSERT_FAST(autostart_read(stored->registry, PROGRAM, &autostart) == CODE_SUCCESS);
    if (stored->entries[MACHINE_START].present) {
        ASSERT_FAST(autostart == AUTOSTART_BY_ADMINISTRATOR);
        return;
    }
    const struct entry *entry = &stored->entries[USER_START];
    ASSERT_FAST((autostart == AUTOSTART_OFF) == !entry->present);
    if (autostart == AUTOSTART_ON) /* the path in quotes, in UTF-16 */
        ASSERT_FAST(entry->type == VALUE_STRING && entry->data.size >= 2 * (sizeof PROGRAM + 1));
    ASSERT_FAST(autostart_set(stored->registry, PROGRAM) == CODE_SUCCESS);
    ASSERT_FAST(autostart_read(stored->registry, PROGRAM, &autostart) == CODE_SUCCESS &&
                autostart == AUTOSTART_ON);
    ASSERT_FAST(autostart_clear(stored->registry) == CODE_SUCCESS);
    ASSERT_FAST(autostart_read(stored->registry, PROGRAM, &autostart) == CODE_SUCCESS &&
                autostart == AUTOSTART_OFF);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    struct memory_registry *memory = sample_registry_create();
    struct stored stored = {.registry = memory_registry_interface(memory)};
    while (input.size > 0)
        add_value(&stored, &input);
    check_settings(&stored);
    check_notice(&stored);
    check_mark(&stored);
    check_start(&stored);
    ASSERT_FAST(memory_registry_open_count(memory) == 0);
    memory_registry_free(memory);
    return 0;
}
