import XCTest

final class DiagnosticsPlaceholder: XCTestCase {}
