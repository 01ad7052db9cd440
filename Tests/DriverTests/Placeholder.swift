import XCTest

final class DriverPlaceholder: XCTestCase {}
