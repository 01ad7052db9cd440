import XCTest

final class StackPlaceholder: XCTestCase {}
