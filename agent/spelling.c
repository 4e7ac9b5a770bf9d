#include "agent/spelling.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 15 };

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance, one row of the table at a time. */
size_t spelling_distance(const char *word, size_t size, const char *known)
{
    size_t row[LONGEST + 1];
    size_t known_size = strlen(known);
    if (size > LONGEST || known_size > LONGEST)
        return SIZE_MAX;
    for (size_t k = 0; k <= known_size; k++)
        row[k] = k;
    for (size_t w = 1; w <= size; w++) {
        size_t diagonal = row[0];
        row[0] = w;
        for (size_t k = 1; k <= known_size; k++) {
            size_t changed = diagonal + (lower(word[w - 1]) != known[k - 1]);
            diagonal = row[k];
            row[k] = least(changed, least(row[k], row[k - 1]) + 1);
        }
    }
    return row[known_size];
}

bool spelling_is_near(size_t distance, size_t size)
{
    return distance <= 2 && 2 * distance < size;
}
