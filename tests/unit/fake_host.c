#include "tests/unit/fake_host.h"

#include "agent/command.h"
#include "agent/restart_pending.h"
#include "tests/unit/failing_allocation.h"
#include "tests/unit/message_texts.h"
#include "registry/registry_name.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ERROR_WINHTTP_NAME_NOT_RESOLVED */
enum { FAKE_NAME_NOT_RESOLVED = 12007 };

static struct fake_host *fake_of(struct host *host)
{
    return (struct fake_host *)host;
}

static const char *english(const struct message_source *source, message_id id)
{
    (void)source;
    return english_message_text(id);
}

const struct message_source fake_messages = {.text = english};

static void now(struct host *host, char time[TIME_SIZE])
{
    (void)host;
    memcpy(time, "2026-11-22T10:00:00Z", TIME_SIZE);
}

/* What each function that can fail begins with. */
static error_code begin_call(struct fake_host *fake, bool is_for_file)
{
    fake->call_count++;
    fake->file_call_count += is_for_file;
    if (fake->failing_call == 0)
        return CODE_SUCCESS;
    if (fake->failing_call > 1) {
        fake->failing_call--;
        return CODE_SUCCESS;
    }
    if (!fake->fails_from_then_on)
        fake->failing_call = 0;
    return fake->failing_code;
}

void fake_host_fail(struct fake_host *fake, size_t call, error_code code, bool from_then_on)
{
    fake->failing_call = call;
    fake->failing_code = code;
    fake->fails_from_then_on = from_then_on;
}

static error_code append_name(struct byte_buffer *name, const char *text)
{
    if (text == NULL)
        return CODE_ACCESS_DENIED;
    if (!byte_buffer_reserve(name, strlen(text)))
        return CODE_NOT_ENOUGH_MEMORY;
    byte_buffer_append_text(name, text);
    return CODE_SUCCESS;
}

static error_code append_computer(struct host *host, struct byte_buffer *name)
{
    const error_code code = begin_call(fake_of(host), false);
    return code == CODE_SUCCESS ? append_name(name, fake_of(host)->computer) : code;
}

static error_code append_user(struct host *host, struct byte_buffer *name)
{
    const error_code code = begin_call(fake_of(host), false);
    return code == CODE_SUCCESS ? append_name(name, fake_of(host)->user) : code;
}

static void append_error_text(struct host *host, error_code code, struct byte_buffer *text)
{
    (void)host;
    if (code == CODE_ACCESS_DENIED)
        byte_buffer_append_text(text, "Access is denied.");
    else if (code == CODE_FILE_NOT_FOUND)
        byte_buffer_append_text(text, "The system cannot find the file specified.");
}

static void print(struct host *host, enum output output, const char *text, size_t size)
{
    struct fake_host *fake = fake_of(host);
    size_t paused = failing_allocation_pause(); /* a console needs no memory of ours */
    if (size > 0)
        byte_buffer_append(output == OUTPUT_NORMAL ? &fake->output : &fake->errors, text, size);
    failing_allocation_resume(paused);
}

static bool same_path(const char *a, const char *b)
{
    return registry_names_equal(a, strlen(a), b, strlen(b));
}

struct byte_buffer *fake_host_file(struct fake_host *fake, const char *path)
{
    for (size_t i = 0; i < fake->file_count; i++)
        if (same_path(fake->files[i].path, path))
            return &fake->files[i].bytes;
    return NULL;
}

static struct byte_buffer *make_file(struct fake_host *fake, const char *path)
{
    struct byte_buffer *bytes = fake_host_file(fake, path);
    if (bytes != NULL)
        return bytes;
    if (fake->file_count == FAKE_FILE_LIMIT)
        return NULL;
    struct fake_file *file = &fake->files[fake->file_count];
    size_t size = strlen(path) + 1;
    file->path = malloc(size);
    if (file->path == NULL)
        return NULL;
    memcpy(file->path, path, size);
    fake->file_count++;
    return &file->bytes;
}

void fake_host_put_file(struct fake_host *fake, const char *path, const void *bytes, size_t size)
{
    struct byte_buffer *file = make_file(fake, path);
    ck_assert_ptr_nonnull(file);
    byte_buffer_clear(file);
    byte_buffer_append(file, bytes, size);
    ck_assert(!file->failed);
}

static error_code read_file(struct host *host, const char *path, size_t limit,
                            struct byte_buffer *bytes)
{
    struct fake_host *fake = fake_of(host);
    const struct byte_buffer *file = fake_host_file(fake, path);
    const error_code code = begin_call(fake, true);
    if (code != CODE_SUCCESS)
        return code;
    if (fake->read_error != CODE_SUCCESS)
        return fake->read_error;
    if (file == NULL)
        return CODE_FILE_NOT_FOUND;
    if (file->size > limit)
        return CODE_FILE_TOO_LARGE;
    if (!byte_buffer_reserve(bytes, file->size))
        return CODE_NOT_ENOUGH_MEMORY;
    if (file->size > 0)
        byte_buffer_append(bytes, file->data, file->size);
    return CODE_SUCCESS;
}

static error_code add_to_file(struct host *host, const char *path, const void *bytes, size_t size,
                              bool from_start)
{
    struct fake_host *fake = fake_of(host);
    const error_code code = begin_call(fake, true);
    if (code != CODE_SUCCESS)
        return code;
    if (fake->write_error != CODE_SUCCESS)
        return fake->write_error;
    struct byte_buffer *file = make_file(fake, path);
    if (file == NULL || !byte_buffer_reserve(file, size))
        return CODE_NOT_ENOUGH_MEMORY;
    if (from_start)
        byte_buffer_clear(file);
    byte_buffer_append(file, bytes, size);
    fake->write_count++;
    return CODE_SUCCESS;
}

static error_code write_file(struct host *host, const char *path, const void *bytes, size_t size)
{
    size_t paused = failing_allocation_pause(); /* a disk needs no memory of ours */
    error_code code = add_to_file(host, path, bytes, size, true);
    failing_allocation_resume(paused);
    return code;
}

static error_code append_file(struct host *host, const char *path, const void *bytes, size_t size)
{
    size_t paused = failing_allocation_pause();
    error_code code = add_to_file(host, path, bytes, size, false);
    failing_allocation_resume(paused);
    return code;
}

static enum exit_code run_agent(struct host *host)
{
    fake_of(host)->agent_runs++;
    return EXIT_NOTHING_LEFT;
}

static error_code list_credentials(struct host *host, struct arena *arena,
                                   struct stored_credentials *credentials)
{
    (void)arena;
    *credentials = ((struct fake_host *)host)->credentials;
    return CODE_SUCCESS;
}

static void read_level_policy(struct host *host, struct level_policy *policy)
{
    *policy = ((struct fake_host *)host)->level_policy;
}

static void ask_policy_result(struct host *host, struct policy_result *result)
{
    struct fake_host *fake = fake_of(host);
    fake->policy_result_count++;
    *result = fake->policy_result;
}

static bool is_same_file(struct host *host, const char *a, const char *b)
{
    return begin_call(fake_of(host), true) == CODE_SUCCESS &&
           fake_host_file(fake_of(host), a) != NULL && same_path(a, b);
}

static void probe(struct host *host, struct proxy_exchange *exchanges, size_t count)
{
    struct fake_host *fake = fake_of(host);
    fake->probe_calls++;
    for (size_t i = 0; i < count; i++) {
        const struct proxy_address address = exchanges[i].address;
        const bool signs_on = exchanges[i].signs_on;
        if (fake->probe_count < FAKE_PROBE_LIMIT)
            fake->probed[fake->probe_count] = address;
        *(signs_on ? &fake->sign_on_count : &fake->probe_count) += 1;
        exchanges[i] = signs_on ? fake->proxy_signed_on : fake->proxy;
        exchanges[i].address = address;
        exchanges[i].signs_on = signs_on;
    }
}

static struct restart_result restart(struct host *host, enum restart what, enum restart_mode mode)
{
    struct fake_host *fake = fake_of(host);
    fake->restart_count++;
    fake->restart_what = what;
    fake->restart_mode = mode;
    fake->printed_before_restart = fake->output.size + fake->errors.size + fake->write_count;
    return fake->restart_result;
}

static error_code report_event(struct host *host, message_id id, const struct insertions *strings)
{
    struct fake_host *fake = fake_of(host);
    const error_code code = begin_call(fake, false);
    if (code != CODE_SUCCESS)
        return code;
    if (fake->event_error != CODE_SUCCESS)
        return fake->event_error;
    if (fake->event_count < FAKE_EVENT_LIMIT) {
        struct fake_event *event = &fake->events[fake->event_count];
        event->id = id;
        snprintf(event->strings, sizeof event->strings, "%s|%s|%s|%s", strings->texts[0],
                 strings->texts[1], strings->texts[2], strings->texts[3]);
    }
    fake->event_count++;
    return CODE_SUCCESS;
}

void fake_host_keep_events(struct fake_host *fake)
{
    fake->host.report_event = report_event;
}

void fake_host_init(struct fake_host *fake)
{
    *fake = (struct fake_host){.computer = "PC-0815", .user = "CONTOSO\\anna"};
    fake->level_policy.state = LEVEL_POLICY_NONE;
    fake->policy_result.state = POLICY_RESULT_UNKNOWN;
    fake->proxy.error = FAKE_NAME_NOT_RESOLVED;
    fake->proxy_signed_on.error = FAKE_NAME_NOT_RESOLVED;
    fake->memory = sample_registry_create();
    fake->registry = memory_registry_interface(fake->memory);
    sample_key(fake->registry, REGISTRY_LOCAL_MACHINE, "SYSTEM\\CurrentControlSet\\Control\\Lsa");
    sample_key(fake->registry, REGISTRY_LOCAL_MACHINE, "Software");
    sample_text(fake->registry, REGISTRY_LOCAL_MACHINE, "SOFTWARE\\Microsoft\\Rpc\\ClientProtocols",
                "ncacn_http", "rpcrt4.dll");
    fake->host = (struct host){
        .registry = fake->registry,
        .windows = {.major = 5, .minor = 1, .workstation = true},
        .messages = &fake_messages,
        .now = now,
        .append_computer = append_computer,
        .append_user = append_user,
        .append_error_text = append_error_text,
        .print = print,
        .read_file = read_file,
        .write_file = write_file,
        .write_report = write_file,
        .append_file = append_file,
        .read_level_policy = read_level_policy,
        .ask_policy_result = ask_policy_result,
        .list_credentials = list_credentials,
        .is_same_file = is_same_file,
        .probe = probe,
        .restart = restart,
        .run_agent = run_agent,
    };
}

void fake_host_done(struct fake_host *fake)
{
    ck_assert_uint_eq(memory_registry_open_count(fake->memory), 0);
    memory_registry_free(fake->memory);
    byte_buffer_done(&fake->output);
    byte_buffer_done(&fake->errors);
    for (size_t i = 0; i < fake->file_count; i++) {
        free(fake->files[i].path);
        byte_buffer_done(&fake->files[i].bytes);
    }
}

enum exit_code fake_host_run(struct fake_host *fake, int count, const char *const *arguments)
{
    byte_buffer_clear(&fake->output);
    byte_buffer_clear(&fake->errors);
    return command_run(&fake->host, count, arguments);
}

void fake_host_expect_store(struct fake_host *fake, const char *dump)
{
    char *now = sample_dump(fake->registry, true);
    size_t same = 0;
    while (now[same] != '\0' && now[same] == dump[same])
        same++;
    const bool equal = now[same] == dump[same];
    while (same > 0 && now[same - 1] != '\n')
        same--;
    ck_assert_msg(equal, "now: %.200s\nnot: %.200s", now + same, dump + same);
    free(now);
}

static void delete_own_key_if_empty(struct registry *registry, enum registry_root root)
{
    struct registry_key *software = NULL;
    struct registry_key *own = NULL;
    struct registry_value value = {0};
    bool empty = false;
    if (registry_open(registry, root, "Software", REGISTRY_WRITE, &software) != CODE_SUCCESS)
        return;
    if (registry_open_subkey(software, "PromptFix", REGISTRY_READ, &own) == CODE_SUCCESS)
        empty = registry_enumerate_subkey(own, 0, &value.name) == CODE_NO_MORE_ITEMS &&
                registry_enumerate_value(own, 0, &value) == CODE_NO_MORE_ITEMS;
    registry_close(own);
    if (empty)
        ASSERT_FAST(registry_delete_subkey(software, "PromptFix") == CODE_SUCCESS);
    registry_close(software);
    registry_value_done(&value);
}

void fake_host_expect_store_after_restart(struct fake_host *fake, const char *dump)
{
    for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
        memory_registry_restart(fake->memory, (enum registry_root)root);
        delete_own_key_if_empty(fake->registry, (enum registry_root)root);
    }
    fake_host_expect_store(fake, dump);
}

void fake_host_expect_marks(struct fake_host *fake, bool user, bool machine)
{
    struct restart_pending pending;
    ASSERT_FAST(restart_pending_read(fake->registry, &pending) == CODE_SUCCESS);
    ck_assert_msg(pending.outlook == user && pending.windows == machine,
                  "marked: user half %d, machine half %d", pending.outlook, pending.windows);
}

const char *fake_host_output(struct fake_host *fake)
{
    const char *text = byte_buffer_text(&fake->output);
    ck_assert_ptr_nonnull(text);
    return text;
}

const char *fake_host_errors(struct fake_host *fake)
{
    const char *text = byte_buffer_text(&fake->errors);
    ck_assert_ptr_nonnull(text);
    return text;
}
