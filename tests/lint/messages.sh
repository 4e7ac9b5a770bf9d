#!/bin/bash
# Holds the message table against the code: every message is used somewhere, has a
# number of its own that fits the program's table, and asks for no insertion that
# message.c does not know (%1 to %4, %n, %%).
set -euo pipefail
cd "$(dirname "$0")/../.."
table=agent/messages_en.mc
status=0
complain() {
    echo "promptfix: $table: $1" >&2
    status=1
}

limit=$(sed -n 's/.*MESSAGE_TABLE_SIZE = \([0-9]*\).*/\1/p' agent/message_table_windows.h)
while read -r number name; do
    [ "$number" -lt "$limit" ] || complain "$name has number $number; the table ends before $limit"
    grep -qrw --include='*.c' "$name" agent || complain "$name is used nowhere"
done < <(sed -n 's/^MessageId=\([0-9]*\) SymbolicName=\([A-Z0-9_]*\).*/\1 \2/p' "$table")

doubled=$(sed -n 's/^MessageId=\([0-9]*\) .*/\1/p' "$table" | sort | uniq -d | tr '\n' ' ')
[ -z "$doubled" ] || complain "numbers that stand twice: $doubled"
unknown=$(grep -v '^;' "$table" | grep -oE '%[^1-4n%]' | sort -u | tr '\n' ' ' || true)
[ -z "$unknown" ] || complain "insertions that message.c does not know: $unknown"
exit $status
