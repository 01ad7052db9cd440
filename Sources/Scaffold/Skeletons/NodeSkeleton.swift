import Stack

extension Skeleton {
  /// Node.js's own HTTP server, no packages.
  static func node(service: ServiceName, port: Port) -> Skeleton {
    Skeleton(
      [
        SourceText(
          "app.js",
          """
          'use strict';

          const http = require('node:http');

          const port = \(port);

          const server = http.createServer((request, response) => {
            const path = new URL(request.url, 'http://localhost').pathname;
            if (request.method !== 'GET' && request.method !== 'HEAD') {
              answer(response, 405, { error: 'method not allowed' });
            } else if (path === '/healthz') {
              answer(response, 200, { status: 'ok' });
            } else if (path === '/') {
              answer(response, 200, { service: '\(service)' });
            } else {
              answer(response, 404, { error: 'not found' });
            }
          });

          function answer(response, status, body) {
            response.writeHead(status, { 'Content-Type': 'application/json' });
            response.end(JSON.stringify(body) + '\\n');
          }

          server.listen(port, () => console.log(`listening on ${port}`));

          // Requests under way are answered, idle connections are closed at once, and the process ends by itself.
          for (const signal of ['SIGTERM', 'SIGINT']) {
            process.on(signal, () => {
              console.log(`${signal}: stopping`);
              server.close();
              server.closeIdleConnections();
            });
          }

          """),
        SourceText(
          "package.json",
          """
          {
            "name": "\(service)",
            "version": "0.1.0",
            "private": true,
            "main": "app.js",
            "scripts": { "start": "node app.js" }
          }

          """),
      ], health: "/healthz")
  }
}
