import XCTest

final class EmissionPlaceholder: XCTestCase {}
