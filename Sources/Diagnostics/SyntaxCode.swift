/// Codes of the language itself; controls have their own ("SG-…").
/// 0xx: the file; 1xx: YAML; 2xx: keys and shapes; 3xx: values; 4xx: what values say of each other.
public enum SyntaxCode: String, Sendable, CaseIterable {
  /// The file can't be read.
  case unreadable = "SY-001"
  /// Not a regular file: a directory, a FIFO, a device.
  case notAFile = "SY-002"
  /// Larger than the limit.
  case tooLarge = "SY-003"
  /// The output can't be written.
  case unwritable = "SY-004"
  /// A generated file was edited by hand and would be lost.
  case editedOutput = "SY-005"

  /// The bytes are not UTF-8.
  case invalidUTF8 = "SY-101"
  /// Not well-formed YAML.
  case malformed = "SY-102"
  /// A tab where YAML wants spaces.
  case tab = "SY-103"
  /// A file without content.
  case empty = "SY-104"
  /// A second document.
  case secondDocument = "SY-105"
  /// Nested too deep.
  case tooDeep = "SY-107"
  /// Aliases expand to more nodes than the limit.
  case aliasExpansion = "SY-108"
  /// An alias without an anchor, or one inside its own anchor.
  case badAlias = "SY-109"
  /// One key twice in a mapping.
  case duplicateKey = "SY-110"
  /// A key that is not plain text.
  case badKey = "SY-111"
  /// A YAML tag; the language reads scalars by what the key expects.
  case tag = "SY-112"
  /// `<<` with something that is not a mapping.
  case badMerge = "SY-113"

  /// A key the language does not have.
  case unknownKey = "SY-201"
  /// A required key is missing.
  case missingKey = "SY-202"
  /// A list where a mapping is wanted, and the like.
  case wrongType = "SY-203"
  /// A key or value of the language whose effect this version does not build.
  case notBuiltYet = "SY-204"
  /// A key that has no effect with the others beside it.
  case conflictingKey = "SY-205"
  /// A language version this compiler does not know.
  case languageVersion = "SY-206"

  /// A name outside its grammar.
  case invalidName = "SY-301"
  /// A word that is none of the allowed ones.
  case unknownWord = "SY-302"
  /// Not a number in range.
  case invalidNumber = "SY-303"
  /// Not a size.
  case invalidSize = "SY-304"
  /// Not a duration.
  case invalidDuration = "SY-305"
  /// Not a path of the wanted form.
  case invalidPath = "SY-306"
  /// A path that leaves the stack file's directory.
  case outside = "SY-307"
  /// Not the name of an environment variable.
  case invalidVariable = "SY-308"
  /// Not a header name or value.
  case invalidHeader = "SY-309"
  /// Text with a character its place can't hold.
  case invalidText = "SY-310"
  /// Not an image reference.
  case invalidImage = "SY-311"
  /// Not an address, host name or network.
  case invalidAddress = "SY-312"
  /// A command string that would need a shell.
  case shellSyntax = "SY-313"
  /// Not a request rate.
  case invalidRate = "SY-315"

  /// A service, secret or network that is not declared.
  case unknownReference = "SY-401"
  /// Two services claim one thing.
  case clash = "SY-402"
  /// `depends_on` in a circle.
  case cycle = "SY-403"
  /// A service that names itself.
  case selfReference = "SY-404"
  /// No room for the stack's networks in the pool.
  case poolExhausted = "SY-405"
  /// Two stacks of one name in one run.
  case sameStackName = "SY-406"
  /// Something declared that nothing uses.
  case unused = "SY-407"
  /// A directory or file the stack names is not there.
  case missingSource = "SY-408"
}
