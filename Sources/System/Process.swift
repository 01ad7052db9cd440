import Glibc

/// Whether a descriptor is a terminal (where colour may go).
public func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// A variable of the environment; nil where it isn't set.
public func environment(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  return unsafe String(cString: value)
}

/// Lets a write to a closed pipe fail with an error we report instead of killing the process. Called once at start.
public func ignoreBrokenPipeSignal() { _ = signal(SIGPIPE, SIG_IGN) }

/// A day of the Gregorian calendar, for rules about support dates.
public struct CalendarDay: Comparable, Hashable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int

  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that many days after 1970-01-01.
  public init(daysSinceEpoch: Int) {
    var (year, left) = (1970, daysSinceEpoch)
    while left >= CalendarDay.days(inYear: year) {
      left -= CalendarDay.days(inYear: year)
      year += 1
    }
    var month = 1
    while left >= CalendarDay.days(inMonth: month, year) {
      left -= CalendarDay.days(inMonth: month, year)
      month += 1
    }
    self.init(year: year, month: month, day: left + 1)
  }

  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
  private static func days(inYear year: Int) -> Int { isLeap(year) ? 366 : 365 }
  private static func days(inMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Today in UTC, so that one moment is one day on every machine.
public func todayUTC() -> CalendarDay { CalendarDay(daysSinceEpoch: max(0, time(nil)) / 86_400) }
