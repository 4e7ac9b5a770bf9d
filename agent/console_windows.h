/* Output of a program that has no console of its own.
 *
 * PromptFix is a GUI program, so that no black window flashes up when it starts with Windows. When
 * somebody types a verb at a prompt, it attaches to that prompt's console; when a script redirects
 * its output, that file or pipe gets it, as UTF-8; when there is neither, nobody does.
 */
#ifndef PROMPTFIX_AGENT_CONSOLE_WINDOWS_H
#define PROMPTFIX_AGENT_CONSOLE_WINDOWS_H

#include "agent/host.h"
#include "registry/utf16_text.h"

#include <stddef.h>

struct console {
    void *handles[2];   /* by enum output; NULL where there is none */
    bool is_console[2]; /* takes UTF-16, others UTF-8 */
    void *screen;       /* our own handle to the console, to be closed */
    bool attached;
    struct utf16_text *text;
};

/* Finds out where output goes. `text` must live as long as the console. */
void console_init(struct console *console, struct utf16_text *text);
void console_done(struct console *console);

/* Does any output go to a console? */
bool console_is_there(const struct console *console);

/* How many UTF-16 units a text has, and how many of them the code page of the console that is there
 * cannot show. */
struct console_loss {
    size_t character_count;
    size_t lost_count;
};
struct console_loss console_loss_of(const struct console *console, const char *text);

/* Writes all of the text, lines ended by "\n" as CR LF. Whoever closed the other end does not want
 * it: that is no error. */
void console_print(struct console *console, enum output output, const char *text, size_t size);

#endif
