/* Put before the C library (LD_PRELOAD) of a program in the Wine box: its writes to a file on a "share"
 * that hangs never return. Wine writes in the process that asks for it, so all else goes on; a full disk
 * or a pipe without a reader would answer at once, and a hanging open would hold up all of Wine.
 *
 * A share that hangs is a path with "hanging-share" in it. That a write has come this far is told by the
 * file "reached" in the same folder. No headers and no library: the box is i386 wherever this is built. */
typedef unsigned int word;
typedef int signed_word;
typedef long long offset;

enum { SYSTEM_WRITE = 4, SYSTEM_CREATE = 8, SYSTEM_PAUSE = 29, SYSTEM_READLINK = 85, SYSTEM_PWRITE = 181 };

static signed_word call(word number, word a, word b, word c)
{
    signed_word result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
    return result;
}

static int begins(const char *text, const char *word_)
{
    while (*word_ != '\0' && *text == *word_) {
        text++;
        word_++;
    }
    return *word_ == '\0';
}

/* Waits for ever where the file is on the share that hangs. */
static void stall(int file)
{
    char name[32] = "/proc/self/fd/";
    char path[512];
    char digits[12];
    int count = 0;
    int end = 14;
    for (word rest = (word)file; count == 0 || rest > 0; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    while (count > 0)
        name[end++] = digits[--count];
    name[end] = '\0';
    const signed_word size = call(SYSTEM_READLINK, (word)name, (word)path, sizeof path - 16);
    for (signed_word i = 0; i < size; i++) {
        if (!begins(path + i, "/hanging-share/"))
            continue;
        const char reached[] = "/hanging-share/reached";
        for (unsigned j = 0; j < sizeof reached; j++)
            path[i + (signed_word)j] = reached[j];
        call(SYSTEM_CREATE, (word)path, 0600, 0);
        for (;;)
            call(SYSTEM_PAUSE, 0, 0, 0);
    }
}

static signed_word pwrite_at(int file, const void *bytes, word size, offset at)
{
    signed_word result;
    const word low = (word)at;
    const word high = (word)((unsigned long long)at >> 32);
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(SYSTEM_PWRITE), "b"(file), "c"(bytes), "d"(size), "S"(low), "D"(high)
                     : "memory");
    return result;
}

extern int *__errno_location(void);

static signed_word result_of(signed_word result)
{
    if (result < 0 && result > -4096) {
        *__errno_location() = -result;
        return -1;
    }
    return result;
}

signed_word write(int file, const void *bytes, word size)
{
    stall(file);
    return result_of(call(SYSTEM_WRITE, (word)file, (word)bytes, size));
}

signed_word pwrite64(int file, const void *bytes, word size, offset at)
{
    stall(file);
    return result_of(pwrite_at(file, bytes, size, at));
}
