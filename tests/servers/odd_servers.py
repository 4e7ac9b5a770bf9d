#!/usr/bin/env python3
"""Servers on loopback that a proxy on the Internet may turn out to be, each on a port of its own.

No well-behaved server can be brought to do what these do: to say nothing, to talk nonsense, to send
headers without end, to want a login as a web proxy, to close between two legs of a handshake.

Usage: odd_servers.py FOLDER
  Writes FOLDER/ports: lines like "silent=40123"; closed= is a port where nobody listens. Runs until
  its standard input ends.
"""

import socket
import sys
import threading


def read_request(connection):
    """The head of one request; empty at the end of the connection."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            return b""
        head += piece
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


SERVERS = {
    "silent": say_nothing,
    "closing": close_at_once,
    "garbage": send_garbage,
    "endless": send_headers_for_ever,
    "between_legs": close_between_legs,
    "web_proxy": answer("407 Proxy Authentication Required", "Proxy-Authenticate: NTLM"),
    "not_found": answer("404 Not Found"),
    "forbidden": answer("403 Forbidden"),
    "unavailable": answer("503 RPC Error: 6ba"),
    "anonymous": answer("200 Success", "Content-Type: application/rpc"),
    "portal": answer("200 OK", "Content-Type: text/html"),
    "redirecting": answer("302 Found", "Location: https://nowhere.invalid/login"),
    "negotiate": answer("401 Unauthorized", "WWW-Authenticate: Negotiate"),
    "one_line": answer("401 No", 'www-authenticate: Basic realm="a, Negotiate", nTLM'),
}


def serve_one(serve, connection):
    try:
        serve(connection)
    except OSError:
        pass  # whoever asked has gone
    finally:
        connection.close()


def listen(serve):
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve_one, args=(serve, connection), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def main():
    folder = sys.argv[1]
    ports = {name: listen(serve) for name, serve in SERVERS.items()}
    with socket.create_server(("127.0.0.1", 0)) as closed:
        ports["closed"] = closed.getsockname()[1]
    with open(f"{folder}/ports", "w", encoding="ascii") as file:
        file.writelines(f"{name}={port}\n" for name, port in ports.items())
    sys.stdin.read()


main()
