/* A question to an RPC proxy beside the tray agent: answered, and stopped while it is under way.
 * The proxy is a socket of this process, which answers when it is told to, or never. */
#include <winsock2.h> /* before windows.h */

#include "agent/background_probe_windows.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum {
    ANSWERED = WM_APP,
    LIMIT = 60000, /* milliseconds; on a slow and busy machine a connection alone takes seconds */
    ATTEMPT_COUNT = 5,
};

static HWND window; /* to which the answers are posted */
static SOCKET listener;
static struct background_probe probe;
static struct proxy_exchange exchange;

static void set_up(void)
{
    WSADATA data;
    struct sockaddr_in address = {.sin_family = AF_INET};
    int size = sizeof address;
    ck_assert_int_eq(WSAStartup(MAKEWORD(2, 2), &data), 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert(listener != INVALID_SOCKET);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, size), 0);
    ck_assert_int_eq(listen(listener, 8), 0);
    ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    exchange =
        (struct proxy_exchange){.address = {.host = "127.0.0.1", .port = ntohs(address.sin_port)}};
    probe = (struct background_probe){0};
    window = CreateWindowExW(0, L"STATIC", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    ck_assert_ptr_nonnull(window);
}

static void tear_down(void)
{
    background_probe_stop(&probe);
    DestroyWindow(window);
    closesocket(listener);
    WSACleanup();
}

static void ask(void)
{
    ck_assert_uint_eq(background_probe_start(&probe, window, ANSWERED, &exchange, 1), CODE_SUCCESS);
}

/* Waits until somebody connects, and has sent what he asks. */
static SOCKET next_client(void)
{
    char request[1024];
    fd_set waiting;
    struct timeval limit = {.tv_sec = LIMIT / 1000};
    FD_ZERO(&waiting);
    FD_SET(listener, &waiting);
    ck_assert_int_eq(select(0, &waiting, NULL, NULL, &limit), 1);
    const SOCKET client = accept(listener, NULL, NULL);
    ck_assert(client != INVALID_SOCKET);
    ck_assert_int_gt(recv(client, request, sizeof request, 0), 0);
    return client;
}

static MSG next_message(void)
{
    MSG message = {0};
    const UINT_PTR timer = SetTimer(NULL, 0, LIMIT, NULL);
    do {
        ck_assert_int_gt(GetMessageW(&message, NULL, 0, 0), 0);
    } while (message.message != ANSWERED && message.message != WM_TIMER);
    KillTimer(NULL, timer);
    ck_assert_uint_eq(message.message, ANSWERED);
    return message;
}

static void answer(SOCKET client)
{
    static const char words[] =
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";
    ck_assert_int_eq(send(client, words, sizeof words - 1, 0), sizeof words - 1);
}

static void expect_answer(void)
{
    const MSG message = next_message();
    struct background_answer *taken = background_probe_take(&probe, message.wParam, message.lParam);
    ck_assert_ptr_nonnull(taken);
    ck_assert_ptr_null(probe.cancel);
    ck_assert_uint_eq(taken->count, 1);
    ck_assert_uint_eq(taken->exchanges[0].error, CODE_SUCCESS);
    ck_assert_uint_eq(taken->exchanges[0].status, 401);
    ck_assert_uint_eq(taken->exchanges[0].challenges_size, strlen("NTLM\n"));
    free(taken);
}

START_TEST(tells_the_answer)
{
    ask();
    const SOCKET client = next_client();
    answer(client);
    expect_answer();
    closesocket(client);
}
END_TEST

/* How long the question took that is stopped as soon as the proxy has it. */
static DWORD time_until_stopped(void)
{
    char rest[16];
    const DWORD start = GetTickCount();
    ask();
    const SOCKET client = next_client();
    background_probe_stop(&probe);
    const MSG message = next_message();
    const DWORD time = GetTickCount() - start;
    ck_assert_ptr_null(background_probe_take(&probe, message.wParam, message.lParam));
    /* And the connection is gone with it. */
    ck_assert_int_le(recv(client, rest, sizeof rest, 0), 0);
    closesocket(client);
    return time;
}

/* One that nobody stops takes PROBE_TIME_LIMIT_MS, always; one that is stopped does so only where
 * the machine is busy, and hardly ever five times. */
START_TEST(ends_when_it_is_stopped)
{
    DWORD time = PROBE_TIME_LIMIT_MS;
    for (int i = 0; i < ATTEMPT_COUNT && time >= PROBE_TIME_LIMIT_MS; i++)
        time = time_until_stopped();
    ck_assert_uint_lt(time, PROBE_TIME_LIMIT_MS);
}
END_TEST

START_TEST(what_was_stopped_is_not_taken_for_the_next_answer)
{
    ask();
    const SOCKET first = next_client();
    background_probe_stop(&probe);
    ask();
    const SOCKET second = next_client();
    const MSG message = next_message();
    ck_assert_ptr_null(background_probe_take(&probe, message.wParam, message.lParam));
    answer(second);
    expect_answer();
    closesocket(first);
    closesocket(second);
}
END_TEST

START_TEST(nothing_is_stopped_or_taken_when_nothing_was_asked)
{
    background_probe_stop(&probe);
    ck_assert_ptr_null(background_probe_take(&probe, 0, (LPARAM)malloc(1)));
}
END_TEST

Suite *background_probe_suite(void);

Suite *background_probe_suite(void)
{
    Suite *suite = suite_create("background_probe");
    TCase *tests = tcase_create("background_probe");
    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, tells_the_answer);
    tcase_add_test(tests, ends_when_it_is_stopped);
    tcase_add_test(tests, what_was_stopped_is_not_taken_for_the_next_answer);
    tcase_add_test(tests, nothing_is_stopped_or_taken_when_nothing_was_asked);
    suite_add_tcase(suite, tests);
    return suite;
}
