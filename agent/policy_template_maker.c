/* Makes the templates for the Group Policy editors from the table of policies, for the build:
 *
 *   policy_template_maker adm LANGUAGE   for Windows XP and Server 2003 (in UTF-8: the build makes
 *                                        UTF-16 of it)
 *   policy_template_maker admx           for Windows Vista and later, without words
 *   policy_template_maker adml LANGUAGE  the words for it
 *   policy_template_maker table          the table itself, for the tests
 *
 * Sources: Microsoft, "Administrative Template File Format" (ADM), and "Group Policy ADMX Syntax
 * Reference Guide". */
#include "agent/policy.h"
#include "tests/unit/message_texts.h"

#include <stdio.h>
#include <string.h>

#define LIST_KEY POLICIES_KEY "\\ExcludedProfiles"

static const struct message_language *language;

static const char *text_of(const struct message_source *source, message_id id)
{
    (void)source;
    return language->text(id);
}

/* Prints a message, escaped for the file. */
static void print_message(message_id id, const char *(*escape)(char byte))
{
    static const struct message_source source = {text_of};
    struct byte_buffer text = {0};
    message_append(&text, &source, id, NO_INSERTIONS);
    for (size_t i = 0; i < text.size; i++) {
        const char *instead = escape((char)text.data[i]);
        if (instead != NULL)
            fputs(instead, stdout);
        else
            putchar(text.data[i]);
    }
    byte_buffer_done(&text);
}

/* A text ends at the first quotation mark, and nothing can stand for it. */
static const char *escape_adm(char byte)
{
    return byte == '\n' ? "\\n" : byte == '"' ? "'" : NULL;
}

static const char *escape_xml(char byte)
{
    return byte == '&' ? "&amp;" : byte == '<' ? "&lt;" : byte == '>' ? "&gt;" : NULL;
}

static void print_adm_part(const struct policy *policy)
{
    static const char *const types[] = {
        [POLICY_KIND_CHOICE] = "DROPDOWNLIST REQUIRED",
        [POLICY_KIND_NUMBER] = "NUMERIC REQUIRED",
        [POLICY_KIND_TEXT] = "EDITTEXT EXPANDABLETEXT REQUIRED",
        [POLICY_KIND_LIST] = "LISTBOX",
    };
    printf("      PART !!%s %s\n", policy->name, types[policy->kind]);
    if (policy->kind == POLICY_KIND_LIST)
        printf("        KEYNAME \"%s\"\n        VALUEPREFIX \"\"\n", LIST_KEY);
    else
        printf("        VALUENAME \"%s\"\n", policy->name);
    if (policy->kind == POLICY_KIND_NUMBER)
        printf("        MIN %u MAX %u DEFAULT %u\n", (unsigned)policy->lowest,
               (unsigned)policy->highest, (unsigned)policy->standard);
    if (policy->kind == POLICY_KIND_TEXT)
        printf("        MAXLEN %u\n", (unsigned)policy->highest);
    if (policy->kind == POLICY_KIND_CHOICE) {
        puts("        ITEMLIST");
        for (uint32_t number = policy->lowest; number <= policy->highest; number++)
            printf("          NAME !!%s_%u VALUE NUMERIC %u%s\n", policy->name, (unsigned)number,
                   (unsigned)number, number == policy->standard ? " DEFAULT" : "");
        puts("        END ITEMLIST");
    }
    puts("      END PART");
}

static void print_adm_class(const char *name)
{
    printf("CLASS %s\nCATEGORY !!PromptFix\n  KEYNAME \"%s\"\n", name, POLICIES_KEY);
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        const struct policy *policy = &policy_table[i];
        printf("\n  POLICY !!%s\n    #if version >= 4\n      SUPPORTED !!Supported\n    #endif\n"
               "    EXPLAIN !!%s_Help\n",
               policy->name, policy->name);
        if (policy->kind == POLICY_KIND_SWITCH)
            printf("    VALUENAME \"%s\"\n    VALUEON NUMERIC 1\n    VALUEOFF NUMERIC 0\n",
                   policy->name);
        else
            print_adm_part(policy);
        puts("  END POLICY");
    }
    puts("END CATEGORY\n");
}

/* Every word: calls `print` with its name and its message. */
static void print_strings(void (*print)(const char *name, message_id id))
{
    char name[64];
    print("Supported", MESSAGE_TEMPLATE_SUPPORTED);
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        const struct policy *policy = &policy_table[i];
        print(policy->name, policy->title);
        snprintf(name, sizeof name, "%s_Help", policy->name);
        print(name, policy->help);
        for (uint32_t choice = 0; choice < POLICY_CHOICES_MAX; choice++) {
            snprintf(name, sizeof name, "%s_%u", policy->name, (unsigned)(policy->lowest + choice));
            if (policy->choices[choice] != 0)
                print(name, policy->choices[choice]);
        }
    }
}

static void print_adm_string(const char *name, message_id id)
{
    printf("%s=\"", name);
    print_message(id, escape_adm);
    puts("\"");
}

static void print_adm(void)
{
    print_adm_class("MACHINE");
    print_adm_class("USER");
    puts("[strings]\nPromptFix=\"PromptFix\"");
    print_strings(print_adm_string);
}

static void print_xml_head(const char *element)
{
    printf("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
           "<%s xmlns=\"http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions\""
           " revision=\"1.0\" schemaVersion=\"1.0\">\n",
           element);
}

static void print_admx_element(const struct policy *policy)
{
    const char *name = policy->name;
    puts("      <elements>");
    switch (policy->kind) {
    case POLICY_KIND_SWITCH:
        break;
    case POLICY_KIND_CHOICE:
        printf("        <enum id=\"%s\" valueName=\"%s\" required=\"true\">\n", name, name);
        for (uint32_t number = policy->lowest; number <= policy->highest; number++)
            printf("          <item displayName=\"$(string.%s_%u)\"><value><decimal value=\"%u\"/>"
                   "</value></item>\n",
                   name, (unsigned)number, (unsigned)number);
        puts("        </enum>");
        break;
    case POLICY_KIND_NUMBER:
        printf("        <decimal id=\"%s\" valueName=\"%s\" required=\"true\" minValue=\"%u\""
               " maxValue=\"%u\"/>\n",
               name, name, (unsigned)policy->lowest, (unsigned)policy->highest);
        break;
    case POLICY_KIND_TEXT:
        printf("        <text id=\"%s\" valueName=\"%s\" required=\"true\" maxLength=\"%u\""
               " expandable=\"true\"/>\n",
               name, name, (unsigned)policy->highest);
        break;
    case POLICY_KIND_LIST:
        printf("        <list id=\"%s\" key=\"%s\" valuePrefix=\"\"/>\n", name, LIST_KEY);
        break;
    }
    puts("      </elements>");
}

static void print_admx_policy(const struct policy *policy)
{
    const char *name = policy->name;
    const bool is_switch = policy->kind == POLICY_KIND_SWITCH;
    printf("    <policy name=\"%s\" class=\"Both\" displayName=\"$(string.%s)\""
           " explainText=\"$(string.%s_Help)\" key=\"%s\"",
           name, name, name, POLICIES_KEY);
    if (is_switch)
        printf(" valueName=\"%s\">\n", name);
    else
        printf(" presentation=\"$(presentation.%s)\">\n", name);
    puts("      <parentCategory ref=\"PromptFix\"/>\n      <supportedOn ref=\"Supported\"/>");
    if (is_switch)
        puts("      <enabledValue><decimal value=\"1\"/></enabledValue>\n"
             "      <disabledValue><decimal value=\"0\"/></disabledValue>");
    else
        print_admx_element(policy);
    puts("    </policy>");
}

static void print_admx(void)
{
    print_xml_head("policyDefinitions");
    puts("  <policyNamespaces>\n"
         "    <target prefix=\"promptfix\" namespace=\"PromptFix.Policies\"/>\n"
         "  </policyNamespaces>\n"
         "  <supersededAdm fileName=\"promptfix.adm\"/>\n"
         "  <supersededAdm fileName=\"promptfix-de.adm\"/>\n"
         "  <resources minRequiredRevision=\"1.0\"/>\n"
         "  <supportedOn>\n    <definitions>\n"
         "      <definition name=\"Supported\" displayName=\"$(string.Supported)\"/>\n"
         "    </definitions>\n  </supportedOn>\n"
         "  <categories>\n"
         "    <category name=\"PromptFix\" displayName=\"$(string.PromptFix)\"/>\n"
         "  </categories>\n  <policies>");
    for (size_t i = 0; i < POLICY_COUNT; i++)
        print_admx_policy(&policy_table[i]);
    puts("  </policies>\n</policyDefinitions>");
}

static void print_adml_string(const char *name, message_id id)
{
    printf("      <string id=\"%s\">", name);
    print_message(id, escape_xml);
    puts("</string>");
}

static void print_presentation(const struct policy *policy)
{
    static const char *const controls[] = {
        [POLICY_KIND_CHOICE] = "dropdownList",
        [POLICY_KIND_NUMBER] = "decimalTextBox",
        [POLICY_KIND_TEXT] = "textBox",
        [POLICY_KIND_LIST] = "listBox",
    };
    const char *control = controls[policy->kind];
    const bool is_text = policy->kind == POLICY_KIND_TEXT;
    if (control == NULL)
        return; /* enabled or disabled is all there is to say */
    printf("      <presentation id=\"%s\">\n        <%s refId=\"%s\"", policy->name, control,
           policy->name);
    if (policy->kind == POLICY_KIND_CHOICE)
        printf(" noSort=\"true\" defaultItem=\"%u\"",
               (unsigned)(policy->standard - policy->lowest));
    if (policy->kind == POLICY_KIND_NUMBER)
        printf(" defaultValue=\"%u\"", (unsigned)policy->standard);
    fputs(is_text ? "><label>" : ">", stdout);
    print_message(policy->title, escape_xml);
    printf("%s</%s>\n      </presentation>\n", is_text ? "</label>" : "", control);
}

static void print_adml(void)
{
    print_xml_head("policyDefinitionResources");
    puts("  <displayName>PromptFix</displayName>\n  <description>PromptFix</description>\n"
         "  <resources>\n    <stringTable>\n"
         "      <string id=\"PromptFix\">PromptFix</string>");
    print_strings(print_adml_string);
    puts("    </stringTable>\n    <presentationTable>");
    for (size_t i = 0; i < POLICY_COUNT; i++)
        print_presentation(&policy_table[i]);
    puts("    </presentationTable>\n  </resources>\n</policyDefinitionResources>");
}

/* Name, kind, lowest, highest and default of each, tabs between them. */
static void print_table(void)
{
    static const char *const kinds[] = {
        [POLICY_KIND_SWITCH] = "switch", [POLICY_KIND_CHOICE] = "choice",
        [POLICY_KIND_NUMBER] = "number", [POLICY_KIND_TEXT] = "text",
        [POLICY_KIND_LIST] = "list",
    };
    for (size_t i = 0; i < POLICY_COUNT; i++) {
        const struct policy *policy = &policy_table[i];
        printf("%s\t%s\t%u\t%u\t%u\n", policy->name, kinds[policy->kind], (unsigned)policy->lowest,
               (unsigned)policy->highest, (unsigned)policy->standard);
    }
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";
    for (size_t i = 0; count == 3 && i < message_language_count; i++)
        if (strcmp(message_languages[i].name, arguments[2]) == 0)
            language = &message_languages[i];
    if (strcmp(what, "admx") == 0 && count == 2)
        print_admx();
    else if (strcmp(what, "table") == 0 && count == 2)
        print_table();
    else if (strcmp(what, "adm") == 0 && language != NULL)
        print_adm();
    else if (strcmp(what, "adml") == 0 && language != NULL)
        print_adml();
    else
        return 2;
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
