#include "agent/agent_menu.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/message_texts.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct message_language *language;

static const char *text_in_language(const struct message_source *source, message_id id)
{
    (void)source;
    return language->text(id);
}

static const struct message_source messages = {.text = text_in_language};

/* The facts that one number stands for: 12 of them. */
enum { FACT_BITS = 12 };

static struct menu_facts facts_of(unsigned bits)
{
    return (struct menu_facts){
        .is_at_work = (bits & 1U << 0) != 0,
        .can_fix = {(bits & 1U << 1) != 0, (bits & 1U << 2) != 0},
        .can_undo = {(bits & 1U << 3) != 0, (bits & 1U << 4) != 0},
        .machine_needs_rights = (bits & 1U << 5) != 0,
        .can_dismiss = (bits & 1U << 6) != 0,
        .is_dismissed = (bits & 1U << 7) != 0,
        .has_log = (bits & 1U << 8) != 0,
        .autostart_known = (bits & 1U << 9) != 0,
        .autostart = (enum autostart)(bits >> 10 & 3),
    };
}

static const struct menu_item *find(const struct menu_item *items, size_t count,
                                    enum agent_command command)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].command == command)
            return &items[i];
    return NULL;
}

/* Latin or Cyrillic; compares without regard to case. 0 for none, and for more than one. */
static unsigned access_key(const char *label)
{
    const char *mark = strchr(label, '&');
    if (mark == NULL || strchr(mark + 1, '&') != NULL)
        return 0;
    const unsigned char lead = (unsigned char)mark[1];
    const unsigned key =
        lead < 0x80 ? lead : (lead & 0x1fU) << 6 | ((unsigned char)mark[2] & 0x3fU);
    if ((key >= 'a' && key <= 'z') || (key >= 0x430 && key <= 0x44f))
        return key - 0x20;
    return key;
}

static void expect_form(const struct menu_item *items, size_t count)
{
    size_t default_count = 0;
    ck_assert_uint_le(count, MENU_ITEM_LIMIT);
    for (size_t i = 0; i < count; i++) {
        const bool separator = items[i].command == COMMAND_NONE;
        default_count += items[i].is_default;
        if (separator) {
            ck_assert(i > 0 && i + 1 < count && items[i + 1].command != COMMAND_NONE);
            continue;
        }
        const unsigned key = access_key(items[i].label);
        ck_assert_msg((key >= 'A' && key <= 'Z') || (key >= 0x410 && key <= 0x42f), "%s: \"%s\"",
                      language->name, items[i].label);
        for (size_t j = 0; j < i; j++)
            if (items[j].command != COMMAND_NONE)
                ck_assert_msg(access_key(items[j].label) != key &&
                                  items[j].command != items[i].command,
                              "%s: \"%s\", \"%s\"", language->name, items[j].label, items[i].label);
    }
    ck_assert_uint_eq(default_count, 1);
    ck_assert(items[0].is_default && items[0].command == COMMAND_SHOW);
    ck_assert_int_eq(items[count - 1].command, COMMAND_EXIT);
    ck_assert(items[count - 1].enabled);
}

START_TEST(access_keys_are_unique_in_every_language)
{
    struct menu_item items[MENU_ITEM_LIMIT];
    const struct menu_facts facts = facts_of(1U << 6);
    for (size_t i = 0; i < message_language_count; i++) {
        language = &message_languages[i];
        expect_form(items, agent_menu_make(&facts, &messages, items));
    }
    ck_assert_uint_ge(message_language_count, 2);
}
END_TEST

static void expect_remedies(const struct menu_facts *facts, const struct menu_item *items,
                            size_t count)
{
    const struct menu_item *fix = find(items, count, COMMAND_FIX);
    const struct menu_item *undo = find(items, count, COMMAND_UNDO);
    ck_assert_int_eq(fix->enabled, !facts->is_at_work && (facts->can_fix[0] || facts->can_fix[1]));
    ck_assert_int_eq(fix->shield, facts->can_fix[1] && facts->machine_needs_rights);
    ck_assert_int_eq(undo->enabled,
                     !facts->is_at_work && (facts->can_undo[0] || facts->can_undo[1]));
    ck_assert_int_eq(undo->shield, facts->can_undo[1] && facts->machine_needs_rights);
}

START_TEST(every_item_is_as_the_facts_are)
{
    language = &message_languages[0];
    for (unsigned bits = 0; bits < 1U << FACT_BITS; bits++) {
        struct menu_item items[MENU_ITEM_LIMIT];
        const struct menu_facts facts = facts_of(bits);
        const size_t count = agent_menu_make(&facts, &messages, items);
        if (bits % 64 == 0)
            expect_form(items, count);
        if (bits < 64)
            expect_remedies(&facts, items, count);
        const struct menu_item *dismiss = find(items, count, COMMAND_DO_NOT_ASK_AGAIN);
        const struct menu_item *start = find(items, count, COMMAND_START_WITH_WINDOWS);
        const bool fixed = facts.autostart == AUTOSTART_BY_ADMINISTRATOR;
        if ((dismiss != NULL) != facts.can_dismiss ||
            (dismiss != NULL && dismiss->checked != facts.is_dismissed) ||
            find(items, count, COMMAND_OPEN_LOG)->enabled != facts.has_log ||
            start->enabled != (facts.autostart_known && !fixed) ||
            start->checked !=
                (facts.autostart_known && (fixed || facts.autostart == AUTOSTART_ON)) ||
            !find(items, count, COMMAND_ABOUT)->enabled ||
            !find(items, count, COMMAND_CHECK_NOW)->enabled)
            ck_abort_msg("facts %x", bits);
    }
}
END_TEST

Suite *agent_menu_suite(void);

Suite *agent_menu_suite(void)
{
    Suite *suite = suite_create("agent_menu");
    TCase *tests = tcase_create("agent_menu");
    tcase_add_test(tests, access_keys_are_unique_in_every_language);
    tcase_add_test(tests, every_item_is_as_the_facts_are);
    suite_add_tcase(suite, tests);
    return suite;
}
