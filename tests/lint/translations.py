#!/usr/bin/env python3
"""Holds the translated messages against the English ones, letter by letter.

Every file is well-formed UTF-8 in composed characters, without a byte order mark, tabs, other control
characters, or spaces at the end of a line. No text is left in English, but for those that
same-as-english.txt names. A label has an access key where the English one has one, on a letter or a
digit, once; and within a menu or a window no two labels have the same, large and small letters being
one. What the languages have to have, and with which insertions, is the matter of messages.sh.

Usage: tests/lint/translations.py FOLDER
"""
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent

# Labels that are on the screen together. Of 514 and 515 only one is; 309, 311 and 517 have the
# Escape key instead.
GROUPS = {
    "menu": (390, 391, 392, 393, 394, 395, 396, 397, 398),
    "window": (465, 492, 498, 499, 512, 513, 514, 516, 816, 914),
    "window of a restart of Windows": (465, 492, 498, 499, 512, 513, 515, 516, 816, 914),
    "question": (307, 308),
    "question that is asked again": (310, 308),
}

failed = False


def complain(file, what):
    global failed
    print(f"promptfix: {file}: {what}", file=sys.stderr)
    failed = True


def read_lines(file):
    data = file.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        complain(file, f"line {data[:error.start].count(10) + 1} is not UTF-8")
        return []
    if text.startswith("\ufeff"):
        complain(file, "has a byte order mark")
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            complain(file, f"line {number} has white space at its end")
        if any(unicodedata.category(letter) == "Cc" for letter in line.rstrip()):
            complain(file, f"line {number} has a control character")
        if unicodedata.normalize("NFC", line) != line:
            complain(file, f"line {number} has letters and accents apart")
    return lines


def read_messages(file):
    """{number: (name, text)}"""
    messages = {}
    text = None
    number, name = 0, ""
    for line in read_lines(file):
        if text is not None and line != ".":
            text.append(line)
        elif text is not None:
            messages[number] = (name, "\n".join(text))
            text = None
        elif line.startswith("Language="):
            text = []
        elif found := re.match(r"MessageId=(\d+) SymbolicName=(\w+)", line):
            number, name = int(found.group(1)), found.group(2)
    return messages


def access_keys(text):
    return [key.upper() for key in re.findall(r"&(.?)", text)]


def check_keys(file, english, messages):
    for number, (name, text) in messages.items():
        keys = access_keys(text)
        wanted = len(access_keys(english[number][1])) if number in english else 0
        if len(keys) != wanted:
            complain(file, f"{name}: {len(keys)} access keys; in English {wanted}")
        elif not all(key.isalnum() for key in keys):
            complain(file, f"{name}: the access key is no letter: {text}")
    for group, numbers in GROUPS.items():
        owners = {}
        for number in numbers:
            name, text = messages.get(number, ("", ""))
            for key in access_keys(text):
                if key in owners:
                    complain(file, f"{group}: {owners[key]} and {name} have the same access key {key}")
                owners[key] = name


def check_words(file, language, english, messages, same):
    for number, (name, text) in messages.items():
        is_same = number in english and english[number][1] == text
        if is_same and ("*", name) not in same and (language, name) not in same:
            complain(file, f"{name} is left in English: {text}")
        if not is_same and (language, name) in same:
            complain(file, f"{name} is not as in English; it stands in same-as-english.txt")


def main():
    folder = pathlib.Path(sys.argv[1])
    english = read_messages(folder / "messages_en.mc")
    check_keys(folder / "messages_en.mc", english, english)
    lines = (HERE / "same-as-english.txt").read_text(encoding="utf-8").splitlines()
    same = {tuple(line.split()) for line in lines if line and not line.startswith("#")}
    names = {name for name, _ in english.values()}
    for language, name in sorted(same):
        if name not in names:
            complain("same-as-english.txt", f"there is no {name}")
    for file in sorted(folder.glob("messages_*.mc")):
        language = file.stem.removeprefix("messages_")
        if language != "en":
            messages = read_messages(file)
            check_keys(file, english, messages)
            check_words(file, language, english, messages, same)
    sys.exit(1 if failed else 0)


main()
