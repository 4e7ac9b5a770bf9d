#include "agent/prompt_text.h"

#include "agent/account_label.h"
#include "agent/cause_table.h"
#include "agent/text_evidence.h"

/* A number, or "none". */
static const char *count_text(struct byte_buffer *buffer, const struct message_source *messages,
                              uint32_t count)
{
    if (count == 0)
        return messages->text(messages, MESSAGE_PROMPTS_NONE);
    byte_buffer_append_format(buffer, "%lu", (unsigned long)count);
    return byte_buffer_text(buffer);
}

void prompt_text_append_sums(struct byte_buffer *out, const struct message_source *messages,
                             const struct report *report, size_t index)
{
    const struct prompt_histories *prompts = &report->observation.prompts;
    const struct prompt_history *history = prompt_history_of(prompts, index);
    const struct prompt_sums sums = prompt_history_sums(history, prompts->fixed);
    const bool around_fix = sums.has_fix && sums.before + sums.since > 0;
    struct byte_buffer label = {0};
    struct byte_buffer first = {0};
    struct byte_buffer second = {0};
    if (history->error == CODE_SUCCESS && !around_fix && sums.lately == 0)
        return;
    account_label_append(&label, messages, &report->observation.accounts.accounts[index]);
    const char *profile = byte_buffer_text(&label);
    if (history->error != CODE_SUCCESS)
        message_append(out, messages, MESSAGE_PROMPTS_UNREADABLE, INSERT(profile));
    else if (around_fix)
        message_append(out, messages, MESSAGE_PROMPTS_AROUND_FIX,
                       INSERT(profile, count_text(&first, messages, sums.before),
                              count_text(&second, messages, sums.since)));
    else
        message_append(out, messages, MESSAGE_PROMPTS_LATELY,
                       INSERT(profile, count_text(&first, messages, sums.lately)));
    out->failed |= label.failed || first.failed || second.failed;
    byte_buffer_done(&label);
    byte_buffer_done(&first);
    byte_buffer_done(&second);
}

static void append_day(struct byte_buffer *chart, uint32_t count)
{
    if (chart->size > 0)
        byte_buffer_append_byte(chart, ' ');
    if (count == 0)
        byte_buffer_append_text(chart, "\xC2\xB7"); /* a dot in the middle */
    else
        byte_buffer_append_format(chart, "%lu", (unsigned long)count);
}

void prompt_text_append_chart(struct byte_buffer *out, const struct message_source *messages,
                              const struct report *report, size_t index)
{
    enum { CHART_DAY_COUNT = 28 };
    const struct prompt_histories *prompts = &report->observation.prompts;
    const struct prompt_history *history = prompt_history_of(prompts, index);
    const int fix_age = prompt_history_age(history, prompts->fixed);
    struct byte_buffer chart = {0};
    uint32_t total = 0;
    for (int age = CHART_DAY_COUNT - 1; age >= 0; age--) {
        uint32_t count = history->counts[age];
        total += count;
        if (age == fix_age) { /* what came that day before the fix was in effect stands before it */
            append_day(&chart, count - history->after_fix[age]);
            byte_buffer_append_byte(&chart, ' ');
            byte_buffer_append_text(&chart, messages->text(messages, MESSAGE_CHART_FIX));
            count = history->after_fix[age];
            if (count == 0)
                continue;
        }
        append_day(&chart, count);
    }
    if (total > 0)
        message_append(out, messages, MESSAGE_PROMPTS_CHART, INSERT(byte_buffer_text(&chart)));
    out->failed |= chart.failed;
    byte_buffer_done(&chart);
}

static void append_evidence(struct byte_buffer *out, struct host *host,
                            const struct observation *observation,
                            const struct prompt_evidence *evidence)
{
    if (evidence->key == NULL) {
        evidence_append_stored(out, host->messages, evidence);
        return;
    }
    byte_buffer_append_text(out, observation_root_name(observation, evidence->root));
    byte_buffer_append_byte(out, '\\');
    byte_buffer_append_text(out, evidence->key);
    if (evidence->name != NULL) {
        byte_buffer_append_byte(out, '\\');
        byte_buffer_append_text(out, evidence->name);
        byte_buffer_append_text(out, " = ");
        if (evidence->text != NULL)
            byte_buffer_append_text(out, evidence->text);
        else if (evidence->error == CODE_SUCCESS)
            evidence_append_data(out, host->messages, &evidence->data);
    }
    if (evidence->error != CODE_SUCCESS)
        evidence_append_error(out, host, evidence->error);
}

/* Every line moved in, those behind the first further. */
static void append_lines(struct byte_buffer *out, const char *lines)
{
    byte_buffer_append_text(out, "  ");
    for (; *lines != '\0'; lines++) {
        byte_buffer_append_byte(out, (uint8_t)*lines);
        if (*lines == '\n')
            byte_buffer_append_text(out, "    ");
    }
    byte_buffer_append_byte(out, '\n');
}

static void append_cause(struct byte_buffer *out, struct host *host,
                         const struct observation *observation, message_id id,
                         const struct prompt_cause *cause)
{
    static const message_id answers[] = {
        [ANSWER_UNKNOWN] = MESSAGE_CAUSE_UNKNOWN,
        [ANSWER_NO] = MESSAGE_CAUSE_NOT_SEEN,
        [ANSWER_YES] = MESSAGE_CAUSE_SEEN,
    };
    struct byte_buffer places = {0};
    struct byte_buffer words = {0};
    struct byte_buffer line = {0};
    for (size_t i = 0; i < cause->evidence_count; i++) {
        byte_buffer_append_text(&places, i > 0 ? "; " : "");
        append_evidence(&places, host, observation, &cause->evidence[i]);
    }
    message_append(&words, host->messages, id, INSERT(byte_buffer_text(&places)));
    message_append(&line, host->messages, answers[cause->seen], INSERT(byte_buffer_text(&words)));
    const char *text = byte_buffer_text(&line);
    if (text != NULL)
        append_lines(out, text);
    out->failed |= places.failed || words.failed || line.failed;
    byte_buffer_done(&places);
    byte_buffer_done(&words);
    byte_buffer_done(&line);
}

void prompt_text_append_causes(struct byte_buffer *out, struct host *host,
                               const struct report *report, size_t index)
{
    const struct prompt_causes *causes = report->observation.causes[index];
    /* What is likely comes first. */
    static const enum answer order[] = {ANSWER_YES, ANSWER_UNKNOWN, ANSWER_NO};
    byte_buffer_append_text(out, "  ");
    message_append_line(out, host->messages, MESSAGE_CAUSES, NO_INSERTIONS);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        for (int id = 0; id < PROMPT_CAUSE_COUNT; id++)
            if (causes->causes[id].seen == order[i])
                append_cause(out, host, &report->observation, cause_table[id].listed,
                             &causes->causes[id]);
    byte_buffer_append_text(out, "  ");
    message_append_line(out, host->messages, MESSAGE_CAUSES_ANALYZER, NO_INSERTIONS);
}
