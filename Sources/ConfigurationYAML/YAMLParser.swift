import CYAML

/// Reads the events of libyaml one after the other.
final class YAMLParser {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// Kept, because libyaml reads from it until the parser is gone.
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        input = .allocate(capacity: bytes.count)
        _ = input.initialize(from: bytes)
        parser = .allocate(capacity: 1)
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event.
    func next() throws(YAMLError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(event)
    }

    /// What libyaml says is wrong.
    private var problem: YAMLError {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "the text cannot be read"
        let context =
            state.context.map { "\(String(cString: $0)) that begins on line \(state.context_mark.line + 1): " } ?? ""
        guard state.error != YAML_READER_ERROR else {
            return YAMLError(message: "\(context)\(problem)", position: position(ofByte: Int(state.problem_offset)))
        }
        return YAMLError(message: "\(context)\(problem)", position: YAMLPosition(state.problem_mark))
    }

    private func position(ofByte offset: Int) -> YAMLPosition {
        let before = input.prefix(max(0, min(offset, input.count)))
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return YAMLPosition(
            line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: before.count - lineStart + 1
        )
    }
}

/// What a YAML text consists of.
struct YAMLEvent {
    enum Kind {
        case documentStart, sequenceStart, mappingStart, end, streamEnd
        case scalar(String, isPlain: Bool)
        case alias(String)
        case other
    }

    let kind: Kind
    let position: YAMLPosition
    let anchor: String?
    let tag: String

    init(_ event: yaml_event_t) {
        position = YAMLPosition(event.start_mark)
        var anchor: UnsafeMutablePointer<UInt8>?
        var tag: UnsafeMutablePointer<UInt8>?
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            kind = .documentStart
        case YAML_STREAM_END_EVENT:
            kind = .streamEnd
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequenceStart
            (anchor, tag) = (event.data.sequence_start.anchor, event.data.sequence_start.tag)
        case YAML_MAPPING_START_EVENT:
            kind = .mappingStart
            (anchor, tag) = (event.data.mapping_start.anchor, event.data.mapping_start.tag)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            kind = .end
        case YAML_ALIAS_EVENT:
            kind = .alias(Self.text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            kind = .scalar(String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            (anchor, tag) = (scalar.anchor, scalar.tag)
        default:
            kind = .other
        }
        self.anchor = Self.text(anchor)
        self.tag = Self.text(tag) ?? ""
    }

    private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}

extension YAMLPosition {
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}
