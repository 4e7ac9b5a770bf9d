#include "registry/windows_registry_windows.h"

#include "registry/registry_path.h"
#include "registry/windows_signal_windows.h"
#include "tests/unit/registry_contract.h"

#include <windows.h>

#include <check.h>
#include <sddl.h>
#include <stdbool.h>
#include <stdint.h>

#define WIDE_PATH L"Software\\PromptFixTest"
#define HALF_NAME L"half \xD842" /* the first half of a surrogate pair */

static struct windows_registry *windows;
static struct registry *registry;

static struct registry_signal *create_signal(void)
{
    struct registry_signal *signal = NULL;
    ck_assert_uint_eq(windows_signal_create(&signal), CODE_SUCCESS);
    return signal;
}

/* Milliseconds. Windows sets the event at once; a test waits this long to be sure that it does not.
 */
enum { SIGNAL_TIME = 50 };

static bool take_signal(struct registry_signal *signal)
{
    return WaitForSingleObject(windows_signal_event(signal), SIGNAL_TIME) == WAIT_OBJECT_0;
}

static const struct contract_signals signals = {create_signal, take_signal, windows_signal_free};

static void set_up(void)
{
    /* Of what an earlier run may have left, these the interface cannot delete. */
    RegDeleteKeyW(HKEY_CURRENT_USER, WIDE_PATH L"\\guarded");
    RegDeleteKeyW(HKEY_CURRENT_USER, WIDE_PATH L"\\" HALF_NAME);
    ck_assert_uint_eq(windows_registry_create(&windows), CODE_SUCCESS);
    registry = windows_registry_interface(windows);
    registry_contract_use(registry);
    registry_contract_use_signals(&signals);
}

static void tear_down(void)
{
    windows_registry_free(windows);
    windows = NULL;
}

static struct registry_key *create(const char *path)
{
    struct registry_key *key = NULL;
    ck_assert_uint_eq(registry_create(registry, REGISTRY_CURRENT_USER, path, &key), CODE_SUCCESS);
    return key;
}

/* The test key by Windows' own functions. */
static HKEY open_bare(void)
{
    HKEY bare = NULL;
    ck_assert_int_eq(RegCreateKeyExW(HKEY_CURRENT_USER, WIDE_PATH, 0, NULL, 0,
                                     KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &bare, NULL),
                     ERROR_SUCCESS);
    return bare;
}

/* The contract would be kept too by a store that encodes names or data wrongly both ways. */
START_TEST(writes_what_others_read)
{
    struct registry_key *key = create(CONTRACT_PATH);
    struct registry_key *subkey = create(CONTRACT_PATH "\\\xE6\x9D\xB1\xF0\xA0\xAE\xB7");
    HKEY bare = open_bare();
    HKEY bare_subkey = NULL;
    BYTE data[8] = {0};
    DWORD type = 0;
    DWORD size = sizeof data;
    ck_assert_uint_eq(registry_write(key, "B\xC3\xBCro", VALUE_STRING, "a\0b\0", 4), CODE_SUCCESS);
    ck_assert_int_eq(RegQueryValueExW(bare, L"B\x00FCro", NULL, &type, data, &size), ERROR_SUCCESS);
    ck_assert_uint_eq(type, REG_SZ);
    ck_assert_uint_eq(size, 4);
    ck_assert_mem_eq(data, "a\0b\0", 4);
    ck_assert_int_eq(RegOpenKeyExW(bare, L"\x6771\xD842\xDFB7", 0, KEY_READ, &bare_subkey),
                     ERROR_SUCCESS);
    RegCloseKey(bare_subkey);
    RegCloseKey(bare);
    registry_close(subkey);
    registry_close(key);
}
END_TEST

START_TEST(reads_what_others_write)
{
    HKEY bare = open_bare();
    struct registry_key *key = create(CONTRACT_PATH);
    struct registry_value value = {0};
    ck_assert_int_eq(RegSetValueExW(bare, L"\x6771 \x00FC", 0, REG_SZ, (const BYTE *)L"x", 4),
                     ERROR_SUCCESS);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_str_eq((const char *)value.name.data, "\xE6\x9D\xB1 \xC3\xBC");
    ck_assert_uint_eq(value.type, VALUE_STRING);
    ck_assert_uint_eq(value.data.size, 4);
    ck_assert_mem_eq(value.data.data, L"x", 4);
    registry_value_done(&value);
    registry_close(key);
    RegCloseKey(bare);
}
END_TEST

/* The store has seen nothing as long before, so its buffers must grow while it reads. */
START_TEST(buffers_grow_for_what_others_write)
{
    static wchar_t name[REGISTRY_VALUE_NAME_LIMIT + 1];
    static BYTE data[300000];
    for (size_t i = 0; i < REGISTRY_VALUE_NAME_LIMIT; i++)
        name[i] = L'n';
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (BYTE)(i % 251);
    const DWORD data_size = _i == 0 ? 1 : sizeof data;
    HKEY bare = open_bare();
    struct registry_key *key = create(CONTRACT_PATH);
    struct registry_value value = {0};
    ck_assert_int_eq(RegSetValueExW(bare, name, 0, REG_BINARY, data, data_size), ERROR_SUCCESS);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_uint_eq(value.name.size, REGISTRY_VALUE_NAME_LIMIT);
    ck_assert_uint_eq(value.data.size, data_size);
    ck_assert_mem_eq(value.data.data, data, data_size);
    registry_value_done(&value);
    registry_close(key);
    RegCloseKey(bare);
}
END_TEST

START_TEST(name_that_is_no_utf_16_hides_no_other)
{
    HKEY bare = open_bare();
    struct registry_key *key = create(CONTRACT_PATH);
    HKEY bare_subkey = NULL;
    size_t readable_count = 0;
    size_t unreadable_count = 0;
    static const wchar_t *const names[] = {L"a", HALF_NAME, L"z"};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(RegCreateKeyW(bare, names[i], &bare_subkey), ERROR_SUCCESS);
        RegCloseKey(bare_subkey);
        ck_assert_int_eq(RegSetValueExW(bare, names[i], 0, REG_BINARY, (const BYTE *)"x", 1),
                         ERROR_SUCCESS);
    }
    for (size_t i = 0; i < 3; i++) {
        struct byte_buffer name = {0};
        struct registry_value value = {.type = 77};
        error_code error = registry_enumerate_subkey(key, i, &name);
        ck_assert_uint_eq(registry_enumerate_value(key, i, &value), error);
        ck_assert(error == CODE_SUCCESS || error == CODE_NO_UNICODE_TRANSLATION);
        *(error == CODE_SUCCESS ? &readable_count : &unreadable_count) += 1;
        ck_assert_int_eq(name.data != NULL, error == CODE_SUCCESS);
        ck_assert_int_eq(value.name.data != NULL, error == CODE_SUCCESS);
        ck_assert_int_eq(value.data.data != NULL, error == CODE_SUCCESS);
        ck_assert_int_eq(value.type != 77, error == CODE_SUCCESS);
        byte_buffer_done(&name);
        registry_value_done(&value);
    }
    ck_assert_uint_eq(readable_count, 2);
    ck_assert_uint_eq(unreadable_count, 1);
    ck_assert_int_eq(RegDeleteKeyW(bare, HALF_NAME), ERROR_SUCCESS);
    registry_close(key);
    RegCloseKey(bare);
}
END_TEST

/* Everyone may read the key, and delete it afterwards. */
static void guard_key(const wchar_t *path)
{
    HKEY bare = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    ck_assert(ConvertStringSecurityDescriptorToSecurityDescriptorW(
        L"D:P(A;;KRSD;;;WD)", SDDL_REVISION_1, &descriptor, NULL));
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, WRITE_DAC, &bare), ERROR_SUCCESS);
    ck_assert_int_eq(RegSetKeySecurity(bare, DACL_SECURITY_INFORMATION, descriptor), ERROR_SUCCESS);
    RegCloseKey(bare);
    LocalFree(descriptor);
}

START_TEST(says_denied_when_windows_does)
{
    struct registry_key *top = create(CONTRACT_PATH);
    struct registry_key *key = NULL;
    struct registry_key *writer = NULL;
    registry_close(create(CONTRACT_PATH "\\guarded"));
    guard_key(WIDE_PATH L"\\guarded");
    ck_assert_uint_eq(registry_open_subkey(top, "guarded", REGISTRY_WRITE, &writer),
                      CODE_ACCESS_DENIED);
    ck_assert_uint_eq(registry_create_subkey(top, "guarded", &writer), CODE_ACCESS_DENIED);
    ck_assert_ptr_null(writer);
    ck_assert_uint_eq(registry_open_subkey(top, "guarded", REGISTRY_READ, &key), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "v", VALUE_BINARY, "x", 1), CODE_ACCESS_DENIED);
    registry_close(key);
    ck_assert_uint_eq(registry_delete_subkey(top, "guarded"), CODE_SUCCESS);
    registry_close(top);
}
END_TEST

/* The number of the next handle: handles that were closed are given out again. (Wine does not know
 * how many handles a process has.) */
static uintptr_t next_handle(void)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    ck_assert_ptr_nonnull(event);
    CloseHandle(event);
    return (uintptr_t)event;
}

START_TEST(closed_keys_give_their_handles_back)
{
    enum { COUNT = 50, ROUND_COUNT = 20, HANDLE_STEP = 4 };
    struct registry_key *keys[COUNT];
    uintptr_t before = next_handle();
    for (int round = 0; round < ROUND_COUNT; round++) {
        for (int i = 0; i < COUNT; i++)
            keys[i] = create(CONTRACT_PATH);
        for (int i = 0; i < COUNT; i++)
            registry_close(keys[i]);
    }
    ck_assert_uint_lt(next_handle(), before + (uintptr_t)COUNT * ROUND_COUNT * HANDLE_STEP / 2);
}
END_TEST

/* What another run does to a lock, in a thread of its own: a mutex belongs to a thread. */
struct other_run {
    enum registry_root root;
    bool leaves_it_held;
    error_code error;
};

static DWORD WINAPI try_lock(void *context)
{
    struct other_run *run = context;
    struct windows_registry *store = NULL;
    run->error = windows_registry_create(&store);
    if (run->error != CODE_SUCCESS)
        return 0;
    run->error = registry_lock(windows_registry_interface(store), run->root);
    if (!run->leaves_it_held)
        windows_registry_free(store);
    return 0;
}

static error_code lock_elsewhere(enum registry_root root, bool leaves_it_held)
{
    struct other_run run = {.root = root, .leaves_it_held = leaves_it_held, .error = 0};
    HANDLE thread = CreateThread(NULL, 0, try_lock, &run, 0, NULL);
    ck_assert_ptr_nonnull(thread);
    ck_assert_uint_eq(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CloseHandle(thread);
    return run.error;
}

START_TEST(lock_keeps_another_run_away)
{
    enum registry_root root = _i == 0 ? REGISTRY_CURRENT_USER : REGISTRY_LOCAL_MACHINE;
    enum registry_root other = _i == 0 ? REGISTRY_LOCAL_MACHINE : REGISTRY_CURRENT_USER;
    ck_assert_uint_eq(registry_lock(registry, root), CODE_SUCCESS);
    ck_assert_uint_eq(lock_elsewhere(root, false), CODE_INSTALL_ALREADY_RUNNING);
    ck_assert_uint_eq(lock_elsewhere(other, false), CODE_SUCCESS);
    registry_unlock(registry, root);
    registry_unlock(registry, root); /* once more does no harm */
    ck_assert_uint_eq(lock_elsewhere(root, false), CODE_SUCCESS);
}
END_TEST

/* The other run's store is left behind on purpose, as by a run that was killed. */
START_TEST(lock_of_a_run_that_died_is_free)
{
    ck_assert_uint_eq(lock_elsewhere(REGISTRY_CURRENT_USER, true), CODE_SUCCESS);
    ck_assert_uint_eq(registry_lock(registry, REGISTRY_CURRENT_USER), CODE_SUCCESS);
    ck_assert_uint_eq(lock_elsewhere(REGISTRY_CURRENT_USER, false), CODE_INSTALL_ALREADY_RUNNING);
    registry_unlock(registry, REGISTRY_CURRENT_USER);
}
END_TEST

/* Somebody else's mutex that one may not even wait for counts as held. Wine lets everyone wait for
 * every mutex, whatever its security descriptor says: there it is free. */
START_TEST(lock_that_is_out_of_reach_is_held)
{
    SECURITY_ATTRIBUTES security = {.nLength = sizeof security};
    ck_assert(ConvertStringSecurityDescriptorToSecurityDescriptorW(
        L"D:", SDDL_REVISION_1, &security.lpSecurityDescriptor, NULL));
    HANDLE mutex = CreateMutexW(&security, FALSE, L"Global\\PromptFix.Machine");
    HANDLE reached = OpenMutexW(SYNCHRONIZE, FALSE, L"Global\\PromptFix.Machine");
    error_code error = registry_lock(registry, REGISTRY_LOCAL_MACHINE);
    registry_unlock(registry, REGISTRY_LOCAL_MACHINE);
    LocalFree(security.lpSecurityDescriptor);
    ck_assert_ptr_nonnull(mutex);
    CloseHandle(mutex);
    ck_assert_uint_eq(error, reached == NULL ? CODE_INSTALL_ALREADY_RUNNING : CODE_SUCCESS);
    if (reached != NULL)
        CloseHandle(reached);
    ck_assert_uint_eq(registry_lock(registry, REGISTRY_LOCAL_MACHINE), CODE_SUCCESS);
    registry_unlock(registry, REGISTRY_LOCAL_MACHINE);
}
END_TEST

/* A user without rights may wait for the mutex and do nothing else with it. */
START_TEST(lock_that_one_may_only_wait_for_can_be_taken)
{
    SECURITY_ATTRIBUTES security = {.nLength = sizeof security};
    ck_assert(ConvertStringSecurityDescriptorToSecurityDescriptorW(
        L"D:(A;;0x100000;;;AU)", SDDL_REVISION_1, &security.lpSecurityDescriptor, NULL));
    HANDLE mutex = CreateMutexW(&security, FALSE, L"Global\\PromptFix.Machine");
    ck_assert_ptr_nonnull(mutex);
    ck_assert_uint_eq(registry_lock(registry, REGISTRY_LOCAL_MACHINE), CODE_SUCCESS);
    ck_assert_uint_eq(lock_elsewhere(REGISTRY_LOCAL_MACHINE, false), CODE_INSTALL_ALREADY_RUNNING);
    registry_unlock(registry, REGISTRY_LOCAL_MACHINE);
    ck_assert_uint_eq(lock_elsewhere(REGISTRY_LOCAL_MACHINE, false), CODE_SUCCESS);
    CloseHandle(mutex);
    LocalFree(security.lpSecurityDescriptor);
}
END_TEST

Suite *windows_registry_suite(void);

Suite *windows_registry_suite(void)
{
    Suite *suite = suite_create("windows_registry");
    TCase *contract = tcase_create("contract");
    tcase_add_checked_fixture(contract, set_up, tear_down);
    registry_contract_add_tests(contract);
    suite_add_tcase(suite, contract);

    TCase *own = tcase_create("windows_registry");
    tcase_add_checked_fixture(own, set_up, tear_down);
    tcase_add_test(own, writes_what_others_read);
    tcase_add_test(own, reads_what_others_write);
    tcase_add_loop_test(own, buffers_grow_for_what_others_write, 0, 2);
    tcase_add_test(own, name_that_is_no_utf_16_hides_no_other);
    tcase_add_test(own, says_denied_when_windows_does);
    tcase_add_test(own, closed_keys_give_their_handles_back);
    tcase_add_loop_test(own, lock_keeps_another_run_away, 0, 2);
    tcase_add_test(own, lock_of_a_run_that_died_is_free);
    tcase_add_test(own, lock_that_is_out_of_reach_is_held);
    tcase_add_test(own, lock_that_one_may_only_wait_for_can_be_taken);
    suite_add_tcase(suite, own);
    return suite;
}
