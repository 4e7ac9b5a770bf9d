#!/usr/bin/env python3
"""Logon sessions for the box of Wine: who answers what Wine's NTLM asks of "ntlm_auth".

The lines are those of Samba's helper protocol "ntlmssp-client-1"; the messages are made by Debian's
python3-ntlm-auth from a user's name and password, as Windows makes them from a logon.

Usage: logon_session.py FOLDER
  Adds to FOLDER/ports: "logon=PORT", the account that the servers know, and "stranger=PORT", the
  same with another password. Runs until its standard input ends.
"""

import base64
import socket
import sys
import threading

from ntlm_auth.ntlm import NtlmContext

PASSWORDS = {"logon": "secret", "stranger": "another one"}


def reply_to(line, session):
    """One line of the helper protocol, answered."""
    word, _, data = line.partition(" ")
    if word == "YR":
        return "YR " + base64.b64encode(session.step()).decode()
    if word == "TT":
        return "KK " + base64.b64encode(session.step(base64.b64decode(data))).decode()
    if word == "GF":
        return "GF 0xa2888205"  # NTLM with a target, as every domain negotiates; Wine needs a number
    if word == "GK":
        return "GK " + base64.b64encode(session.session_key).decode()
    return "OK"  # flags that are wished for


def serve(connection, password):
    session = NtlmContext("anna", password, "CONTOSO", ntlm_compatibility=3)
    with connection, connection.makefile("rw", encoding="ascii", newline="\n") as lines:
        for line in lines:
            lines.write(reply_to(line.rstrip("\n"), session) + "\n")
            lines.flush()


def listen(password):
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, password), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def main():
    ports = {name: listen(password) for name, password in PASSWORDS.items()}
    with open(f"{sys.argv[1]}/ports", "a", encoding="ascii") as file:
        file.writelines(f"{name}={port}\n" for name, port in ports.items())
    sys.stdin.read()


main()
