#include "agent/plain_text.h"

bool is_control_character(char byte)
{
    return (unsigned char)byte < ' ' || byte == 0x7F;
}

bool text_is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if (is_control_character(*text))
            return false;
    return true;
}
