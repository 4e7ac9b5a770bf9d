# Makes a C table of the English texts in messages_en.mc, so that the core's tests have the very
# sentences that the program carries as a Windows message table. Prints C to standard output.

BEGIN {
    print "/* Made from agent/messages_en.mc by tests/unit/message_texts.awk. */"
    print "#include \"tests/unit/message_texts.h\""
    print ""
    print "const char *english_message_text(message_id id)"
    print "{"
    print "    switch (id) {"
}

{ sub(/\r$/, "") }

/^;/ && !inside { next }

/^MessageId=/ && !inside {
    if (!match($0, /SymbolicName=[A-Z0-9_]+/)) {
        print FILENAME ":" FNR ": a message without a SymbolicName" > "/dev/stderr"
        exit 1
    }
    name = substr($0, RSTART + 13, RLENGTH - 13)
    next
}

/^Language=/ && !inside {
    inside = 1
    english = ($0 == "Language=English")
    text = ""
    separator = ""
    next
}

inside && $0 == "." {
    inside = 0
    if (english)
        printf "    case %s:\n        return \"%s\";\n", name, text
    next
}

inside {
    line = $0
    gsub(/[\\"?]/, "\\\\&", line)
    text = text separator line
    separator = "\\n\"\n               \""
}

END {
    print "    default:"
    print "        return \"\";"
    print "    }"
    print "}"
}
