import Synchronization
import System

/// A line on a terminal that counts the stacks that are done, for work long enough to wonder about; erased at the end.
final class Progress: Sendable {
  /// Fewer are done before anyone has read the line.
  private static let fewest = 50

  private let verb: String
  private let total: Int
  private let done = Mutex(0)

  /// nil where nobody looks: standard error is no terminal, or there is little to do.
  init?(_ verb: String, total: Int) {
    guard total >= Progress.fewest, isTerminal(2), environment("TERM") != "dumb" else { return nil }
    self.verb = verb
    self.total = total
  }

  /// One more is done. Safe on every thread; the line never counts backwards.
  func step() {
    done.withLock { count in
      count += 1
      // A hundred writes at most: the terminal must not be what takes the time.
      if count % max(1, total / 100) == 0 || count == total { show("\r\(verb) \(count)/\(total)") }
    }
  }

  func erase() { show("\r\u{1B}[K") }

  private func show(_ text: String) { try? writeAll(2, Array(text.utf8)) }
}
