"""The upstream the proxy is tried against: it tells what it received, and answers with headers that no visitor may see."""

import json
import socketserver
import threading
import time

# Its own values for what nginx sets, in other spellings, and names that tell what software it is.
LOUD_HEADERS = {
    "Server": "Loud/1.2.3", "X-Powered-By": "Loud 1.2.3", "x-frame-options": "ALLOWALL", "CACHE-CONTROL": "public, max-age=99",
    "Content-Security-Policy": "default-src *", "referrer-policy": "unsafe-url", "X-Content-Type-Options": "sniff",
    "Cross-Origin-Opener-Policy": "unsafe-none", "X-AspNet-Version": "4.0.30319", "x-generator": "Loud CMS", "X-Debug-Token-Kept": "1",
    "SourceMap": "/app.js.map", "X-Envoy-Upstream-Service-Time": "12", "X-Runtime-Kept": "0.1", "X-Kubernetes-PF-FlowSchema-UI": "abc",
    "X-Literal": "upstream's", "Set-Cookie": "session=1; HttpOnly",
}


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            line = self.rfile.readline().decode("latin-1").strip()
            if not line:
                return
            method, target, _ = line.split(" ", 2)
            headers = []
            while field := self.rfile.readline().decode("latin-1").rstrip("\r\n"):
                name, value = field.split(":", 1)
                headers.append((name.strip(), value.strip()))
            found = {name.lower(): value for name, value in headers}
            body = self.rfile.read(int(found.get("content-length", 0)))
            self.server.seen.append({"method": method, "target": target, "headers": headers, "body": body.decode("latin-1")})
            if found.get("upgrade") == "websocket":
                self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                self.wfile.write(b"echo " + self.rfile.readline())
                return
            self.answer(target)

    def answer(self, target):
        if "sleep" in target:
            time.sleep(3)
        extra = dict(LOUD_HEADERS) if "loud" in target else {}
        if "accel" in target:
            extra["X-Accel-Redirect"] = "/manual/"
        status = "204 No Content" if "empty" in target else "500 Internal Server Error" if "fail" in target else "200 OK"
        body = b"" if "empty" in target else json.dumps({"target": target}).encode()
        head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in extra.items()]
        self.wfile.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, address):
        self.seen = []
        super().__init__(address, Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()
