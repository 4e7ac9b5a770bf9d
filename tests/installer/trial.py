#!/usr/bin/env python3
"""A new administrator with nothing but the release and README.md: from the MSI to a machine that is mended,
steered by policy, and reports; and away again.

The commands are those of README.md, taken from it word by word; only \\\\server stands for a folder
here. The policies are written as the editor of Group Policy writes what it reads in promptfix.admx.

Usage: tests/installer/trial.py MSI TEMPLATES    (with a display, for the agent that is started)
"""
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

TOP = pathlib.Path(__file__).resolve().parents[2]
NAMESPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
LEVEL = r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"
README = (TOP / "README.md").read_text(encoding="utf-8")
problems = []
checks = 0


def expect(condition, what):
    global checks
    checks += 1
    if not condition:
        problems.append(what)


def of_readme(pattern):
    """The one command in README.md that begins so."""
    lines = {line for block in re.findall(r"(?ms)^```\n(.*?)^```", README) for line in block.splitlines()}
    lines |= {re.sub(r"\s*\n\s*", " ", span) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", README)}
    found = sorted(line for line in lines if re.fullmatch(pattern, line))
    expect(len(found) == 1, f"README.md: {len(found)} commands {pattern}: {found}")
    return found[0] if found else "exit /b 1"


def policy(name, state):
    """What the editor writes for a switch of promptfix.admx, for a computer."""
    root = ElementTree.parse(pathlib.Path(sys.argv[2]) / "promptfix.admx").getroot()
    item = next(item for item in root.iter(NAMESPACE + "policy") if item.get("valueName") == name)
    number = item.find(f"{NAMESPACE}{state}Value/{NAMESPACE}decimal").get("value")
    return f'reg add "HKLM\\{item.get("key")}" /v {name} /t REG_DWORD /d {number} /f'


def report_policy(path):
    """Likewise for the text of the policy ReportPath, which the templates have stored as one with variables."""
    root = ElementTree.parse(pathlib.Path(sys.argv[2]) / "promptfix.admx").getroot()
    text = next(item for item in root.iter(NAMESPACE + "text") if item.get("valueName") == "ReportPath")
    expect(text.get("expandable") == "true", "ReportPath is stored without variables")
    key = next(item.get("key") for item in root.iter(NAMESPACE + "policy") if text in list(item.iter(NAMESPACE + "text")))
    return f'reg add "HKLM\\{key}" /v ReportPath /t REG_EXPAND_SZ /d "{path}" /f'


def windows(path):
    return "Z:" + str(path).replace("/", "\\")


class Trial:
    def __init__(self, folder):
        self.folder = folder
        self.share = folder / "share"
        self.lines = ["@echo off", f"cd /d {windows(folder)}", "z:"]
        self.steps = []

    def run(self, command, *codes):
        """Adds a command; one of these exit codes must come."""
        number = len(self.steps)
        self.steps.append((command, codes))
        command = command.replace(r"\\server\promptfix$", windows(self.share)).replace(r"\\server\share", windows(self.share))
        call = "call " if command.startswith("promptfix-script.cmd") else ""
        self.lines += [f"{call}{command.replace('%', '%%')} >out{number}.txt 2>&1", f">code{number}.txt echo %ERRORLEVEL%"]
        return number

    def output(self, number):
        return (self.folder / f"out{number}.txt").read_text(encoding="utf-8", errors="replace")

    def look(self):
        (self.folder / "trial.cmd").write_bytes("".join(line + "\r\n" for line in self.lines + ["exit /b 0"]).encode())
        subprocess.run([TOP / "tests/box/fresh-wine.sh", "--windows", "winxp", "wine", "cmd", "/d", "/c", windows(self.folder / "trial.cmd")],
                       check=True, cwd=TOP, timeout=600, stdin=subprocess.DEVNULL)
        for number, (command, codes) in enumerate(self.steps):
            code = int((self.folder / f"code{number}.txt").read_text())
            expect(code in codes, f"{command}: ended with {code}, not {codes}: {self.output(number)[-300:]}")


def try_recipe(trial):
    """The page for the helpdesk, from its top to its end."""
    at = {}
    trial.run(f"reg import {windows(TOP / 'tests/samples/outlook2003_basic.reg')}", 0)
    install = of_readme(r"msiexec /i .*")
    trial.run(install, 3010)
    at["level"] = trial.run(f"reg query {LEVEL} /v LmCompatibilityLevel", 0)
    at["agent"] = trial.run("tasklist", 0)
    script = "promptfix-script.cmd"
    user, machine = (of_readme(rf'{half} "" \\\\server\\.*') for half in ("user", "machine"))
    trial.run(report_policy(windows(trial.share) + r"\%COMPUTERNAME%-policy.json"), 0)
    trial.run(policy("AllowNtlm", "disabled"), 0)
    at["policy"] = trial.run("promptfix /check /json", 2)
    trial.run(f"{script} {user}", 0)
    trial.run(policy("AllowNtlm", "enabled"), 0)
    trial.run(f"{script} {user}", 0)
    trial.run(f"{script} {user}", 0)
    trial.run(f"{script} {machine}", 0)
    for command in sorted(set(re.findall(r"`(promptfix /fix(?: /scope:\w+| /allusers)?)`", README))):
        trial.run(command, 0)
    report = of_readme(r"/report:\\\\server\\share\\%COMPUTERNAME%\.csv")
    trial.run(f"promptfix /check {report}", 0)
    trial.run("promptfix /undo", 3010)
    trial.run(f"promptfix /check {report.replace('.csv', '.json')}", 1)
    # A machine that one cannot reach: its file, the report, and the file that mends it.
    for command in re.findall(r"(?m)^(?:reg export|copy /b) .*$", README.partition("### A machine you cannot reach")[2].partition("\n## ")[0]):
        trial.run(command, 0)
    trial.run(of_readme(r"promptfix /check /from:.*"), 1)
    trial.run(of_readme(r"promptfix /fix /from:.*"), 3010)
    trial.run("reg import fix.reg", 0)
    trial.run("promptfix /check", 0)
    trial.run(of_readme(r"msiexec /x .*"), 0)
    at["removed"] = trial.run(r'dir "%ProgramFiles%\PromptFix"'.replace("%ProgramFiles%", r"C:\Program Files"), 1)
    at["kept"] = trial.run(f"reg query {LEVEL} /v LmCompatibilityLevel", 0)
    return at


def main():
    folder = TOP / "build/trial"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "share").mkdir(parents=True)
    for file in (pathlib.Path(sys.argv[1]), TOP / "build/promptfix.exe", TOP / "installer/promptfix-script.cmd"):
        shutil.copy(file, folder)
    trial = Trial(folder)
    at = try_recipe(trial)
    trial.look()

    expect("0x3" in trial.output(at["level"]), "FIX=1 has not raised the level")
    expect("promptfix.exe" in trial.output(at["agent"]), "the agent does not run after the installation")
    expect('"blocked_by": "policy"' in trial.output(at["policy"]), "the policy is not obeyed")
    expect("0x3" in trial.output(at["kept"]), "the level does not stay when the program goes")
    log = "".join(file.read_text(errors="replace") for file in trial.share.glob("*.log"))
    found = re.findall(r" (user|machine) (\d+) ", log)
    expect(sorted(found) == sorted([("user", "2"), ("user", "3011"), ("user", "0"), ("machine", "0")]), f"the share's log: {log}")
    reports = [file.name for file in trial.share.iterdir() if file.suffix in (".csv", ".json")]
    expect(sorted(reports) == ["BOX-policy.json", "BOX.csv", "BOX.json"], f"reports: {reports}")
    for file in trial.share.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
        # Wine's computer is in no domain and lacks RPC over HTTP: that is advice, and no problem.
        accounts = [(row["computer"], row["authentication"]) for row in rows if not row["finding"]]
        expect(accounts == [("BOX", "ntlm")], f"on Monday: {rows}")
        expect(all(row["severity"] in ("", "advice") for row in rows), f"on Monday: {rows}")
    for file in trial.share.glob("*.json"):
        expect(json.loads(file.read_bytes())["computer"] == "BOX", f"{file.name} is of another computer")
    for problem in problems:
        print(f"promptfix: trial: {problem}", file=sys.stderr)
    print(f"{(checks - len(problems)) * 100 // checks}%: Checks: {checks}, Failures: {len(problems)}, Errors: 0 "
          f"({len(trial.steps)} commands of a new administrator, by README.md)")
    return 1 if problems else 0


sys.exit(main())
