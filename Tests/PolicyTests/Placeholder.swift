import XCTest

final class PolicyPlaceholder: XCTestCase {}
