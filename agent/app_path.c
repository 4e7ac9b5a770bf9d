#include "agent/app_path.h"

#include <string.h>

static bool is_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/* "C:\folder\..." or "\\server\share\..." */
static bool is_full(const char *path, size_t size)
{
    if (size > 3 && is_letter(path[0]) && path[1] == ':')
        return path[2] == '\\';
    return size > 3 && path[0] == '\\' && path[1] == '\\' && path[2] != '\\';
}

/* Is the last part of the path the program's name? ASCII only, as that name is. */
static bool leads_to(const char *path, size_t size, const char *program)
{
    const size_t name_size = strlen(program);
    if (size <= name_size || path[size - name_size - 1] != '\\')
        return false;
    for (size_t i = 0; i < name_size; i++) {
        char letter = path[size - name_size + i];
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter - 'A' + 'a');
        if (letter != program[i])
            return false;
    }
    return true;
}

bool app_path_take(const char *value, const char *program, struct byte_buffer *path)
{
    struct byte_buffer taken = {0};
    value += strspn(value, " \t");
    size_t size = strlen(value);
    while (size > 0 && (value[size - 1] == ' ' || value[size - 1] == '\t'))
        size--;
    if (size > 2 && value[0] == '"' && value[size - 1] == '"') {
        value++;
        size -= 2;
    }
    if (!is_full(value, size) || !leads_to(value, size, program) ||
        memchr(value, '"', size) != NULL)
        return false;
    byte_buffer_append(&taken, value, size);
    if (taken.failed)
        return false;
    byte_buffer_done(path);
    *path = taken;
    return true;
}
