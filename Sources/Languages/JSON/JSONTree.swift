/// A JSON value (RFC 8259) with ordered members. Example: `{⏎  "name": "web"⏎}`
public enum JSONValue: Printable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral
{
  /// `null`
  case null
  /// `true`
  case bool(Bool)
  /// `-1`
  case integer(Int)
  /// Any text. Example: `"a\n\"b\""`
  case string(String)
  /// `["read", "write"]`; scalars fill lines of 100 columns, other elements take lines of their own.
  case array([JSONValue])
  /// Members in print order, one a line; one key twice stops a debug build. Example: `{⏎  "a": 1⏎}`
  case object([(String, JSONValue)])

  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
