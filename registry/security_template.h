/* What a security template says of LmCompatibilityLevel.
 *
 * Group Policy's security settings reach a computer as templates (GptTmpl.inf), of which Windows
 * keeps copies (facts.md 4.6). They are UTF-16LE, with or without a byte order mark, or bytes of
 * which only ASCII counts here (ANSI, UTF-8); whatever else lies in them is passed over.
 */
#ifndef PROMPTFIX_REGISTRY_SECURITY_TEMPLATE_H
#define PROMPTFIX_REGISTRY_SECURITY_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum template_level_state {
    TEMPLATE_LEVEL_ABSENT,
    TEMPLATE_LEVEL_SET,
    TEMPLATE_LEVEL_MALFORMED, /* it names the level, and what it says is no number of REG_DWORD */
};

struct template_level {
    enum template_level_state state;
    uint32_t level;
};

/* Reads a template: section [Registry Values], line "MACHINE\System\CurrentControlSet\Control\Lsa\
 * LmCompatibilityLevel=4,<n>" in any case; the last such line counts. */
struct template_level security_template_level(const uint8_t *bytes, size_t size);

/* The same for a value whose path ("MACHINE\\System\\...", as above) and data ("<n>" or "4,<n>")
 * are texts of their own, each NULL where it is unknown: ABSENT for the path of another value. */
struct template_level security_template_value(const char *path, const char *data);

/* The number in the name of such a copy, "gpt00001.inf" or "gpt00001.dom", in any case: the higher
 * one is applied later. False for any other name. */
bool security_template_number(const char *name, uint32_t *number);

#endif
