#include "tests/system/power_cut.h"

#include "tests/system/half_state.h"
#include "tests/system/machine.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/stepped_run.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVEL_BEFORE = 1 };

static int say(const char *what, int exit_code)
{
    puts(what);
    fflush(stdout);
    return exit_code;
}

static int prepare(const char *path)
{
    machine_begin();
    mail_sample_write(BASIC);
    mail_sample_add(L"Second", BASIC);
    mail_sample_write_level(LEVEL_BEFORE);
    char *dump = registry_dump_without_records();
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fputs(dump, file) >= 0;
    written = file != NULL && fclose(file) == 0 && written;
    free(dump);
    return say(written ? "prepared" : "cannot write the file",
               written ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* Stands still before each write until a line comes in. */
static int walk(const char *arguments)
{
    char line[16];
    wchar_t wide[64] = L"";
    struct stepped_run run;
    unsigned step = 1;
    MultiByteToWideChar(CP_ACP, 0, arguments, -1, wide, 63);
    if (!stepped_run_start(&run, wide, STEP_WRITE, step))
        return say("cannot start", EXIT_FAILURE);
    for (; stepped_run_stands(&run); stepped_run_go_on(&run, ++step)) {
        printf("stands before write %u\n", step);
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) == NULL)
            return EXIT_FAILURE;
    }
    stepped_run_finish(&run, NULL);
    return say("ended", EXIT_SUCCESS);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        text = calloc(1, (size_t)size + 1);
        if (text != NULL && fread(text, 1, (size_t)size, file) != (size_t)size)
            text[0] = '\0';
    }
    if (file != NULL)
        fclose(file);
    return text;
}

static int verify(const char *path)
{
    static const char *const values[] = {"old", "new", "torn"};
    static const char *const records[] = {"none",    "incomplete", "pending",
                                          "applied", "undoing",    "unknown"};
    const struct half_states states = half_states_read();
    for (int half = 0; half < 2; half++) {
        const struct half_state *state = &states.halves[half];
        bool under_way = state->record == RECORD_PENDING || state->record == RECORD_UNDOING;
        printf("%s %s, record %s%s", half == 0 ? "user" : "machine", values[state->values],
               records[state->record], half == 0 ? "; " : "\n");
        if (state->values != VALUES_OLD && !under_way && state->record != RECORD_APPLIED)
            return say("what survived is not sound", EXIT_FAILURE);
        if (state->values == VALUES_TORN && !under_way)
            return say("a half is torn, and no record tells", EXIT_FAILURE);
    }
    DWORD exit_code = promptfix(L"/undo")->exit_code;
    char *before = read_file(path);
    char *after = registry_dump_without_records();
    bool same = before != NULL && strcmp(before, after) == 0;
    free(before);
    free(after);
    if (exit_code != 0 && exit_code != 3010 && exit_code != 3011)
        return say("/undo failed", EXIT_FAILURE);
    if (!same)
        return say("/undo did not give back what was there", EXIT_FAILURE);
    return EXIT_SUCCESS;
}

static char **words; /* behind --power-cut */
static int result = EXIT_FAILURE;

/* All that the tests share wants to be called from a test. */
START_TEST(does_its_part)
{
    if (strcmp(words[0], "prepare") == 0)
        result = prepare(words[1]);
    else if (strcmp(words[0], "walk") == 0)
        result = walk(words[1]);
    else if (strcmp(words[0], "verify") == 0)
        result = verify(words[1]);
}
END_TEST

bool power_cut_asked_for(int argc, char **argv, int *exit_code)
{
    if (argc != 4 || strcmp(argv[1], "--power-cut") != 0)
        return false;
    words = argv + 2;
    Suite *suite = suite_create("power_cut");
    TCase *tests = tcase_create("power_cut");
    tcase_add_test(tests, does_its_part);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_SILENT);
    *exit_code = srunner_ntests_failed(runner) == 0 ? result : EXIT_FAILURE;
    srunner_free(runner);
    return true;
}
