import CYaml
import Diagnostics

/// One event of libyaml with its place in bytes.
struct YAMLEvent {
  enum Kind {
    case documentStart
    case documentEnd
    case streamEnd
    case scalar(text: String, style: ScalarStyle)
    case alias(String)
    case sequenceStart(flow: Bool)
    case sequenceEnd
    case mappingStart(flow: Bool)
    case mappingEnd
  }
  enum ScalarStyle { case plain, quoted, block }

  let kind: Kind
  let anchor: String?
  let tagged: Bool
  /// With the anchor and the tag, if there are any.
  let start: Int
  let end: Int
}

/// Why libyaml stopped, with its places in bytes.
struct YAMLFailure: Error {
  let problem: String
  let place: Int
  let context: String
  let contextPlace: Int?
}

/// libyaml's parser over bytes that outlive it; frees what libyaml holds, however the reading ends.
@safe final class EventReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let file: SourceFile
  private let offsets: ScalarOffsets

  /// `text` is the file's content without a byte order mark and must stay valid while the reader lives.
  init(_ text: UnsafeBufferPointer<UInt8>, of file: SourceFile, _ offsets: ScalarOffsets) {
    self.file = file
    self.offsets = offsets
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    unsafe self.parser = parser
    // Fails only without memory, where the system library traps as Swift's own allocations do.
    guard unsafe yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
  }

  /// The next event; the stream's start is passed over.
  func next() throws(YAMLFailure) -> YAMLEvent {
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
      defer { unsafe yaml_event_delete(&event) }
      if let event = unsafe converted(event) { return event }
    }
  }

  private func converted(_ event: yaml_event_t) -> YAMLEvent? {
    var anchor: UnsafeMutablePointer<yaml_char_t>?
    var tagged = false
    let kind: YAMLEvent.Kind
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_STREAM_END_EVENT: kind = .streamEnd
    case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    case YAML_ALIAS_EVENT: kind = .alias(unsafe string(event.data.alias.anchor))
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      unsafe anchor = scalar.anchor
      tagged = unsafe scalar.tag != nil
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let style: YAMLEvent.ScalarStyle =
        switch unsafe scalar.style {
        case YAML_PLAIN_SCALAR_STYLE: .plain
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .quoted
        }
      kind = .scalar(text: unsafe String(decoding: bytes, as: UTF8.self), style: style)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      unsafe anchor = sequence.anchor
      tagged = unsafe sequence.tag != nil
      kind = .sequenceStart(flow: unsafe sequence.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      unsafe anchor = mapping.anchor
      tagged = unsafe mapping.tag != nil
      kind = .mappingStart(flow: unsafe mapping.style == YAML_FLOW_MAPPING_STYLE)
    default: return nil
    }
    return unsafe YAMLEvent(
      kind: kind, anchor: anchor.map { unsafe string($0) }, tagged: tagged, start: byte(event.start_mark), end: byte(event.end_mark))
  }

  private func failure() -> YAMLFailure {
    let state = unsafe parser.pointee
    let context = unsafe state.context.map { unsafe String(cString: $0) }
    return unsafe YAMLFailure(
      problem: state.problem.map { unsafe String(cString: $0) } ?? "out of memory", place: byte(state.problem_mark),
      context: context ?? "", contextPlace: context == nil ? nil : byte(state.context_mark))
  }

  private func byte(_ mark: yaml_mark_t) -> Int { offsets.byte(ofScalar: Int(mark.index), in: file.bytes) }

  private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>) -> String { unsafe String(cString: pointer) }
}
