#!/usr/bin/env python3
"""Makes a language that nobody speaks, from the English messages, to test windows with.

Each text stays legible, but has letters beyond ASCII, is longer by half (in Hebrew letters, so that
it is really set from right to left), and is laid out from right to left. Insertions, access keys,
words of the command line, names and line breaks are kept. What Windows cuts at a number of characters
(tips, notifications) grows no further than that. Windows takes it for Hebrew, which the program has not.

Usage: tests/unit/pseudo-language.py agent/messages_en.mc >build/generated/messages_xx.mc
"""
import re
import sys

ACCENTED = str.maketrans("AEIOUYaceinosuyz", "ÅËÎØÜÝåçéîñöšüýž")
PADDING = "שלום לכל מי שקורא את זה כאן ועכשיו "
KEPT = re.compile(r"""(%. | &. | [/\\][^\s"]+ | [\w.:]*\\\S* | \w+:\S+ | \b(?:PromptFix|libiconv)\b)""", re.VERBOSE)
# The shell's limits (agent/desktop.h), less what is put in by the unit tests.
LIMITS = (("MESSAGE_NOTICE_TITLE_", 63), ("MESSAGE_NOTICE_TEXT_", 255), ("MESSAGE_TIP", 127 - 45))


def translated(line):
    parts = KEPT.split(line)
    parts[::2] = [part.translate(ACCENTED) for part in parts[::2]]
    return "".join(parts)


def longer(line, limit):
    words = len(line.strip())
    if not re.search(r"[A-Za-z]{2}", re.sub(r"%.", "", line)):
        return line
    room = min((words + 1) // 2, limit - len(line))
    padding = (PADDING * (room // len(PADDING) + 1))[:max(room - 1, 0)].rstrip()
    return translated(line) + (" " + padding if padding else "")


def main():
    name = ""
    inside = False
    for line in open(sys.argv[1], encoding="utf-8"):
        line = line.rstrip("\r\n")
        if inside and line != ".":
            limit = next((most for prefix, most in LIMITS if name.startswith(prefix)), 10000)
            print("rtl" if name == "MESSAGE_READING_DIRECTION" else longer(line, limit))
        elif line.startswith("Language="):
            inside = True
            print("Language=Pseudo")
        elif line.startswith("LanguageNames="):
            print("LanguageNames=(Pseudo=0x40d:MSG0040d)")
        else:
            inside = False
            found = re.match(r"MessageId=\d+ SymbolicName=(\w+)", line)
            name = found.group(1) if found else name
            print(line)


sys.stdout.reconfigure(encoding="utf-8", newline="\n")
main()
