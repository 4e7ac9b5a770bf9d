#!/usr/bin/env python3
"""Reads a report again and again while others write it: it is there and whole at each moment, and what
was opened before it was replaced stays what it was.

Usage: tests/system/watch-report.py REPORT END PROCESS
  END      a file that is made when the writers are done
  PROCESS  the writers'; when that has ended, so does this
"""
import json
import pathlib
import sys
import os


def running(process):
    try:
        return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return os.path.exists(f"/proc/{process}")


def main():
    report, end, process = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    problems, times, held = [], set(), None
    identities = set()
    while not end.exists() and running(process):
        try:
            file = report.open("rb")
        except FileNotFoundError:
            if held is not None:
                problems.append("the report was away for a moment")
                break
            os.sched_yield()
            continue
        with file:
            text = file.read()
            status = os.fstat(file.fileno()) # a file's number may be that of one that is gone
            identities.add((status.st_ino, status.st_mtime_ns))
        try:
            times.add(json.loads(text)["time"])
        except ValueError as problem:
            problems.append(f"half a report of {len(text)} bytes: {problem}")
            break
        if held is None:
            held = report.open("rb", buffering=0)
            first = held.read()
    if held is None:
        problems.append("there was no report")
    else:
        held.seek(0)
        if held.read() != first:
            problems.append("the report that was held open has changed")
        if len(identities) < 5:
            problems.append(f"the report was seen replaced {len(identities) - 1} times only")
    for problem in problems:
        print(f"promptfix: stalled share: {problem}", file=sys.stderr)
    return 1 if problems else 0


sys.exit(main())
