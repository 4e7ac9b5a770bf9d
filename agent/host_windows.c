#include "agent/host_windows.h"

#include "agent/event_log_windows.h"
#include "agent/files_windows.h"
#include "agent/restart_carry_out_windows.h"
#include "agent/log_file_windows.h"
#include "agent/policy_result_windows.h"
#include "agent/proxy_probe_windows.h"
#include "agent/timed_write_windows.h"
#include "agent/tray_windows.h"
#include "agent/security_templates_windows.h"
#include "agent/stored_credentials_windows.h"

#include <stdio.h>
#include <windows.h>

static struct windows_host *windows_of(struct host *host)
{
    return (struct windows_host *)(void *)host;
}

static void now(struct host *host, char time[TIME_SIZE])
{
    SYSTEMTIME utc;
    (void)host;
    GetSystemTime(&utc);
    snprintf(time, TIME_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ", utc.wYear % 10000U,
             utc.wMonth % 100U, utc.wDay % 100U, utc.wHour % 100U, utc.wMinute % 100U,
             utc.wSecond % 100U);
}

static error_code append_computer(struct host *host, struct byte_buffer *name)
{
    wchar_t wide[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD length = sizeof wide / sizeof wide[0];
    if (!GetComputerNameW(wide, &length))
        return GetLastError();
    return utf16_text_append_utf8(&windows_of(host)->text, wide, length * sizeof *wide, name);
}

/* The longest user name is UNLEN (256) of lmcons.h, the longest domain name 255. The domain is
 * told by the environment, as a hint for people: asking the system for it can wait for a network.
 */
static error_code append_user(struct host *host, struct byte_buffer *name)
{
    wchar_t domain[256];
    wchar_t user[257];
    struct utf16_text *text = &windows_of(host)->text;
    error_code code = CODE_SUCCESS;
    DWORD domain_length =
        GetEnvironmentVariableW(L"USERDOMAIN", domain, sizeof domain / sizeof domain[0]);
    DWORD user_length = sizeof user / sizeof user[0];
    if (!GetUserNameW(user, &user_length))
        return GetLastError();
    if (domain_length > 0 && domain_length < sizeof domain / sizeof domain[0]) {
        code = utf16_text_append_utf8(text, domain, domain_length * sizeof *domain, name);
        byte_buffer_append_byte(name, '\\');
    }
    if (code == CODE_SUCCESS)
        code = utf16_text_append_utf8(text, user, (user_length - 1) * sizeof *user, name);
    return code;
}

/* The one whose texts are in use now. */
static const struct message_table *table_of(const struct host *host)
{
    return (const struct message_table *)(const void *)host->messages;
}

static DWORD system_text(error_code code, DWORD language, wchar_t **text)
{
    return FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS |
                              FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_MAX_WIDTH_MASK,
                          NULL, code, language, (wchar_t *)(void *)text, 0, NULL);
}

/* In the language of our own texts; where Windows lacks its texts in that, in its own choice (0).
 */
static void append_error_text(struct host *host, error_code code, struct byte_buffer *text)
{
    const struct message_table *messages = table_of(host);
    wchar_t *wide = NULL;
    DWORD length = 0;
    for (size_t i = 0; length == 0 && i < messages->language_count; i++)
        length = system_text(code, messages->languages[i], &wide);
    if (length == 0)
        length = system_text(code, 0, &wide);
    while (length > 0 && wide[length - 1] <= L' ')
        length--;
    if (length > 0)
        (void)utf16_text_append_utf8(&windows_of(host)->text, wide, length * sizeof *wide, text);
    LocalFree(wide);
}

static void print(struct host *host, enum output output, const char *text, size_t size)
{
    console_print(&windows_of(host)->console, output, text, size);
}

static error_code read_file(struct host *host, const char *path, size_t limit,
                            struct byte_buffer *bytes)
{
    return file_read(&windows_of(host)->text, path, limit, bytes);
}

static error_code write_file(struct host *host, const char *path, const void *bytes, size_t size)
{
    return file_write(&windows_of(host)->text, path, bytes, size);
}

static error_code append_file(struct host *host, const char *path, const void *bytes, size_t size)
{
    return timed_write(log_file_append, path, bytes, size, &windows_of(host)->write_time_left);
}

static error_code write_report(struct host *host, const char *path, const void *bytes, size_t size)
{
    return timed_write_report(file_write, path, bytes, size, &windows_of(host)->write_time_left);
}

static error_code report_event(struct host *host, message_id id, const struct insertions *strings)
{
    struct byte_buffer bytes = {0};
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    event_log_append_bytes(&bytes, id, strings);
    if (!bytes.failed)
        code = timed_write(event_log_write, EVENT_SOURCE, bytes.data, bytes.size,
                           &windows_of(host)->write_time_left);
    byte_buffer_done(&bytes);
    return code;
}

static void read_level_policy(struct host *host, struct level_policy *policy)
{
    security_templates_read(&((struct windows_host *)host)->text, policy);
}

static void ask_policy_result(struct host *host, struct policy_result *result)
{
    (void)host;
    policy_result_ask(result);
}

static error_code list_credentials(struct host *host, struct arena *arena,
                                   struct stored_credentials *credentials)
{
    return stored_credentials_list(&windows_of(host)->text, arena, credentials);
}

static bool is_same_file(struct host *host, const char *a, const char *b)
{
    return file_is_same(&windows_of(host)->text, a, b);
}

static void probe(struct host *host, struct proxy_exchange *exchanges, size_t count)
{
    proxy_probe_ask(exchanges, count, &windows_of(host)->text, NULL);
}

/* A window speaks the user's language, whatever the console can show. */
static struct restart_result restart(struct host *host, enum restart what, enum restart_mode mode)
{
    const struct message_source *console = host->messages;
    host->messages = &windows_of(host)->messages.source;
    const struct restart_result result = restart_carry_out(windows_of(host), what, mode);
    host->messages = console;
    return result;
}

static enum exit_code run_agent(struct host *host)
{
    host->messages = &windows_of(host)->messages.source;
    return tray_run(windows_of(host));
}

/* Which messages to use for output: those in the user's language, unless this console would show
 * question marks. The introduction of the help stands for all that is said. */
static const struct message_source *messages_for(struct windows_host *windows)
{
    const struct message_source *own = &windows->messages.source;
    if (windows->messages.languages[0] == LANGUAGE_ENGLISH || !console_is_there(&windows->console))
        return own;
    const struct console_loss loss =
        console_loss_of(&windows->console, own->text(own, MESSAGE_HELP_HEADING));
    if (language_suits_console(message_source_is_right_to_left(own), loss.character_count,
                               loss.lost_count))
        return own;
    return &windows->english.source;
}

/* The manifest names every Windows up to 11, so that GetVersionEx tells the truth. */
static struct windows_version running_version(void)
{
    OSVERSIONINFOEXW info = {.dwOSVersionInfoSize = sizeof info};
    if (!GetVersionExW((OSVERSIONINFOW *)(void *)&info))
        return (struct windows_version){0};
    return (struct windows_version){info.dwMajorVersion, info.dwMinorVersion,
                                    info.wProductType == VER_NT_WORKSTATION};
}

error_code windows_host_init(struct windows_host *windows)
{
    *windows = (struct windows_host){
        .host =
            {
                .now = now,
                .append_computer = append_computer,
                .append_user = append_user,
                .append_error_text = append_error_text,
                .print = print,
                .read_file = read_file,
                .write_file = write_file,
                .write_report = write_report,
                .append_file = append_file,
                .report_event = report_event,
                .read_level_policy = read_level_policy,
                .ask_policy_result = ask_policy_result,
                .list_credentials = list_credentials,
                .is_same_file = is_same_file,
                .probe = probe,
                .restart = restart,
                .run_agent = run_agent,
            },
        .write_time_left = TIMED_WRITE_LIMIT,
    };
    error_code code = windows_registry_create(&windows->registry);
    if (code != CODE_SUCCESS)
        return code;
    message_table_init(&windows->messages, &windows->text);
    console_init(&windows->console, &windows->text);
    windows_user_hives_init(&windows->hives);
    windows->host.hives = &windows->hives.hives;
    windows->host.registry = windows_registry_interface(windows->registry);
    message_table_init_english(&windows->english, &windows->text);
    windows->host.messages = messages_for(windows);
    windows->host.windows = running_version();
    return CODE_SUCCESS;
}

void windows_host_done(struct windows_host *windows)
{
    windows_registry_free(windows->registry);
    windows_user_hives_done(&windows->hives);
    message_table_done(&windows->messages);
    message_table_done(&windows->english);
    console_done(&windows->console);
    utf16_text_done(&windows->text);
}
