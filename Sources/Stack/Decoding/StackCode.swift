import Diagnostics

/// Every code the decoder reports; it can report no other, and the tests demand a golden file for each.
public enum StackCode: Sendable, CaseIterable {
  case duplicateKey
  case unknownKey, missingKey, wrongType, notBuiltYet, conflictingKey, languageVersion
  case invalidName, unknownWord, invalidNumber, invalidSize, invalidDuration, invalidPath, outside, invalidVariable, invalidHeader
  case invalidText, invalidImage, invalidAddress, shellSyntax, invalidRate
  case unknownReference, clash, cycle, selfReference, unused
  /// SG-101
  case rootUser
  /// SG-102
  case noVersion
  /// SG-106
  case credential
  /// SG-208
  case hostMount
  /// SG-302
  case notTheEdge
  /// SG-303
  case privilegedPort
  /// SG-305
  case tierSkipped

  public var diagnosticCode: DiagnosticCode {
    switch self {
    case .duplicateKey: DiagnosticCode(.duplicateKey)
    case .unknownKey: DiagnosticCode(.unknownKey)
    case .missingKey: DiagnosticCode(.missingKey)
    case .wrongType: DiagnosticCode(.wrongType)
    case .notBuiltYet: DiagnosticCode(.notBuiltYet)
    case .conflictingKey: DiagnosticCode(.conflictingKey)
    case .languageVersion: DiagnosticCode(.languageVersion)
    case .invalidName: DiagnosticCode(.invalidName)
    case .unknownWord: DiagnosticCode(.unknownWord)
    case .invalidNumber: DiagnosticCode(.invalidNumber)
    case .invalidSize: DiagnosticCode(.invalidSize)
    case .invalidDuration: DiagnosticCode(.invalidDuration)
    case .invalidPath: DiagnosticCode(.invalidPath)
    case .outside: DiagnosticCode(.outside)
    case .invalidVariable: DiagnosticCode(.invalidVariable)
    case .invalidHeader: DiagnosticCode(.invalidHeader)
    case .invalidText: DiagnosticCode(.invalidText)
    case .invalidImage: DiagnosticCode(.invalidImage)
    case .invalidAddress: DiagnosticCode(.invalidAddress)
    case .shellSyntax: DiagnosticCode(.shellSyntax)
    case .invalidRate: DiagnosticCode(.invalidRate)
    case .unknownReference: DiagnosticCode(.unknownReference)
    case .clash: DiagnosticCode(.clash)
    case .cycle: DiagnosticCode(.cycle)
    case .selfReference: DiagnosticCode(.selfReference)
    case .unused: DiagnosticCode(.unused)
    case .rootUser: DiagnosticCode("SG-101")
    case .noVersion: DiagnosticCode("SG-102")
    case .credential: DiagnosticCode("SG-106")
    case .hostMount: DiagnosticCode("SG-208")
    case .notTheEdge: DiagnosticCode("SG-302")
    case .privilegedPort: DiagnosticCode("SG-303")
    case .tierSkipped: DiagnosticCode("SG-305")
    }
  }

  /// The authorities that demand it, each with its own number.
  var references: [String] {
    switch self {
    case .rootUser: ["CIS Docker 4.1", "hadolint DL3002", "checkov CKV_DOCKER_8"]
    case .noVersion: ["CIS Docker 4.2", "hadolint DL3006, DL3007", "checkov CKV_DOCKER_7"]
    case .credential: ["CIS Docker 4.10", "OWASP Docker 12", "hadolint DL3064"]
    case .hostMount: ["CIS Docker 5.6", "CIS Docker 5.32", "OWASP Docker 1"]
    case .notTheEdge: ["CIS Docker 5.9", "CIS Docker 5.14"]
    case .privilegedPort: ["CIS Docker 5.8"]
    case .tierSkipped: ["NIST SP 800-190 4.3.3"]
    default: []
    }
  }
}
