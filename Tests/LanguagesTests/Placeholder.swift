import XCTest

final class LanguagesPlaceholder: XCTestCase {}
