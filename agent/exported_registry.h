/* Working on an exported registry file: /from and /out. */
#ifndef PROMPTFIX_AGENT_EXPORTED_REGISTRY_H
#define PROMPTFIX_AGENT_EXPORTED_REGISTRY_H

#include "agent/host.h"
#include "agent/report.h"
#include "registry/memory_registry.h"

/* Reads the file of /from into `memory`, and its lines that cannot be understood into the report.
 * Errors of host->read_file and reg_file_read. */
error_code exported_registry_read(struct host *host, const struct options *options,
                                  struct memory_registry *memory, struct report *report);

/* Adds to the observation what the export does not say: an export without the key of the mail
 * profiles is no proof that there are none (`accounts.error` is then CODE_FILE_NOT_FOUND), and
 * lines that were passed over may say anything. Errors of registry_open, but for a missing key. */
error_code exported_registry_note_gaps(struct registry *registry, const struct report *report,
                                       struct observation *observation);

/* Writes the file of /out: both change sets of the report, and nothing else. Errors of
 * reg_file_finish and host->write_file. */
error_code exported_registry_write(struct host *host, const struct report *report);

#endif
