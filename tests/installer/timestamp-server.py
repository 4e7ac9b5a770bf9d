#!/usr/bin/env python3
"""A time stamp server (RFC 3161 over HTTP) with openssl's answers, on a free port of the loopback.

Prints its port, and serves until it is ended. What it is asked for that is no query, it refuses.

Usage: tests/installer/timestamp-server.py CONFIGURATION
  CONFIGURATION  openssl's, with the section of the command ts
"""
import http.server
import subprocess
import sys
import tempfile


class Stamper(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        query = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with tempfile.NamedTemporaryFile() as file:
            file.write(query)
            file.flush()
            done = subprocess.run(["openssl", "ts", "-reply", "-config", sys.argv[1], "-queryfile", file.name],
                                  capture_output=True)
        good = self.headers.get("Content-Type") == "application/timestamp-query" and done.returncode == 0
        self.send_response(200 if good else 400)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(done.stdout)))
        self.end_headers()
        self.wfile.write(done.stdout)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Stamper)
print(server.server_address[1], flush=True)
server.serve_forever()
