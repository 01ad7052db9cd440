import XCTest

final class YAMLSyntaxPlaceholder: XCTestCase {}
