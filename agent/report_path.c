#include "agent/report_path.h"

#include "registry/registry_name.h"

#include <string.h>

enum variable {
    VARIABLE_COMPUTER,
    VARIABLE_USER,
    VARIABLE_DOMAIN,
    VARIABLE_UNKNOWN,
};

static const char *const variable_names[] = {
    [VARIABLE_COMPUTER] = "COMPUTERNAME",
    [VARIABLE_USER] = "USERNAME",
    [VARIABLE_DOMAIN] = "USERDOMAIN",
};

bool report_path_is_csv(const char *path)
{
    const size_t size = strlen(path);
    return size >= 4 && registry_names_equal(path + size - 4, 4, ".csv", 4);
}

static bool is_name_character(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
           (character >= 'a' && character <= 'z') || character == '_' || character == '(' ||
           character == ')';
}

/* The size of the %NAME% at `text`, 0 when there is none. */
static size_t variable_size(const char *text)
{
    size_t size = 1;
    if (*text != '%')
        return 0;
    while (is_name_character(text[size]))
        size++;
    return size > 1 && text[size] == '%' ? size + 1 : 0;
}

static enum variable variable_of(const char *text, size_t size)
{
    for (int i = VARIABLE_COMPUTER; i < VARIABLE_UNKNOWN; i++)
        if (registry_names_equal(text + 1, size - 2, variable_names[i], strlen(variable_names[i])))
            return (enum variable)i;
    return VARIABLE_UNKNOWN;
}

const char *report_path_unknown_variable(const char *path, size_t *size)
{
    while (*path != '\0') {
        const size_t found = variable_size(path);
        if (found > 0 && variable_of(path, found) == VARIABLE_UNKNOWN) {
            *size = found;
            return path;
        }
        path += found > 0 ? found : 1;
    }
    return NULL;
}

/* A part of a name that stays what it is in a file name: Microsoft, "Naming Files, Paths, and
 * Namespaces". Dots and spaces at an end are cut by Windows, and ".." is a folder. */
static bool can_be_in_file_name(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] < ' ' || strchr("<>:\"/\\|?*", text[i]) != NULL)
            return false;
    return size > 0 && text[size - 1] != '.' && text[size - 1] != ' ';
}

/* The value; NULL when it is not known. The user is "DOMAIN\name", or only a name. */
static const char *value_of(enum variable variable, const struct report *report, size_t *size)
{
    const char *text = report->computer;
    if (variable != VARIABLE_COMPUTER) {
        text = report->user;
        const char *backslash = text != NULL ? strchr(text, '\\') : NULL;
        if (variable == VARIABLE_DOMAIN) {
            *size = backslash != NULL ? (size_t)(backslash - text) : 0;
            return backslash != NULL ? text : NULL;
        }
        if (backslash != NULL)
            text = backslash + 1;
    }
    *size = text != NULL ? strlen(text) : 0;
    return text;
}

error_code report_path_expand(struct byte_buffer *out, const char *path,
                              const struct report *report)
{
    struct byte_buffer expanded = {0};
    error_code code = CODE_SUCCESS;
    while (*path != '\0') {
        const size_t found = variable_size(path);
        const enum variable variable = found > 0 ? variable_of(path, found) : VARIABLE_UNKNOWN;
        size_t size = 1;
        const char *value = path;
        if (found > 0) {
            value = variable != VARIABLE_UNKNOWN ? value_of(variable, report, &size) : NULL;
            if (value == NULL || !can_be_in_file_name(value, size)) {
                code = CODE_ENVIRONMENT_VARIABLE_NOT_FOUND;
                goto out;
            }
        }
        byte_buffer_append(&expanded, value, size);
        path += found > 0 ? found : 1;
    }
    if (expanded.failed || !byte_buffer_reserve(out, expanded.size + 1))
        code = CODE_NOT_ENOUGH_MEMORY;
    else
        byte_buffer_append(out, expanded.data, expanded.size);
out:
    byte_buffer_done(&expanded);
    return code;
}
