/* Writes that end in time, whatever the share does.
 *
 * A server that is gone can hold CreateFile for a minute, and a login script waits for us. So the
 * write is made by a thread of its own, and after the time that is left for all writes of the
 * process nobody waits for it any longer: its pending operation is cancelled where Windows can
 * (CancelSynchronousIo, from Vista on), and the thread ends with the process.
 */
#ifndef PROMPTFIX_AGENT_TIMED_WRITE_WINDOWS_H
#define PROMPTFIX_AGENT_TIMED_WRITE_WINDOWS_H

#include "registry/utf16_text.h"

/* In milliseconds. For all writes of one process together, with what cancelling two of them takes,
 * it stays below 5 seconds. The reserve is for the log: it lies elsewhere than the report most
 * often, and has to say that a share has taken all the other time. */
enum { TIMED_WRITE_LIMIT = 4000, TIMED_WRITE_RESERVE = 1000 };

/* file_write or log_file_append. */
typedef error_code write_function(struct utf16_text *text, const char *path, const void *bytes,
                                  size_t size);

/* Does what `write` does, within `*left` milliseconds, which it lessens by what it took. Its
 * errors, those of making a thread, and CODE_TIMED_OUT: it may then be done or not. */
error_code timed_write(write_function *write, const char *path, const void *bytes, size_t size,
                       uint32_t *left);

/* The same for a report: of the time that is left, the reserve stays. */
error_code timed_write_report(write_function *write, const char *path, const void *bytes,
                              size_t size, uint32_t *left);

/* What came of a write that nobody waited for. */
typedef void write_ended_function(void *context, error_code code);

/* Has `write` done by other threads, and returns at once. After TIMED_WRITE_LIMIT its pending
 * operation is cancelled where Windows can. When it has ended, however late, `ended` is called, by
 * another thread: with the errors of `write` or of making a thread, or CODE_TIMED_OUT. Path and
 * bytes are copied. CODE_NOT_ENOUGH_MEMORY, or what Windows says; `ended` is then not called. */
error_code timed_write_start(write_function *write, const char *path, const void *bytes,
                             size_t size, write_ended_function *ended, void *context);

#endif
