# Makes C tables of the texts in messages_en.mc and its sisters, one file for each language, so that
# the core's tests have the very sentences that the program carries as Windows message tables. Prints
# C to standard output.

BEGIN {
    print "/* Made from agent/messages_*.mc by tests/unit/message_texts.awk. */"
    print "#include \"tests/unit/message_texts.h\""
    print ""
    print "#include <stddef.h>"
}

function fail(what) {
    print FILENAME ":" FNR ": " what > "/dev/stderr"
    failed = 1
    exit 1
}

function end_table() {
    if (language != "")
        print "    default:\n        return \"\";\n    }\n}"
}

{ sub(/\r$/, "") }

FNR == 1 {
    end_table()
    language = ""
    inside = 0
}

/^;/ && !inside { next }

# LanguageNames=(German=0x407:MSG00407)
/^LanguageNames=/ && !inside {
    if (language != "" || !match($0, /\([A-Za-z]+=0x[0-9A-Fa-f]+:/))
        fail("LanguageNames has to name one language")
    split(substr($0, RSTART + 1, RLENGTH - 2), parts, "=")
    language = parts[1]
    file = FILENAME
    gsub(/.*messages_|\.mc$/, "", file)
    languages = languages sprintf("    {\"%s\", %s, text_in_%s},\n", file, parts[2], language)
    printf "\nstatic const char *text_in_%s(message_id id)\n{\n    switch (id) {\n", language
    next
}

/^MessageId=/ && !inside {
    if (!match($0, /^MessageId=[0-9]+ SymbolicName=[A-Z0-9_]+/))
        fail("a message needs MessageId=NUMBER SymbolicName=NAME")
    split(substr($0, 1, RLENGTH), parts, /[= ]/)
    number = parts[2]
    name = parts[4]
    next
}

/^Language=/ && !inside {
    if (number == "" || $0 != "Language=" language)
        fail("a text in another language than LanguageNames says, or without a number")
    inside = 1
    text = ""
    separator = ""
    next
}

inside && $0 == "." {
    inside = 0
    printf "    case %s:\n        return \"%s\";\n", number, text
    if (!(number in names))
        names[number] = name
    number = ""
    next
}

inside {
    line = $0
    gsub(/[\\"?]/, "\\\\&", line)
    text = text separator line
    separator = "\\n\"\n               \""
}

END {
    if (failed)
        exit 1
    end_table()
    printf "\nconst struct message_language message_languages[] = {\n%s};\n", languages
    print "const size_t message_language_count = sizeof message_languages / sizeof message_languages[0];"
    print "\nconst char *message_name(message_id id)\n{\n    switch (id) {"
    for (number in names)
        printf "    case %s:\n        return \"%s\";\n", number, names[number]
    print "    default:\n        return \"\";\n    }\n}"
    print "\nconst char *message_text_of(language_id language, message_id id)\n{"
    print "    for (size_t i = 0; i < message_language_count; i++)"
    print "        if (message_languages[i].id == language)"
    print "            return message_languages[i].text(id);"
    print "    return \"\";\n}"
    print "\nconst char *english_message_text(message_id id)\n{"
    print "    return message_text_of(LANGUAGE_ENGLISH, id);\n}"
}
