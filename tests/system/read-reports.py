#!/usr/bin/env python3
"""Reads what the real promptfix.exe reports with parsers that are not ours: Python's json and csv.

Each run writes JSON to its standard output and CSV to a file, or JSON to both, under Wine's cmd,
which tells the whole exit code. The two must say the same, each as its format and README.md have it.

Usage: tests/system/read-reports.py
"""
import csv
import http.server
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import threading

TOP = pathlib.Path(__file__).resolve().parents[2]
PROFILES = r"Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles"
SECTION = "13dbb0c8aa05101a9bb000aa002fc45a"
LSA = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Lsa"
POLICIES = r"Software\Policies\PromptFix"
PROFILE_LIST = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
OF_WINE = {"workgroup_computer", "rpc_protocol_missing"}  # advice that Wine's own computer earns
ANNA, BERT = "S-1-5-21-77-77-77-1001", "S-1-5-21-77-77-77-1002"

# What scripts rely on: the names, in this order. More may stand between them.
ORDER = {
    "report": ["schema", "program", "time", "computer", "user", "windows", "verb", "lm_compatibility_level",
               "accounts", "findings", "changes", "restart", "exit_code"],
    "lm_compatibility_level": ["stored", "effective", "source"],
    "accounts": ["profile", "default", "section", "rpc_over_http", "proxy_server", "authentication",
                 "authentication_value", "flags", "ssl", "mutual_authentication", "principal_name", "always_prompt",
                 "policy", "implicit_logon"],
    "findings": ["id", "profile", "severity", "remedy", "blocked_by"],
    "changes": ["key", "value", "half", "before", "after", "state"],
}
COLUMNS = ["time", "computer", "user", "program", "windows", "verb", "exit_code", "restart", "level_stored",
           "level_effective", "level_source", "account_user", "profile", "default", "rpc_over_http", "proxy_server",
           "authentication", "authentication_value", "flags", "ssl", "mutual_authentication", "principal_name",
           "always_prompt", "policy", "implicit_logon", "finding", "severity", "remedy", "blocked_by", "error", "outlook",
           "account_name", "section"]
WORDS = {
    "source": {"registry", "default", "policy", "invalid", "unreadable"},
    "authentication": {"basic", "ntlm", "negotiate", "certificate", "other", "unset", "unreadable"},
    "severity": {"problem", "advice"},
    "remedy": {"switch_to_ntlm", "raise_level", "clear_always_prompt", "recover", None},
    "blocked_by": {"policy", "probe", "rights", "no_ssl", None},
    "state": {"planned", "applied", "rolled_back", "failed", "conflict"},
    "restart": {"none", "outlook", "windows"},
}

problems = []
checks = 0


def expect(condition, what):
    global checks
    checks += 1
    if not condition:
        problems.append(what)


# ---- sample registries --------------------------------------------------------

def utf16(text):
    return (text + "\0").encode("utf-16-le")


def value(name, data):
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(data, bytes):
        return quoted(name) + "=hex:" + ",".join(f"{byte:02x}" for byte in data)
    if isinstance(data, int):
        return f"{quoted(name)}=dword:{data:08x}"
    return quoted(name) + "=" + quoted(data)


def key(path, *values):
    return f"[{path}]\r\n" + "".join(line + "\r\n" for line in values) + "\r\n"


def account(root, profile, authentication=1, flags=0x2F, proxy="mail.contoso.com", principal=None, prompt=None):
    values = [value("00036623", flags.to_bytes(4, "little")), value("001f6622", utf16(proxy))]
    if isinstance(authentication, int):
        values.append(value("00036627", authentication.to_bytes(4, "little")))
    elif authentication is not None:
        values.append(value("00036627", authentication))
    if principal is not None:
        values.append(value("001f6625", utf16(principal)))
    if prompt is not None:
        values.append(value("00036601", prompt.to_bytes(4, "little")))
    return key(rf"{root}\{PROFILES}\{profile}\{SECTION}", *values)


def default(root, profile):
    return key(rf"{root}\{PROFILES}", value("DefaultProfile", profile))


def level(number):
    return key(LSA, value("LmCompatibilityLevel", number)) if number is not None else key(LSA)


def user_listed(sid, folder):
    return key(rf"{PROFILE_LIST}\{sid}", value("ProfileImagePath", folder))


HERE = "HKEY_CURRENT_USER"
ODD = 'He said "hi", twice; o\'clock'
WORLD = "Zürich 東京 \U0001F600 עברית"
FORMULA = '=HYPERLINK("http://x")'
LINES = "mail\r\n.contoso\n.com\t, \"quoted\""


class Proxy(http.server.BaseHTTPRequestHandler):
    """Offers NTLM and Basic, as a proxy without TLS does."""
    protocol_version = "HTTP/1.1"

    def do_RPC_IN_DATA(self):
        self.send_response(401)
        for scheme in ("NTLM", 'Basic realm="x"'):
            self.send_header("WWW-Authenticate", scheme)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Run:
    """One start of the program, what its registry is, and what must come of it."""

    def __init__(self, name, words, exit_code, profiles, findings, file=None, live=None, both="csv"):
        self.name, self.words, self.exit_code, self.both = name, words, exit_code, both
        self.profiles, self.findings, self.file, self.live = profiles, findings, file, live


def runs(port):
    too_low = "lm_level_too_low"
    basic = "basic_authentication"
    odd_names = default(HERE, WORLD) + "".join(account(HERE, name) for name in (ODD, WORLD, FORMULA)) + \
        account(HERE, " @cell", proxy=LINES, principal="msstd:a\"b,c\r\n=1+1") + level(3)
    two_users = account(f"HKEY_USERS\\{ANNA}", "Outlook") + account(f"HKEY_USERS\\{BERT}", WORLD, 2) + \
        user_listed(ANNA, r"C:\nowhere\anna") + user_listed(BERT, r"C:\nowhere\bert")
    policies = key(rf"HKEY_LOCAL_MACHINE\{POLICIES}", value("AllowNtlm", 0), value("Level", "three, or \"3\"")) + \
        key(rf"HKEY_LOCAL_MACHINE\{POLICIES}\ExcludedProfiles", value("1", WORLD))
    clear = f"[-{HERE}\\{PROFILES}]\r\n\r\n[-HKEY_LOCAL_MACHINE\\{POLICIES}]\r\n\r\n"
    return [
        Run("plain", "/check", 1, ["Outlook"], [basic, too_low], default(HERE, "Outlook") + account(HERE, "Outlook") + level(None)),
        Run("json file", "/check", 1, ["Outlook"], [basic, too_low], default(HERE, "Outlook") + account(HERE, "Outlook") + level(None), both="json"),
        Run("odd names", "/check", 1, [ODD, WORLD, FORMULA, " @cell"], [basic] * 4, odd_names),
        Run("odd names, fix", "/fix /out:OUT", 3011, [ODD, WORLD, FORMULA, " @cell"], [basic] * 4, odd_names),
        Run("nothing", "/check", 0, [], [], key(f"{HERE}\\{PROFILES}") + level(3)),
        Run("no account, level", "/check /scope:machine", 1, [], [too_low], key(f"{HERE}\\{PROFILES}") + level(0)),
        Run("invalid level", "/check", 2, ["Outlook"], ["invalid_level"], account(HERE, "Outlook", 2) + level(77)),
        Run("unknown values", "/check", 2, ["a", "b", "c"], ["unknown_authentication"] * 3,
            account(HERE, "a", None) + account(HERE, "b", 16) + account(HERE, "c", b"\1\0") + level(3)),
        Run("no RPC", "/check", 0, ["LAN"], [], account(HERE, "LAN", 1, 0x2E) + level(1)),
        Run("prompt and no SSL", "/check", 2, ["Outlook"], ["basic_authentication", "no_ssl", "always_prompt"],
            account(HERE, "Outlook", 1, 1, prompt=8) + level(3)),
        Run("two users", "/check /allusers", 1, [ODD, "Outlook", WORLD], None,
            live=default(HERE, ODD) + account(HERE, ODD) + two_users + level(0)),
        Run("two users, fix", "/fix /allusers /probe:off", 3010, [ODD, "Outlook", WORLD], None, live=""),
        Run("two users, undo", "/undo /allusers", 3010, [ODD, "Outlook", WORLD], None, live=""),
        Run("policies", "/check", 2, [ODD, WORLD], [basic, "policy_problem"],
            live=policies + account(HERE, WORLD) + level(3)),
        Run("asked", "/check /probe:prefer", 2, ["Outlook"], None,
            live=clear + account(HERE, "Outlook", 1, 0x2D, f"127.0.0.1:{port}") + level(3)),
        Run("nobody there", "/check /probe:prefer", None, ["Outlook"], None,
            live=clear + account(HERE, "Outlook", 1, 0x2F, "127.0.0.1:9") + level(3)),
    ]


# ---- what is read -------------------------------------------------------------

def pairs_once(pairs):
    names = [name for name, _ in pairs]
    expect(len(names) == len(set(names)), f"json: a name stands twice: {names}")
    return dict(pairs)


def no_constant(text):
    raise ValueError(f"{text} is no JSON")


def in_order(label, fields, wanted):
    expect([name for name in fields if name in wanted] == wanted, f"{label}: fields {list(fields)}, not as {wanted}")


def read_json(label, raw):
    expect(not raw.startswith(b"\xef\xbb\xbf"), f"{label}: JSON with a byte order mark")
    report = json.loads(raw.decode("utf-8"), object_pairs_hook=pairs_once, parse_constant=no_constant)
    in_order(label, report, ORDER["report"])
    in_order(label, report["lm_compatibility_level"], ORDER["lm_compatibility_level"])
    for name in ("accounts", "findings", "changes"):
        for item in report[name]:
            in_order(f"{label}: {name}", item, ORDER[name])
    said = {name: [item.get(name) for items in ("accounts", "findings", "changes") for item in report[items] if name in item]
            for name in ("authentication", "severity", "remedy", "blocked_by", "state")}
    said["restart"] = [report["restart"]]
    said["source"] = [report["lm_compatibility_level"]["source"]]
    for name, found in said.items():
        expect(set(found) <= WORDS[name], f"{label}: {name}: {set(found) - WORDS[name]}")
    return report


def read_csv(label, raw):
    expect(raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\xef\xbb\xbf") == 1, f"{label}: one byte order mark")
    text = raw.decode("utf-8-sig")
    outside = re.sub('"(?:[^"]|"")*"', "", text)
    expect('"' not in outside, f"{label}: a quote outside of a quoted field")
    expect(outside.endswith("\r\n") and "\n" not in outside.replace("\r\n", "") and "\r" not in outside.replace("\r\n", ""),
           f"{label}: a line that does not end with CRLF")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    expect(len(rows) == outside.count("\r\n"), f"{label}: {len(rows)} lines of {outside.count(chr(10))}")
    expect(rows[0] == COLUMNS, f"{label}: header {rows[0]}")
    expect(all(len(row) == len(COLUMNS) for row in rows), f"{label}: lines of {set(map(len, rows))} fields")
    expect(len(rows) > 1, f"{label}: no line but the header")
    return rows[1:]


def cell(item):
    """A value of the JSON as the CSV must have it, safe in a spreadsheet."""
    if item is None:
        return ""
    if isinstance(item, bool):
        return "yes" if item else "no"
    text = str(item)
    text = re.sub(r"(^|[,;|:\t\r\n\"])( *)(?=[=+\-@＝＋－＠])", r"\1\2'", text)
    return "'" + text if text[:1] in ("\t", "\r", "\n") else text


def rows_of(report):
    """The lines that the CSV must have, from the JSON."""
    origin = [report[name] for name in ("time", "computer", "user", "program")]
    origin.append(report["windows"] and "NT " + report["windows"])
    origin += [report["verb"], report["exit_code"], report["restart"]]
    origin += [report["lm_compatibility_level"][name] for name in ORDER["lm_compatibility_level"]]
    rows = []

    def line(user, profile, finding):
        rows.append([cell(item) for item in origin + [user] + [profile and profile[name] for name in COLUMNS[12:25]] +
                     [finding and finding["id" if name == "finding" else name] for name in COLUMNS[25:30]] +
                     [profile and profile[name] for name in COLUMNS[30:]]])
    users = list(dict.fromkeys([report["user"]] + [item["user"] for name in ("accounts", "findings") for item in report[name]]))
    for user in users:
        findings = [item for item in report["findings"] if item["user"] == user]
        for profile in (item for item in report["accounts"] if item["user"] == user):
            for finding in [item for item in findings if item["section"] == profile["section"] and
                            item["profile"] == profile["profile"]] or [None]:
                line(user, profile, finding)
        for finding in (item for item in findings if item["profile"] is None):
            line(user if user != report["user"] else None, None, finding)
    if not rows:
        line(None, None, None)
    return rows


def shape(item):
    """The names of a JSON text, in their order."""
    if isinstance(item, dict):
        return {name: shape(inner) for name, inner in item.items()}
    return [shape(inner) for inner in item[:1]] if isinstance(item, list) else None


def read_run(run, folder):
    exit_code = int((folder / "code").read_text())
    output = (folder / "output").read_bytes()
    error = (folder / "error").read_text(errors="replace")
    expect(not error, f"{run.name}: said {error!r}")
    report = read_json(run.name, output)
    expect(report["exit_code"] == exit_code, f"{run.name}: {report['exit_code']} in the report, {exit_code} at its end")
    expect(run.exit_code in (None, exit_code), f"{run.name}: exit code {exit_code}, not {run.exit_code}")
    found = [item["profile"] for item in report["accounts"]]
    expect(sorted(found) == sorted(run.profiles), f"{run.name}: profiles {found}, not {run.profiles}")
    findings = [item["id"] for item in report["findings"] if run.live is None or item["id"] not in OF_WINE]
    expect(run.findings in (None, findings), f"{run.name}: findings {findings}, not {run.findings}")
    if run.both == "json":
        expect((folder / "report.json").read_bytes().replace(b"\r\n", b"\n") == output.replace(b"\r\n", b"\n"),
               f"{run.name}: the file is not what the standard output had")
    else:
        rows, wanted = read_csv(run.name, (folder / "report.csv").read_bytes()), rows_of(report)
        expect(rows == wanted, f"{run.name}: the CSV has\n{rows}\nthe JSON\n{wanted}")
    left = {file.name for file in folder.iterdir()} - {"code", "output", "error", "report.json", "report.csv", "out.reg", "from.reg", "live.reg"}
    expect(not left, f"{run.name}: {left} left behind")
    return report


def read_all(reports):
    """What single runs must show besides."""
    def accounts(name, field):
        return {item["profile"]: item[field] for item in reports[name]["accounts"]}
    expect(reports["plain"]["computer"] is None and reports["plain"]["user"] is None, "an export names no computer or user")
    expect(reports["plain"]["windows"] == "5.1", "/windows:5.1")
    expect(accounts("odd names", "proxy_server")[" @cell"] == LINES, "a proxy with line breaks")
    expect(accounts("unknown values", "authentication") == {"a": "unset", "b": "other", "c": "unreadable"}, "unknown values")
    expect(accounts("unknown values", "authentication_value") == {"a": None, "b": 16, "c": None}, "unknown is null")
    expect(accounts("unknown values", "principal_name") == {"a": None, "b": None, "c": None}, "no principal name is null")
    level_said = reports["invalid level"]["lm_compatibility_level"]
    expect({**level_said, "stored": 77, "effective": None, "source": "invalid"} == level_said, f"an invalid level: {level_said}")
    for name in ("two users", "two users, fix", "two users, undo"):
        expect(len({item["user"] for item in reports[name]["accounts"]}) == 3, f"{name}: three users")
    keys = {item["key"].split("\\")[1] for item in reports["two users, fix"]["changes"] if item["key"].startswith("HKU")}
    expect(keys == {ANNA}, f"/allusers has changed {keys}")
    expect(accounts("policies", "excluded") == {ODD: False, WORLD: True}, "an excluded profile")
    expect(reports["policies"]["findings"][0]["blocked_by"] == "policy", "a remedy forbidden by policy")
    expect([item.get("name") or item.get("value") for item in reports["policies"]["policies"]] != [], "a policy that is not understood")
    expect((accounts("asked", "probe")["Outlook"] or {}).get("outcome") == "offers_ntlm", f"the proxy's answer: {accounts('asked', 'probe')}")
    expect((accounts("nobody there", "probe")["Outlook"] or {}).get("outcome") == "no_connection", "a proxy that is not there")


def read_readme(reports):
    readme = (TOP / "README.md").read_text()
    section = readme.partition("\n## The report\n")[2]
    shown = json.loads(re.search(r"```json\n(\{\n  \"schema\".*?)```", section, re.S)[1])
    found = json.loads(json.dumps(reports["plain"]))
    for report in (shown, found):
        for item in report["accounts"]:
            item["prompts"] = item["probe"] = None # filled in one and not in the other
    expect(shape(shown) == shape(found), "README.md: the report has other fields")
    columns = section.partition("\n### CSV\n")[2].partition("\n## ")[0]
    listed = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]*)\|", columns, re.M)))
    expect(listed == COLUMNS, f"README.md: columns {listed}")


def windows(path):
    return "Z:" + str(path).replace("/", "\\")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    work = TOP / "build/reports"  # stays, to be looked at
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    lines = ["@echo off"]
    wanted = runs(server.server_address[1])
    for number, run in enumerate(wanted):
        folder = work / str(number)
        folder.mkdir()
        words = run.words.replace("OUT", windows(folder / "out.reg")) + f' /json "/report:{windows(folder / "report")}.{run.both}"'
        for registry, file in ((run.file, "from.reg"), (run.live, "live.reg")):
            if registry:
                (folder / file).write_bytes(b"\xff\xfe" + ("Windows Registry Editor Version 5.00\r\n\r\n" + registry).encode("utf-16-le"))
        if run.file is not None:
            words += f" /from:{windows(folder / 'from.reg')} /windows:5.1"
        if run.live:
            lines.append(f"reg import {windows(folder / 'live.reg')} >nul 2>nul")
        lines += [f'"{windows(TOP / "build/promptfix.exe")}" {words} >{windows(folder / "output")} 2>{windows(folder / "error")}',
                  f">{windows(folder / 'code')} echo %ERRORLEVEL%"]
    lines.append("exit /b 0")
    (work / "runs.cmd").write_bytes("".join(line + "\r\n" for line in lines).encode("ascii"))
    subprocess.run([TOP / "tests/box/fresh-wine.sh", "--windows", "winxp", "wine", "cmd", "/d", "/c", windows(work / "runs.cmd")],
                   check=True, cwd=TOP, timeout=600, stdin=subprocess.DEVNULL)
    reports = {run.name: read_run(run, work / str(number)) for number, run in enumerate(wanted)}
    read_all(reports)
    read_readme(reports)
    for problem in problems:
        print(f"promptfix: reports: {problem}", file=sys.stderr)
    print(f"{(checks - len(problems)) * 100 // checks}%: Checks: {checks}, Failures: {len(problems)}, Errors: 0 "
          f"(reports of {len(wanted)} runs, read by Python's json and csv)")
    return 1 if problems else 0


sys.exit(main())
