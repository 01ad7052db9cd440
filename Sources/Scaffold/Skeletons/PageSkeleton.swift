import Stack

extension Skeleton {
  /// A page for nginx to serve; its style is a file of its own, as the default Content-Security-Policy allows no other.
  static func page(service: ServiceName) -> Skeleton {
    Skeleton([
      SourceText(
        "html/index.html",
        """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>\(service)</title>
          <link rel="stylesheet" href="style.css">
        </head>
        <body>
          <h1>\(service)</h1>
          <p>It works. This page is <code>html/index.html</code> in the source of <code>\(service)</code>.</p>
        </body>
        </html>

        """),
      SourceText(
        "html/style.css",
        """
        body {
          max-width: 40rem;
          margin: 4rem auto;
          padding: 0 1rem;
          font: 1rem/1.5 system-ui, sans-serif;
        }

        """),
    ])
  }
}
