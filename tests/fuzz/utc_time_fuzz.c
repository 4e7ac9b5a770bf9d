/* Times that lie in the registry of the user, who may have changed them.
 *
 * The input is the text. A time that is accepted is written the same by the C library; one that is
 * refused leaves the number alone. */
#include "agent/utc_time.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/sample_registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void check_time(const char *text)
{
    char back[32];
    int64_t seconds = INT64_MIN;
    struct tm parts;
    if (!utc_time_read(text, &seconds)) {
        ASSERT_FAST(seconds == INT64_MIN);
        return;
    }
    const time_t time = (time_t)seconds;
    ASSERT_FAST(gmtime_r(&time, &parts) != NULL);
    snprintf(back, sizeof back, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900,
             parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    ASSERT_FAST(strcmp(back, text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct fuzz_input input = {bytes, size};
    char *text = fuzz_text_create(&input);
    check_time(text);
    free(text);
    return 0;
}
