#!/usr/bin/env python3
"""Takes the events of an EventSink by HTTP: only from who has the key, and each once.

SECRET=whsec_... python3 consumer.py [--address 127.0.0.1] [--port 8090] [--database events.db]

SECRET is what the Secret of the EventSink holds: one key per line, whsec_ and Base64, or any other text, of at least 24 bytes.
Events that are new are printed. Python 3.8 or later, nothing else.
"""
import argparse
import base64
import binascii
import hmac
import http.server
import json
import os
import sqlite3
import sys
import threading
import time

KEY_BYTES = 24
TOLERANCE_SECONDS = 300
MOST_BYTES = 1024 * 1024
MOST_DIGITS = 12


def number(text):
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def genuine(keys, headers, body, now):
    identity, timestamp, signatures = (headers.get("webhook-" + name, "") for name in ("id", "timestamp", "signature"))
    if not number(timestamp) or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{identity}.{timestamp}.".encode() + body
    expected = [b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256")) for key in keys]
    return any(hmac.compare_digest(one, found.encode()) for one in expected for found in signatures.split())


def key(line):
    found = base64.b64decode(line[6:], validate=True) if line.startswith("whsec_") else line.encode()
    if len(found) < KEY_BYTES:
        raise ValueError(f"{len(found)} bytes")
    return found


class Events:
    """The events that were taken, in a file. Whose id is there came before, be it before a restart.
    What a consumer does with an event belongs into the same transaction, or must do no harm when it is done twice."""

    def __init__(self, file):
        self.lock = threading.Lock()
        self.database = sqlite3.connect(file, check_same_thread=False)
        with self.database:
            self.database.execute("create table if not exists events (id text primary key, event text not null)")

    def add(self, event):
        """Whether it is new. On return it is safe."""
        with self.lock, self.database:
            added = self.database.execute("insert or ignore into events values (?, ?)", (event["id"], json.dumps(event)))
            return added.rowcount == 1


class Consumer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not number(length) or "transfer-encoding" in self.headers:
            return self.refuse(411, "it does not say how long it is")
        if int(length) > MOST_BYTES:
            return self.refuse(413, "it is too long")
        body = self.rfile.read(int(length))
        if self.path != "/events":
            return self.refuse(404, "it is for another path")
        if not genuine(self.server.keys, self.headers, body, time.time()):
            return self.refuse(401, "its signature is missing, wrong or old")
        event = self.event(body)
        if event is None:
            return self.refuse(400, "it is no structured CloudEvent")
        try:
            new = self.server.events.add(event)
        except sqlite3.Error as problem:
            return self.refuse(503, f"it cannot be kept: {problem}")
        if new:
            print(event.get("time"), event.get("type"), event.get("subject"), event["id"], flush=True)
        self.answer(204)

    @staticmethod
    def event(body):
        try:
            event = json.loads(body)
        except ValueError:
            return None
        return event if isinstance(event, dict) and isinstance(event.get("id"), str) else None

    def refuse(self, status, why):
        print(f"answers {status}: {why}", file=sys.stderr, flush=True)
        self.close_connection = True
        self.answer(status)

    def answer(self, status):
        self.send_response(status)
        if status != 204:
            self.send_header("content-length", "0")
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()

    def log_message(self, *ignored):
        pass


def main():
    options = argparse.ArgumentParser(description="Takes the events of an EventSink by HTTP.")
    options.add_argument("--address", default="127.0.0.1")
    options.add_argument("--port", type=int, default=8090)
    options.add_argument("--database", default="events.db")
    chosen = options.parse_args()
    try:
        keys = [key(line.strip()) for line in os.environ.get("SECRET", "").splitlines() if line.strip()]
    except (ValueError, binascii.Error):
        keys = []
    if not keys:
        sys.exit(f"expected keys of at least {KEY_BYTES} bytes in the environment variable SECRET, whsec_ and Base64 or other text, found none or something else")
    try:
        server = http.server.ThreadingHTTPServer((chosen.address, chosen.port), Consumer)
    except OSError as problem:
        sys.exit(f"cannot listen on {chosen.address}:{chosen.port}: {problem}")
    server.keys, server.events = keys, Events(chosen.database)
    print(f"listening on http://{chosen.address}:{server.server_port}/events", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
