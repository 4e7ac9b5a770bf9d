#!/usr/bin/env python3
"""Holds the Group Policy templates against the table of policies, with parsers of its own.

Each policy of the table, and nothing else, is in the ADMX and in both classes of each ADM, with the
value name, type, limits and default that the program reads. Every name that is referred to is there,
every word that is there is used, in every language.

Usage: policy-templates.py MAKER FOLDER
"""
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

KEY = r"Software\Policies\PromptFix"
NAMESPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
problems = []


def expect(condition, what):
    if not condition:
        problems.append(what)


def read_table(maker):
    """name -> what the template has to say of it"""
    table = {}
    for line in subprocess.run([maker, "table"], check=True, capture_output=True, text=True).stdout.splitlines():
        name, kind, *numbers = line.split("\t")
        lowest, highest, standard = map(int, numbers)
        if kind == "switch":
            said = {"on": 1, "off": 0}
        elif kind == "choice":
            said = {"choices": list(range(lowest, highest + 1)), "default": standard}
        elif kind == "number":
            said = {"lowest": lowest, "highest": highest, "default": standard}
        elif kind == "text":
            said = {"length": highest, "expandable": True}
        else:
            said = {"list": KEY + "\\" + name}
        table[name] = said
    return table


def compare(table, found, where):
    for name in table.keys() | found.keys():
        expect(table.get(name) == found.get(name),
               f"{where}: {name} is {found.get(name)}, but the program reads {table.get(name)}")


def child(element, tag):
    found = element.find(NAMESPACE + tag)
    return found if found is not None else ElementTree.Element(tag)


def decimal_of(element):
    return int(child(element, "decimal").get("value", "-1"))


def admx_element(element, names):
    tag = element.tag.removeprefix(NAMESPACE)
    name = element.get("valueName")
    if tag == "enum":
        items = element.findall(NAMESPACE + "item")
        names += [item.get("displayName") for item in items]
        return name, {"choices": [decimal_of(child(item, "value")) for item in items]}
    if tag == "decimal":
        return name, {"lowest": int(element.get("minValue")), "highest": int(element.get("maxValue"))}
    if tag == "text":
        return name, {"length": int(element.get("maxLength")), "expandable": element.get("expandable") == "true"}
    expect(tag == "list" and element.get("valuePrefix") == "", f"admx: element {tag}")
    return element.get("key").rsplit("\\", 1)[1], {"list": element.get("key")}


def read_admx(folder):
    """the policies by the name of their value, the names that are referred to, refIds by presentation"""
    root = ElementTree.parse(folder / "promptfix.admx").getroot()
    expect(root.tag == NAMESPACE + "policyDefinitions", "admx: root element")
    categories = {item.get("name") for item in root.iter(NAMESPACE + "category")}
    supported = {item.get("name") for item in root.iter(NAMESPACE + "definition")}
    names = [item.get("displayName") for tag in ("category", "definition") for item in root.iter(NAMESPACE + tag)]
    found, presentations = {}, {}
    for policy in root.iter(NAMESPACE + "policy"):
        label = policy.get("name")
        names += [policy.get("displayName"), policy.get("explainText")]
        expect(policy.get("class") == "Both" and policy.get("key") == KEY, f"admx: {label}: class or key")
        expect(child(policy, "parentCategory").get("ref") in categories, f"admx: {label}: category")
        expect(child(policy, "supportedOn").get("ref") in supported, f"admx: {label}: supportedOn")
        if policy.get("valueName"):
            value_name, said = policy.get("valueName"), {"on": decimal_of(child(policy, "enabledValue")),
                                                         "off": decimal_of(child(policy, "disabledValue"))}
        else:
            elements = list(child(policy, "elements"))
            expect(len(elements) == 1, f"admx: {label}: one element")
            value_name, said = admx_element(elements[0], names)
            presentations[policy.get("presentation")] = (value_name, elements[0].get("id"))
        expect(value_name not in found, f"admx: {value_name} stands twice")
        found[value_name] = said
    return found, names, presentations


def read_adml(folder, language, policies, names, presentations):
    root = ElementTree.parse(folder / language / "promptfix.adml").getroot()
    where = f"{language}/promptfix.adml"
    strings = [item.get("id") for item in root.iter(NAMESPACE + "string")]
    expect(len(strings) == len(set(strings)), f"{where}: a string stands twice")
    expect({f"$(string.{name})" for name in strings} == set(names), f"{where}: strings and references differ")
    for item in root.iter(NAMESPACE + "string"):
        expect((item.text or "").strip(), f"{where}: {item.get('id')} is empty")
        expect("%n" not in (item.text or "") and "%%" not in (item.text or ""), f"{where}: {item.get('id')} has a mark")
    found = {f"$(presentation.{item.get('id')})": item for item in root.iter(NAMESPACE + "presentation")}
    expect(found.keys() == presentations.keys(), f"{where}: presentations and references differ")
    tags = {"choices": "dropdownList", "lowest": "decimalTextBox", "length": "textBox", "list": "listBox"}
    for reference, (value_name, element_id) in presentations.items():
        controls = list(found.get(reference, []))
        expect([control.get("refId") for control in controls] == [element_id], f"{where}: {reference}: refId")
        said = policies[value_name]
        for control in controls:
            expect(control.tag == NAMESPACE + tags[next(key for key in tags if key in said)], f"{where}: {reference}: kind")
            if "choices" in said:
                said["default"] = said["choices"][int(control.get("defaultItem"))]
            elif "lowest" in said:
                said["default"] = int(control.get("defaultValue"))


def adm_part(words, numbers):
    kind = words[words.index("PART") + 2]
    if kind == "DROPDOWNLIST":
        items = re.findall(r"VALUE NUMERIC (\d+)( DEFAULT)?", " ".join(words))
        return {"choices": [int(number) for number, _ in items],
                "default": next(int(number) for number, mark in items if mark)}
    if kind == "NUMERIC":
        return {"lowest": numbers["MIN"], "highest": numbers["MAX"], "default": numbers["DEFAULT"]}
    if kind == "EDITTEXT":
        return {"length": numbers["MAXLEN"], "expandable": "EXPANDABLETEXT" in words}
    return {}


def read_adm(path):
    """class -> policies by the name of their value"""
    raw = path.read_bytes()
    expect(raw.startswith(b"\xff\xfe"), f"{path.name}: no mark of UTF-16")
    text = raw.decode("utf-16")
    expect("\n" not in text.replace("\r\n", ""), f"{path.name}: line ends")
    body, _, tail = text.partition("[strings]")
    strings = {}
    for line in tail.split("\r\n"):
        if line:
            match = re.fullmatch(r'(\w+)="([^"]+)"', line)
            expect(match is not None, f"{path.name}: {line[:40]}")
            if match:
                expect(len(match[2]) < (4096 if match[1].endswith("_Help") else 256), f"{path.name}: {match[1]} is too long")
                expect(match[1] not in strings, f"{path.name}: {match[1]} stands twice")
                strings[match[1]] = match[2]
    expect(strings.keys() == set(re.findall(r"!!(\w+)", body)), f"{path.name}: strings and references differ")
    classes = {}
    for name, content in re.findall(r"CLASS (\w+)(.*?)END CATEGORY", body, re.S):
        expect(f'KEYNAME "{KEY}"' in content.split("POLICY")[0], f"{path.name}: key")
        found = classes[name] = {}
        for policy in re.findall(r"\bPOLICY !!\w+(.*?)END POLICY", content, re.S):
            words = policy.split()
            numbers = {key: int(number) for key, number in re.findall(r"\b(MIN|MAX|DEFAULT|MAXLEN) (\d+)", policy)}
            value_name = re.search(r'VALUENAME "(\w+)"', policy)
            key = re.search(r'KEYNAME "([^"]+)"\s+VALUEPREFIX ""', policy)
            expect(policy.count("EXPLAIN !!") == 1, f"{path.name}: one EXPLAIN")
            if key:
                found[key[1].rsplit("\\", 1)[1]] = {"list": key[1]}
            elif "PART" in words:
                found[value_name[1]] = adm_part(words, numbers)
            else:
                found[value_name[1]] = {"on": int(re.search(r"VALUEON NUMERIC (\d)", policy)[1]),
                                        "off": int(re.search(r"VALUEOFF NUMERIC (\d)", policy)[1])}
    return classes


def read_readme(table):
    """Each policy of the table has a row of its own in README.md, and no other row is like these."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|", pathlib.Path("README.md").read_text().partition("### Policies for PromptFix")[2].partition("\n### ")[0], re.M)
    expect({name for name, _, _ in rows} == table.keys(), "README.md: the rows differ from the table")
    for name, values, standard in rows:
        said = table.get(name, {})
        numbers = [int(number) for number in re.findall(r"\d+", values)]
        if "on" in said:
            expect(numbers == [0, 1], f"README.md: {name}: values")
        elif "choices" in said:
            expect(numbers == said["choices"], f"README.md: {name}: values")
        elif "lowest" in said:
            expect(numbers == [said["lowest"], said["highest"]], f"README.md: {name}: values")


def main():
    maker, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    table = read_table(maker)
    expect(len(table) > 0, "the table is empty")
    policies, names, presentations = read_admx(folder)
    languages = sorted(file.parent.name for file in folder.glob("*/promptfix.adml"))
    expect({"de-DE", "en-US"} <= set(languages), f"languages of the adml: {languages}")
    for language in languages:
        for said in policies.values():
            said.pop("default", None)
        read_adml(folder, language, policies, names, presentations)
        compare(table, policies, language)
    for name in ("promptfix.adm", "promptfix-de.adm"):
        classes = read_adm(folder / name)
        expect(classes.keys() == {"MACHINE", "USER"}, f"{name}: classes")
        for class_name, found in classes.items():
            compare(table, found, f"{name}: {class_name}")
    read_readme(table)
    for problem in problems:
        print(f"promptfix: {problem}", file=sys.stderr)
    if not problems:
        print(f"policy templates: {len(table)} policies in {3 + len(languages)} files are as the program reads them")
    return 1 if problems else 0


sys.exit(main())
