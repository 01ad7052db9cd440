import Stack

extension Skeleton {
  /// The standard library's HTTP server, a thread for each request.
  static func python(service: ServiceName, port: Port) -> Skeleton {
    Skeleton(
      [
        SourceText(
          "app.py",
          """
          import json
          import signal
          import threading
          from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

          PORT = \(port)


          class Handler(BaseHTTPRequestHandler):
              protocol_version = "HTTP/1.1"
              # A client that sends nothing more gives its thread back.
              timeout = 30

              def do_GET(self):
                  path = self.path.partition("?")[0]
                  if path == "/healthz":
                      self.answer(200, {"status": "ok"})
                  elif path == "/":
                      self.answer(200, {"service": "\(service)"})
                  else:
                      self.answer(404, {"error": "not found"})

              do_HEAD = do_GET

              def answer(self, status, body):
                  data = json.dumps(body).encode() + b"\\n"
                  self.send_response(status)
                  self.send_header("Content-Type", "application/json")
                  self.send_header("Content-Length", str(len(data)))
                  self.end_headers()
                  if self.command != "HEAD":
                      self.wfile.write(data)

              def version_string(self):
                  # What runs here is nobody's business.
                  return "\(service)"


          def main():
              server = ThreadingHTTPServer(("", PORT), Handler)
              stop = threading.Event()
              for number in (signal.SIGTERM, signal.SIGINT):
                  signal.signal(number, lambda *_: stop.set())
              threading.Thread(target=server.serve_forever, daemon=True).start()
              print(f"listening on {PORT}", flush=True)
              stop.wait()
              print("stopping", flush=True)
              server.shutdown()
              server.server_close()


          if __name__ == "__main__":
              main()

          """)
      ], health: "/healthz")
  }
}
