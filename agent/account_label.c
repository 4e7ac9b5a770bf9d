#include "agent/account_label.h"

static void append_version(struct byte_buffer *out, const struct message_source *messages,
                           enum outlook_version version)
{
    const message_id id =
        version == OUTLOOK_2016 ? MESSAGE_OUTLOOK_OR_LATER : MESSAGE_OUTLOOK_VERSION;
    message_append(out, messages, id, INSERT(outlook_version_name(version)));
}

void account_label_append(struct byte_buffer *out, const struct message_source *messages,
                          const struct exchange_account *account)
{
    const char *name = account->name.text != NULL && account->name.text[0] != '\0'
                           ? account->name.text
                           : account->section;
    const bool has_version = account->outlook != OUTLOOK_UNKNOWN;
    const bool has_name = account->is_one_of_several && name != NULL;
    byte_buffer_append_text(out, account->profile != NULL
                                     ? account->profile
                                     : messages->text(messages, MESSAGE_UNKNOWN));
    if (!has_version && !has_name)
        return;
    byte_buffer_append_text(out, " (");
    if (has_version)
        append_version(out, messages, account->outlook);
    if (has_version && has_name)
        byte_buffer_append_text(out, ", ");
    if (has_name)
        byte_buffer_append_text(out, name);
    byte_buffer_append_byte(out, ')');
}
