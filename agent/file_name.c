#include "agent/file_name.h"

#include <stdbool.h>
#include <string.h>

static bool is_separator(char letter)
{
    return letter == '\\' || letter == '/';
}

static char lower(char letter)
{
    return (char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
}

/* Does the text begin with this one (lower case; a backslash stands for either separator)? */
static bool begins_with(const char *text, const char *start)
{
    for (; *start != '\0'; text++, start++)
        if (*start == '\\' ? !is_separator(*text) : lower(*text) != *start)
            return false;
    return true;
}

/* Behind the part of the path that begins here, and behind its separator; at the end, the end. */
static const char *behind_part(const char *path)
{
    while (*path != '\0' && !is_separator(*path))
        path++;
    return *path != '\0' ? path + 1 : path;
}

/* Is the part that begins here this word (lower case) as a whole? */
static bool part_is(const char *path, const char *word)
{
    const char end = begins_with(path, word) ? path[strlen(word)] : 'x';
    return end == '\0' || is_separator(end);
}

/* "server\pipe\...": of any computer, this one too. */
static bool leads_to_pipe(const char *server)
{
    const char *share = behind_part(server);
    return part_is(share, "pipe") || part_is(share, "mailslot") || part_is(share, "ipc$");
}

/* Something behind "C:\" or "Volume{...}\": without it that is the raw disk. */
static bool has_drive_and_more(const char *path)
{
    const bool is_drive =
        lower(path[0]) >= 'a' && lower(path[0]) <= 'z' && path[1] == ':' && is_separator(path[2]);
    return (is_drive || begins_with(path, "volume{")) && *behind_part(path) != '\0';
}

static bool is_in_device_space(const char *path)
{
    if (begins_with(path, "\\\\?\\unc\\"))
        return leads_to_pipe(path + strlen("\\\\?\\unc\\"));
    if (begins_with(path, "\\\\?\\"))
        return !has_drive_and_more(path + strlen("\\\\?\\"));
    if (begins_with(path, "\\\\.\\") || begins_with(path, "\\??\\"))
        return true;
    return begins_with(path, "\\\\") && leads_to_pipe(path + 2);
}

/* The last part of the path, behind a drive's letter too: "C:NUL" is NUL. */
static const char *last_part(const char *path)
{
    const char *part = path;
    for (const char *at = path; *at != '\0'; at++)
        if (is_separator(*at) || (*at == ':' && at == path + 1))
            part = at + 1;
    return part;
}

/* A digit as it ends the names of ports: 0 to 9, or superscript 1, 2 or 3. Returns its size. */
static size_t port_digit_size(const char *text, size_t size)
{
    static const char *const superscripts[] = {"\xC2\xB9", "\xC2\xB2", "\xC2\xB3"};
    if (size == 1 && *text >= '0' && *text <= '9')
        return 1;
    for (size_t i = 0; i < sizeof superscripts / sizeof superscripts[0]; i++)
        if (size == 2 && memcmp(text, superscripts[i], 2) == 0)
            return 2;
    return 0;
}

static bool is_reserved(const char *part)
{
    static const char *const names[] = {"con", "prn", "aux", "nul", "conin$", "conout$"};
    size_t size = strcspn(part, ".:");
    while (size > 0 && part[size - 1] == ' ')
        size--;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (size == strlen(names[i]) && begins_with(part, names[i]))
            return true;
    return size > 3 && (begins_with(part, "com") || begins_with(part, "lpt")) &&
           port_digit_size(part + 3, size - 3) != 0;
}

error_code file_name_check(const char *path)
{
    const char *part = last_part(path);
    if (is_in_device_space(path) || is_reserved(part))
        return CODE_BAD_FILE_TYPE;
    if (*part == '\0' || strcmp(part, ".") == 0 || strcmp(part, "..") == 0)
        return CODE_DIRECTORY_NOT_SUPPORTED;
    return CODE_SUCCESS;
}
