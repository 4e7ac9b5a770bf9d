#include "tests/unit/fake_restart.h"

static struct fake_restart *fake_of(struct restart_machine *machine)
{
    return (struct fake_restart *)(void *)machine;
}

/* Check's own assertions write down each place that they pass, which is too slow for what happens a
 * million times. */
static void demand(bool good, const char *what)
{
    if (!good)
        ck_abort_msg("%s", what);
}

static enum close_reply close_outlook(struct restart_machine *machine)
{
    struct fake_restart *fake = fake_of(machine);
    fake->close_count++;
    return fake->reply;
}

static void show_question(struct restart_machine *machine)
{
    fake_of(machine)->question_count++;
}

static bool new_outlook_runs(struct restart_machine *machine)
{
    struct fake_restart *fake = fake_of(machine);
    return fake->new_outlook_runs;
}

static error_code start_outlook(struct restart_machine *machine)
{
    struct fake_restart *fake = fake_of(machine);
    fake->start_count++;
    return fake->start_error;
}

static error_code restart_windows(struct restart_machine *machine)
{
    struct fake_restart *fake = fake_of(machine);
    fake->windows_count++;
    return fake->windows_error;
}

static void want_ticks(struct restart_machine *machine, bool wanted)
{
    struct fake_restart *fake = fake_of(machine);
    demand(fake->ticks != wanted, "told once only");
    fake->ticks = wanted;
}

static void keep(char *copy, size_t size, const char *text)
{
    demand(text != NULL && strlen(text) < size, "a text that is there and fits");
    memcpy(copy, text, strlen(text) + 1);
}

/* What holds for every view. */
static void show(struct restart_machine *machine, const struct restart_view *view)
{
    struct fake_restart *fake = fake_of(machine);
    demand(fake->end_count == 0, "nothing is shown after the end");
    demand(view->heading[0] != '\0' && view->later[0] != '\0', "a heading, and a way out");
    demand(view->now_enabled ? view->now[0] != '\0' : view->later_is_default, "a good default");
    keep(fake->heading, sizeof fake->heading, view->heading);
    keep(fake->explanation, sizeof fake->explanation, view->explanation);
    keep(fake->status, sizeof fake->status, view->status);
    keep(fake->now, sizeof fake->now, view->now);
    keep(fake->later, sizeof fake->later, view->later);
    fake->now_enabled = view->now_enabled;
    fake->later_is_default = view->later_is_default;
    fake->announced = view->announce;
    fake->shown_count++;
}

static void ended(struct restart_machine *machine, const struct restart_result *result)
{
    struct fake_restart *fake = fake_of(machine);
    demand(!fake->ticks, "no ticks after the end");
    fake->result = *result;
    fake->end_count++;
}

static void reset(struct fake_restart *fake)
{
    const struct fake_host host = fake->host;
    *fake = (struct fake_restart){
        .machine = {close_outlook, show_question, new_outlook_runs, start_outlook, restart_windows,
                    want_ticks, show, ended},
        .host = host,
        .reply = CLOSE_ASKED,
    };
}

void fake_restart_init(struct fake_restart *fake)
{
    reset(fake);
    fake_host_init(&fake->host);
}

void fake_restart_again(struct fake_restart *fake)
{
    restart_flow_done(&fake->flow);
    reset(fake);
}

void fake_restart_done(struct fake_restart *fake)
{
    restart_flow_done(&fake->flow);
    fake_host_done(&fake->host);
}

void fake_restart_begin(struct fake_restart *fake, enum restart what, enum restart_mode mode,
                        enum answer running, size_t outlook_count)
{
    restart_flow_begin(&fake->flow, &fake->machine, &fake->host.host, what, mode, running,
                       outlook_count);
}

void fake_restart_tick(struct fake_restart *fake, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        restart_flow_tick(&fake->flow);
}

void fake_restart_expect_end(const struct fake_restart *fake, enum restart_end end)
{
    ck_assert_uint_eq(fake->end_count, 1);
    ck_assert_int_eq(fake->result.end, end);
}

void fake_restart_expect_open(const struct fake_restart *fake)
{
    ck_assert_uint_eq(fake->end_count, 0);
}
