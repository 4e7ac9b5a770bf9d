#!/bin/bash
# Holds the messages against the code and the languages against each other.
#
# English is the measure: every message of it is used somewhere in the code and has a number of
# its own that fits the program's table. Every other language has the same messages by number and
# name, none more and none less, with the same insertions. No text asks for an insertion that
# message.c does not know (%1 to %4, %n, %%). What is in the texts besides is looked at by
# translations.py.
#
# Usage: tests/lint/messages.sh [FOLDER]   another folder than agent: to try this script
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1-agent}
english=$folder/messages_en.mc
status=0
complain() {
    echo "promptfix: $1" >&2
    status=1
}

while read -r name; do
    complain "$english: $name is used nowhere"
done < <(LC_ALL=C comm -23 \
    <(sed -n 's/^MessageId=[0-9]* SymbolicName=\([A-Z0-9_]*\).*/\1/p' "$english" | LC_ALL=C sort) \
    <(cat agent/*.c | grep -oE '\bMESSAGE_[A-Z0-9_]+' | LC_ALL=C sort -u))

languages=("$english")
for file in "$folder"/messages_*.mc; do
    [ "$file" = "$english" ] || languages+=("$file")
done
limit=$(sed -n 's/.*MESSAGE_TABLE_SIZE = \([0-9]*\).*/\1/p' agent/message_table_windows.h)
awk -v limit="$limit" '
    function complain(what) {
        print "promptfix: " file ": " what > "/dev/stderr"
        status = 1
    }

    # "1 times %1 2 times %3", and how many line breaks: what a translation must have as well.
    function insertions(text,    seen, breaks, found, digit, mark) {
        while (match(text, /%./)) {
            mark = substr(text, RSTART + 1, 1)
            text = substr(text, RSTART + 2)
            if (mark ~ /[1-4]/)
                seen[mark]++
            else if (mark == "n")
                breaks++
            else if (mark != "%")
                complain(name " has %" mark ", which message.c does not know")
        }
        for (digit = 1; digit <= 4; digit++)
            if (digit in seen)
                found = found seen[digit] " times %" digit ", "
        return found (breaks + 0) " times %n"
    }

    function end_file(number) {
        if (file == "" || file == english)
            return
        for (number in english_name)
            if (!(number in here))
                complain(english_name[number] " (" number ") is missing")
    }

    { sub(/\r$/, "") }

    FNR == 1 {
        end_file()
        split("", here)
        file = FILENAME
        if (english == "")
            english = file
        language = ""
        inside = 0
    }

    /^;/ && !inside { next }

    /^LanguageNames=/ && !inside {
        if (match($0, /=\([A-Za-z]+=0x[0-9A-Fa-f]+:MSG[0-9A-Fa-f]+\)$/) == 0) {
            complain("no line like LanguageNames=(German=0x407:MSG00407)")
            next
        }
        split(substr($0, RSTART + 2, RLENGTH - 3), part, /[=:]/)
        language = part[1]
        if (tolower(substr("00000" substr(part[2], 3), length(part[2]) - 1)) != tolower(substr(part[3], 4)))
            complain("after MSG the number of the language is expected, in five digits")
        if (part[2] in table)
            complain(part[2] " is the language of " table[part[2]] " already")
        table[part[2]] = file
        next
    }

    /^MessageId=/ && !inside {
        if (!match($0, /^MessageId=[0-9]+ SymbolicName=[A-Z0-9_]+( Severity=(Informational|Warning|Error))?$/)) {
            complain("line " FNR " is not like MessageId=1 SymbolicName=MESSAGE_NAME, with Severity=Error if it is an event")
            next
        }
        split($0, part, /[= ]/)
        number = part[2]
        name = part[4]
        severity = part[6]
        if (number >= limit + 0)
            complain(name " has number " number "; the table of the program ends before " limit)
        if (number in here)
            complain("number " number " stands twice: " here[number] " and " name)
        here[number] = name
        if ((name ~ /^MESSAGE_EVENT_/) != (severity != ""))
            complain(name ": events, and nothing else, have a severity")
        if (file == english) {
            english_name[number] = name
            english_severity[number] = severity
        } else if (!(number in english_name))
            complain(name " (" number ") is not in " english)
        else if (english_name[number] != name)
            complain(name " (" number ") is " english_name[number] " in " english)
        else if (english_severity[number] != severity)
            complain(name " has another severity in " english)
        next
    }

    /^Language=/ && !inside {
        if ($0 != "Language=" language)
            complain(name ": " $0 ", but the file is in " language)
        inside = 1
        text = ""
        next
    }

    inside && $0 != "." {
        text = text $0 "\n"
        next
    }

    inside {
        inside = 0
        if (text ~ /^[ \n]*$/)
            complain(name " is empty")
        wanted = insertions(text)
        if (file == english)
            english_insertions[number] = wanted
        else if (number in english_insertions && english_insertions[number] != wanted)
            complain(name " has " wanted "; in " english " it has " english_insertions[number])
        next
    }

    !/^ *$/ { complain("line " FNR " belongs to no message: " $0) }

    END {
        end_file()
        exit status
    }' "${languages[@]}" || status=1
tests/lint/translations.py "$folder" || status=1
exit $status
