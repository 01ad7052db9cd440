"""The API tier: notes over HTTP, kept in PostgreSQL.

GET  /api/items   the latest notes
POST /api/items   {"author": "…", "text": "…"} writes one
GET  /api/status  which tiers answer; asks the database
GET  /healthz     this process is alive; asks nobody, so a database that is down does not restart the API
"""

import http.server
import json
import os
import signal
import socket
import sys
import threading

import store

PORT = int(os.environ.get("PORT", "8000"))
MAX_BODY = 8 * 1024
MAX_AUTHOR = 40
MAX_TEXT = 280
LATEST = 50
# Requests worked on at once; more wait in the listen queue.
MAX_REQUESTS = 32


class Refused(Exception):
    """A request that can't be served: status and what to tell the client."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def line_of_text(fields, name, limit, newlines=False):
    """The text of a field, trimmed; refused where it is empty, too long or holds control characters."""
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(400, f"{name} is missing")
    value = value.strip().replace("\r\n", "\n")
    if len(value) > limit:
        raise Refused(400, f"{name} is longer than {limit} characters")
    if not all(character.isprintable() or (newlines and character == "\n") for character in value):
        raise Refused(400, f"{name} holds characters that can't be shown")
    return value


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "notes"
    sys_version = ""
    # Seconds a client may stay silent.
    timeout = 5

    def do_GET(self):
        self.serve({"/api/items": self.list_items, "/api/status": self.status, "/healthz": self.alive})

    def do_POST(self):
        self.serve({"/api/items": self.add_item})

    def serve(self, routes):
        try:
            action = routes.get(self.path.partition("?")[0])
            if action is None:
                raise Refused(404, "not found")
            self.answer(*action())
        except Refused as refused:
            # The body may be unread: the connection can't be used for another request.
            self.close_connection = True
            self.answer(refused.status, {"error": refused.message})
        except store.Unavailable as error:
            self.log_error("database: %s", error)
            self.answer(503, {"error": "the database does not answer"})

    def list_items(self):
        return 200, {"items": self.server.notes.latest(LATEST)}

    def add_item(self):
        fields = self.read_json()
        author = line_of_text(fields, "author", MAX_AUTHOR)
        text = line_of_text(fields, "text", MAX_TEXT, newlines=True)
        return 201, self.server.notes.add(author, text)

    def status(self):
        try:
            return 200, {"api": "ok", "database": "ok", "items": self.server.notes.count()}
        except store.Unavailable as error:
            self.log_error("database: %s", error)
            return 503, {"api": "ok", "database": "down"}

    def alive(self):
        return 200, {"api": "ok"}

    def read_json(self):
        # A form of another site can't send this type without the browser asking first, which nothing here allows.
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "send application/json")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refused(411, "send Content-Length")
        if len(length) > 10 or int(length) > MAX_BODY:
            raise Refused(413, f"at most {MAX_BODY} bytes")
        try:
            fields = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(400, "not JSON") from None
        if not isinstance(fields, dict):
            raise Refused(400, "not a JSON object")
        return fields

    def answer(self, status, value):
        body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.server.stopping or self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code="-", size="-"):
        # The health check alone would fill the log.
        if self.path != "/healthz":
            super().log_request(code, size)


class Server(http.server.ThreadingHTTPServer):
    # server_close() waits for requests that are being answered.
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, address, notes):
        super().__init__(address, Handler)
        self.notes = notes
        self.stopping = False
        self._free = threading.BoundedSemaphore(MAX_REQUESTS)

    def process_request(self, request, client_address):
        self._free.acquire()
        try:
            super().process_request(request, client_address)
        except BaseException:
            # No thread was started (at the limit of processes, say), so none gives the place back.
            self._free.release()
            raise

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request, client_address):
        # A client that went away is no fault of ours.
        if not isinstance(sys.exception(), (ConnectionError, socket.timeout)):
            super().handle_error(request, client_address)


def main():
    pool = store.Pool(size=8, wait=3)
    server = Server(("", PORT), store.Notes(pool))

    def stop(number, frame):
        server.stopping = True
        # shutdown() waits for serve_forever, which this handler interrupted: it must run beside it.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"listening on port {PORT}", flush=True)
    server.serve_forever(poll_interval=0.2)
    server.server_close()
    pool.close()


if __name__ == "__main__":
    main()
