import Catalog
import Foundation
import Stack
import XCTest

/// Probes that need no more than a shell are run for real, on the loopback.
final class ProbeTests: XCTestCase {
  /// A listener that answers every connection with one text; `nil` accepts and stays silent.
  private final class Listener: @unchecked Sendable {
    let descriptor: Int32
    let port: Int

    init(answer: String) throws {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      self.descriptor = descriptor
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let bound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0 && getsockname(descriptor, $0, &length) == 0
        }
      }
      guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
      port = Int(UInt16(bigEndian: address.sin_port))
      Thread.detachNewThread {
        while true {
          let client = accept(descriptor, nil, nil)
          if client < 0 { return }
          // All of the request: bash writes it line by line, and an answer that comes first would break its pipe.
          var request: [UInt8] = []
          var buffer = [UInt8](repeating: 0, count: 4096)
          while !answer.isEmpty, !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let count = recv(client, &buffer, buffer.count, 0)
            if count <= 0 { break }
            request += buffer[..<count]
          }
          let bytes = Array(answer.utf8)
          _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
          close(client)
        }
      }
    }

    deinit {
      shutdown(descriptor, Int32(SHUT_RDWR))
      close(descriptor)
    }
  }

  private func run(_ words: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  func testShellProbesTellHealthyFromNot() throws {
    for name in ["nginx", "image"] {
      let runtime = try XCTUnwrap(name == "image" ? Catalog.image : Catalog.runtime(named: name))
      func http(_ answer: String) throws -> Int32 {
        let listener = try Listener(answer: answer)
        let port = try XCTUnwrap(Port(listener.port))
        return try withExtendedLifetime(listener) { try run(runtime.probe(.http(path: "/healthz", host: "localhost", port: port))) }
      }
      XCTAssertEqual(try http("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), 0, name)
      XCTAssertEqual(try http("HTTP/1.1 301 Moved Permanently\r\nContent-Length: 0\r\n\r\n"), 0, name)
      XCTAssertNotEqual(try http("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"), 0, name)
      XCTAssertNotEqual(try http(""), 0, name)

      let listener = try Listener(answer: "")
      let port = try XCTUnwrap(Port(listener.port))
      XCTAssertEqual(try withExtendedLifetime(listener) { try run(runtime.probe(.tcp(port: port))) }, 0, name)
      // Nothing listens on port 1 of the loopback.
      XCTAssertNotEqual(try run(runtime.probe(.tcp(port: try XCTUnwrap(Port(1))))), 0, name)
    }
  }
}
