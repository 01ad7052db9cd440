import XCTest

final class ComparisonPlaceholder: XCTestCase {}
