#include "agent/tray_windows.h"

#include "agent/close_request_windows.h"
#include "agent/desktop_windows.h"
#include "agent/message_box_windows.h"
#include "agent/single_instance_windows.h"
#include "agent/timed_write_windows.h"
#include "agent/tray_window_windows.h"
#include "agent/watched_keys.h"
#include "registry/registry_watch.h"
#include "registry/windows_signal_windows.h"

#include <stdio.h>

enum { SIGNAL_COUNT = WATCHED_KEY_COUNT * REGISTRY_WATCH_SIGNALS };

/* Everything that lives as long as the agent. */
struct tray {
    struct windows_host *host;
    HWND window;
    struct windows_desktop desktop;
    struct tray_agent *agent;
    struct registry_watch *watch;
    struct registry_signal *signals[SIGNAL_COUNT];
    HANDLE close_request; /* or NULL */
};

/* The agent outlives what started it: it must not hold on to a script's output files, nor end with
 * the console window of whoever typed its name. */
static void leave_caller(struct windows_host *host)
{
    console_done(&host->console);
    fclose(stdin);
    fclose(stdout);
    fclose(stderr);
}

/* The sensor and the mark of a restart wait for it each by a handle of their own. */
static void outlook_has_ended(struct tray *tray, HANDLE process)
{
    if (process != tray->desktop.outlook) {
        prompt_sensor_outlook_ended(&tray->desktop.sensor, process);
        return;
    }
    CloseHandle(tray->desktop.outlook);
    tray->desktop.outlook = NULL;
    tray_agent_outlook_ended(tray->agent);
}

/* Once is enough: the event stays set until all agents have ended. */
static void close_on_request(struct tray *tray)
{
    CloseHandle(tray->close_request);
    tray->close_request = NULL;
    tray_agent_command(tray->agent, COMMAND_EXIT);
}

/* Takes all messages that are there. False when the agent is to end. */
static bool take_messages(struct tray *tray)
{
    MSG message;
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) {
        if (message.message == WM_QUIT)
            return false;
        if (!windows_desktop_takes(&tray->desktop, &message)) {
            TranslateMessage(&message);
            DispatchMessageW(&message);
        }
    }
    return true;
}

/* Sleeps until something happens: a message, a registry change, the end of Outlook, an installer
 * that asks for the agent's end. Nothing else wakes this thread. Returns at the agent's end, or
 * with what keeps it from waiting. */
static error_code wait_and_serve(struct tray *tray)
{
    HANDLE handles[SIGNAL_COUNT + 2 + OUTLOOK_PROCESS_LIMIT];
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        handles[i] = windows_signal_event(tray->signals[i]);
    do {
        DWORD count = SIGNAL_COUNT;
        if (tray->desktop.outlook != NULL)
            handles[count++] = tray->desktop.outlook;
        const DWORD close_request = WAIT_OBJECT_0 + count;
        if (tray->close_request != NULL)
            handles[count++] = tray->close_request;
        count += (DWORD)prompt_sensor_handles(&tray->desktop.sensor, &handles[count]);
        DWORD result =
            MsgWaitForMultipleObjectsEx(count, handles, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
        if (result == WAIT_FAILED)
            return GetLastError();
        tray->host->write_time_left = TIMED_WRITE_LIMIT; /* anew for what is written now */
        if (result < WAIT_OBJECT_0 + SIGNAL_COUNT) {
            if (registry_watch_again(tray->watch, result - WAIT_OBJECT_0))
                tray_agent_registry_changed(tray->agent);
        } else if (result == close_request && tray->close_request != NULL) {
            close_on_request(tray);
        } else if (result < WAIT_OBJECT_0 + count) {
            outlook_has_ended(tray, handles[result - WAIT_OBJECT_0]);
        }
    } while (take_messages(tray));
    return CODE_SUCCESS;
}

static error_code create_signals(struct tray *tray)
{
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        error_code code = windows_signal_create(&tray->signals[i]);
        if (code != CODE_SUCCESS)
            return code;
    }
    return CODE_SUCCESS;
}

/* All of it, up to a window that answers. */
static error_code start(struct tray *tray)
{
    struct windows_host *host = tray->host;
    error_code code = create_signals(tray);
    if (code != CODE_SUCCESS)
        return code;
    tray->window = tray_window_create();
    if (tray->window == NULL)
        return GetLastError();
    code = windows_desktop_init(&tray->desktop, host, tray->window);
    if (code != CODE_SUCCESS)
        return code;
    code = tray_agent_create(&host->host, &tray->desktop.desktop, &tray->agent);
    if (code != CODE_SUCCESS) {
        windows_desktop_done(&tray->desktop);
        return code;
    }
    tray->desktop.agent = tray->agent;
    tray_window_connect(tray->window, &tray->desktop);
    return CODE_SUCCESS;
}

static void end(struct tray *tray)
{
    registry_watch_stop(tray->watch);
    if (tray->agent != NULL) {
        tray_window_disconnect(tray->window);
        windows_desktop_done(&tray->desktop);
        tray_agent_free(tray->agent);
    }
    if (tray->window != NULL)
        DestroyWindow(tray->window);
    for (size_t i = 0; i < SIGNAL_COUNT; i++)
        windows_signal_free(tray->signals[i]);
    if (tray->close_request != NULL)
        CloseHandle(tray->close_request);
}

static enum exit_code show_the_other(struct windows_host *host, HWND other)
{
    error_code code = single_instance_show(other);
    if (code == CODE_SUCCESS)
        return EXIT_NOTHING_LEFT;
    message_box_show_error(host, NULL, MESSAGE_AGENT_DOES_NOT_ANSWER, NULL, code);
    return EXIT_FAILED;
}

enum exit_code tray_run(struct windows_host *host)
{
    struct tray tray = {.host = host};
    HANDLE decision = NULL;

    leave_caller(host);
    error_code code = single_instance_decide(&decision);
    HWND other = single_instance_find();
    if (other != NULL) {
        if (decision != NULL)
            single_instance_decided(decision);
        return show_the_other(host, other);
    }
    if (code == CODE_SUCCESS) {
        code = start(&tray);
        single_instance_decided(decision);
    }
    if (code == CODE_SUCCESS)
        code = registry_watch_start(host->host.registry, watched_keys, WATCHED_KEY_COUNT,
                                    tray.signals, &tray.watch);
    if (code == CODE_SUCCESS) {
        tray.desktop.watch = tray.watch;
        tray.close_request = close_request_open();
        tray_agent_start(tray.agent);
        code = wait_and_serve(&tray);
    }
    end(&tray);
    if (code == CODE_SUCCESS)
        return EXIT_NOTHING_LEFT;
    message_box_show_error(host, NULL, MESSAGE_AGENT_CANNOT_START, NULL, code);
    return EXIT_FAILED;
}
