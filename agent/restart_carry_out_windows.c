#include "agent/restart_carry_out_windows.h"

#include "agent/outlook_windows.h"
#include "agent/restart_dialog_windows.h"
#include "agent/restart_way.h"
#include "agent/windows_restart_windows.h"

#include <string.h>

/* Windows shows the message with its own countdown. */
static struct restart_result leave_to_windows(struct windows_host *host)
{
    const struct message_source *messages = host->host.messages;
    const char *message = messages->text(messages, MESSAGE_RESTART_WINDOWS_EXPLANATION);
    error_code code = CODE_SUCCESS;
    const wchar_t *wide = utf16_text_of_utf8(&host->text, message, strlen(message), NULL, &code);
    if (wide != NULL)
        code = windows_restart_after(RESTART_COUNTDOWN_SECONDS, wide);
    return (struct restart_result){
        .end = code == CODE_SUCCESS ? RESTART_END_STARTED : RESTART_END_FAILED, .code = code};
}

struct restart_result restart_carry_out(struct windows_host *host, enum restart what,
                                        enum restart_mode mode)
{
    char since[PENDING_TIME_SIZE];
    const struct restart_circumstances circumstances = {
        .offer = windows_restart_offer(),
        .outlook_running = outlook_running_since(since),
        .desktop_is_visible = windows_desktop_is_visible(),
    };
    struct restart_result result = {.offer = circumstances.offer};
    switch (restart_way_of(what, mode, &circumstances, &result.end)) {
    case RESTART_WAY_DIALOG:
        return restart_dialog_run(host, what, mode);
    case RESTART_WAY_SYSTEM:
        return leave_to_windows(host);
    case RESTART_WAY_NONE:
        break;
    }
    return result;
}
