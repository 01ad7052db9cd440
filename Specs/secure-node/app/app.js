// The guide's application, with a health endpoint and an orderly stop: SIGTERM comes from `docker stop`.
'use strict';

const http = require('node:http');

const port = 3000;

const server = http.createServer((req, res) => {
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  res.setHeader('Referrer-Policy', 'no-referrer');
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('Allow', 'GET, HEAD');
    res.statusCode = 405;
    res.end('Method Not Allowed\n');
    return;
  }
  if (req.url === '/healthz') {
    res.end('ok\n');
    return;
  }
  res.end('Secure Node.js Application Running!\n');
});

// A client that sends slowly must not hold a connection for ever.
server.headersTimeout = 10_000;
server.requestTimeout = 15_000;

server.listen(port, () => {
  console.log(`Server running on port ${port}`);
});

function stop(signal) {
  console.log(`${signal}: finishing open requests`);
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  // Whatever is still open after 8 seconds is cut before Docker kills the process at 10.
  setTimeout(() => server.closeAllConnections(), 8_000).unref();
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
