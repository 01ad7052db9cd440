import XCTest

final class PlanningPlaceholder: XCTestCase {}
