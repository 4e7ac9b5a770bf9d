#!/usr/bin/env python3
"""Servers on loopback that a proxy on the Internet may turn out to be, each on a port of its own.

No well-behaved server can be brought to do what these do: to say nothing, to talk nonsense, to send
headers without end, to want a login as a web proxy, to close between two legs of a handshake.

What is sent to them by way of a logon is told in FOLDER/logons, a line for each: the server's name
and the header.

Usage: odd_servers.py FOLDER
  Writes FOLDER/ports: lines like "silent=40123"; closed= is a port where nobody listens. Runs until
  its standard input ends.
"""

import base64
import socket
import struct
import sys
import threading


def note_logon(server, head):
    for line in head.split(b"\r\n"):
        if line.lower().startswith((b"authorization:", b"proxy-authorization:")):
            with open(f"{sys.argv[1]}/logons", "a", encoding="latin-1") as file:
                file.write(f"{server} {line.decode('latin-1')}\n")


def read_request(connection):
    """The head of one request; empty at the end of the connection."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            return b""
        head += piece
    note_logon(threading.current_thread().name, head)
    return head


def answer(status, *headers):
    """A server that answers every request alike, for as long as it is asked."""
    lines = [f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "", ""]

    def serve(connection):
        while read_request(connection):
            connection.sendall("\r\n".join(lines).encode())

    return serve


def say_nothing(connection):
    while connection.recv(4096):
        pass


def close_at_once(connection):
    read_request(connection)


def send_garbage(connection):
    read_request(connection)
    connection.sendall(bytes(range(256)) * 4 + b"\r\n\r\n")


def send_headers_for_ever(connection):
    read_request(connection)
    connection.sendall(b"HTTP/1.1 401 Unauthorized\r\n")
    number = 0
    while True:
        number += 1
        connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))


def close_between_legs(connection):
    """What a firewall does that ends the connection: offers NTLM, but never answers its first leg."""
    while True:
        head = read_request(connection)
        if not head or b"\r\nauthorization: ntlm " in head.lower():
            return
        connection.sendall(
            b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"
        )


def lead_away(connection):
    """Offers NTLM, but leads whoever begins with it to another server."""
    while True:
        head = read_request(connection)
        if not head:
            return
        if b"\r\nauthorization: ntlm " in head.lower():
            port = PORTS["elsewhere"]
            status = f"302 Found\r\nLocation: http://localhost:{port}/rpc/rpcproxy.dll"
        else:
            status = "401 Unauthorized\r\nWWW-Authenticate: NTLM"
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())


def ntlm_challenge():
    """The second message of NTLM (MS-NLMP 2.2.1.2), from a server of the domain CONTOSO."""
    name = "CONTOSO".encode("utf-16-le")
    pairs = struct.pack("<HH", 2, len(name)) + name + struct.pack("<HH", 0, 0)
    flags = 0xA2898205  # Unicode, NTLM, extended session security, target info, version, 128, 56 bits
    message = b"NTLMSSP\0" + struct.pack("<IHHII", 2, len(name), len(name), 56, flags)
    message += b"\1\2\3\4\5\6\7\10" + bytes(8)
    message += struct.pack("<HHI", len(pairs), len(pairs), 56 + len(name))
    message += bytes([6, 1, 0xB1, 0x1D, 0, 0, 0, 15])
    return message + name + pairs


def close_after_challenge(connection):
    """What a device does that keeps no connection: takes part in NTLM, but never twice on one."""
    head = read_request(connection)
    challenge = b"NTLM"
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"authorization: ntlm "):
            if base64.b64decode(line.split()[2])[8] == 1:
                challenge += b" " + base64.b64encode(ntlm_challenge())
    connection.sendall(
        b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + challenge + b"\r\n"
        b"Connection: close\r\nContent-Length: 0\r\n\r\n"
    )


def pump(source, target):
    try:
        while piece := source.recv(65536):
            note_logon(threading.current_thread().name, piece)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one of the two has gone


def pass_on(connection):
    """A web proxy, to any name: the port that goes with it is one here."""
    head = read_request(connection)
    if not head:
        return
    method, target, rest = head.split(b" ", 2)
    place = target.removeprefix(b"http://").partition(b"/")
    with socket.create_connection(("127.0.0.1", int(place[0].rpartition(b":")[2]))) as server:
        if method == b"CONNECT":
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            server.sendall(method + b" /" + place[2] + b" " + rest)
        threading.Thread(target=pump, args=(server, connection), daemon=True).start()
        pump(connection, server)


def answer_script(connection):
    """A script for automatic configuration: by way of the web proxy above, but for one name."""
    text = (
        "function FindProxyForURL(url, host) {\r\n"
        "  if (host == 'direct.invalid') return 'DIRECT';\r\n"
        f"  return 'PROXY localhost:{PORTS['passing']}';\r\n"
        "}\r\n"
    ).encode()
    while read_request(connection):
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\n"
            b"Content-Length: %d\r\n\r\n" % len(text) + text
        )


SERVERS = {
    "silent": say_nothing,
    "closing": close_at_once,
    "garbage": send_garbage,
    "endless": send_headers_for_ever,
    "between_legs": close_between_legs,
    "after_challenge": close_after_challenge,
    "leading_away": lead_away,
    "elsewhere": close_between_legs,
    "web_proxy": answer("407 Proxy Authentication Required", "Proxy-Authenticate: NTLM"),
    "passing": pass_on,
    "script": answer_script,
    "not_found": answer("404 Not Found"),
    "forbidden": answer("403 Forbidden"),
    "unavailable": answer("503 RPC Error: 6ba"),
    "anonymous": answer("200 Success", "Content-Type: application/rpc"),
    "portal": answer("200 OK", "Content-Type: text/html"),
    "redirecting": answer("302 Found", "Location: https://nowhere.invalid/login"),
    "negotiate": answer("401 Unauthorized", "WWW-Authenticate: Negotiate"),
    "one_line": answer("401 No", 'www-authenticate: Basic realm="a, Negotiate", nTLM'),
}


PORTS = {}


def serve_one(serve, connection):
    try:
        serve(connection)
    except OSError:
        pass  # whoever asked has gone
    finally:
        connection.close()


def listen(name, serve):
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(
                target=serve_one, args=(serve, connection), name=name, daemon=True
            ).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def main():
    folder = sys.argv[1]
    for name, serve in SERVERS.items():
        PORTS[name] = listen(name, serve)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        PORTS["closed"] = closed.getsockname()[1]
    with open(f"{folder}/logons", "w", encoding="ascii"):
        pass
    with open(f"{folder}/ports", "w", encoding="ascii") as file:
        file.writelines(f"{name}={port}\n" for name, port in PORTS.items())
    sys.stdin.read()


main()
