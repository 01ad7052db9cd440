import Stack

extension Catalog {
  /// When support of a well-known base image ends or ended, by its tag; nil where nothing is known of it.
  public static func endOfLife(of image: ImageReference) -> CalendarDate? {
    guard let tag = image.tag, image.fullRepository.hasPrefix(library) else { return nil }
    let name = String(image.fullRepository.dropFirst(library.count))
    // `18-bookworm-slim` is 18, `bullseye-slim` is bullseye, `1.23.4` itself.
    let version = tag.prefix { $0 != "-" }
    if let runtime = runtime(named: name) {
      if let ended = runtime.endedLines.first(where: { $0.covers(version) }) { return ended.endedOn }
      return runtime.releases.first { $0.version == version || $0.version.hasPrefix(version + ".") }?.endOfLife
    }
    return systems[name]?.first { $0.covers(version) }?.endedOn
  }

  private static let library = "docker.io/library/"

  /// Distributions that people build on.
  private static let systems: [String: [EndedLine]] = [
    // alpinelinux.org/releases
    "alpine": [
      EndedLine("3.20", CalendarDate(2026, 4, 1)), EndedLine("3.19", CalendarDate(2025, 11, 1)),
      EndedLine("3.18", CalendarDate(2025, 5, 9)), EndedLine("3.17", CalendarDate(2024, 11, 22)),
      EndedLine("3.16", CalendarDate(2024, 5, 23)), EndedLine("3.15", CalendarDate(2023, 11, 1)),
      EndedLine("3.14", CalendarDate(2023, 5, 1)), EndedLine("3.13", CalendarDate(2022, 11, 1)),
    ],
    // wiki.debian.org/LTS: the end of long-term support.
    "debian": [
      EndedLine("11", CalendarDate(2026, 8, 31)), EndedLine("bullseye", CalendarDate(2026, 8, 31)),
      EndedLine("10", CalendarDate(2024, 6, 30)), EndedLine("buster", CalendarDate(2024, 6, 30)),
      EndedLine("9", CalendarDate(2022, 6, 30)), EndedLine("stretch", CalendarDate(2022, 6, 30)),
    ],
    // ubuntu.com/about/release-cycle: the end of standard support.
    "ubuntu": [
      EndedLine("20.04", CalendarDate(2025, 5, 31)), EndedLine("focal", CalendarDate(2025, 5, 31)),
      EndedLine("18.04", CalendarDate(2023, 5, 31)), EndedLine("bionic", CalendarDate(2023, 5, 31)),
      EndedLine("16.04", CalendarDate(2021, 4, 30)), EndedLine("xenial", CalendarDate(2021, 4, 30)),
    ],
  ]
}
