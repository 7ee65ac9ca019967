/// Makes a tree of events, with aliases replaced by what they stand for.
struct YAMLComposer {
    private let parser: YAMLParser
    private let limits: YAMLLimits
    private var anchors: [String: YAMLNode] = [:]
    /// Anchors whose nodes are not complete yet: an alias to one would never end.
    private var open: Set<String> = []
    private var count = 0

    /// The tree of the only document in `bytes`; `nil` when there is none.
    static func document(in bytes: [UInt8], limits: YAMLLimits) throws(YAMLError) -> YAMLNode? {
        guard bytes.count <= limits.bytes else {
            let message = "the file has \(bytes.count) bytes; at most \(limits.bytes) are read"
            throw YAMLError(message: message, position: YAMLPosition(line: 1, column: 1))
        }
        var composer = YAMLComposer(parser: YAMLParser(bytes), limits: limits)
        return try composer.document()
    }

    private init(parser: YAMLParser, limits: YAMLLimits) {
        self.parser = parser
        self.limits = limits
    }

    private mutating func document() throws(YAMLError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try parser.next()
            switch event.kind {
            case .streamEnd:
                return root
            case .documentStart:
                guard root == nil else {
                    throw YAMLError(message: "a configuration is one document", position: event.position)
                }
                root = try node(try parser.next(), depth: 0)
            default:
                continue
            }
        }
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        guard depth <= limits.depth else {
            throw YAMLError(message: "more than \(limits.depth) levels within each other", position: event.position)
        }
        if let anchor = event.anchor {
            anchors[anchor] = nil
            open.insert(anchor)
        }
        let node = try content(event, depth: depth)
        if let anchor = event.anchor {
            open.remove(anchor)
            anchors[anchor] = node
        }
        return node
    }

    private mutating func content(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        switch event.kind {
        case .scalar(let text, let isPlain):
            try add(1, at: event.position)
            return YAMLNode(
                content: .scalar(text, isPlain: isPlain),
                position: event.position,
                tag: event.tag,
                size: 1
            )
        case .sequenceStart:
            return try sequence(event, depth: depth)
        case .mappingStart:
            return try mapping(event, depth: depth)
        case .alias(let name):
            return try alias(name, at: event.position)
        default:
            throw YAMLError(message: "a value is expected", position: event.position)
        }
    }

    private mutating func sequence(_ start: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        try add(1, at: start.position)
        var elements: [YAMLNode] = []
        while let element = try member(depth: depth) { elements.append(element) }
        let size = elements.reduce(1) { $0 + $1.size }
        return YAMLNode(content: .sequence(elements), position: start.position, tag: start.tag, size: size)
    }

    private mutating func mapping(_ start: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        try add(1, at: start.position)
        var pairs: [(key: YAMLNode, value: YAMLNode)] = []
        while let key = try member(depth: depth), let value = try member(depth: depth) { pairs.append((key, value)) }
        let size = pairs.reduce(1) { $0 + $1.key.size + $1.value.size }
        return YAMLNode(content: .mapping(pairs), position: start.position, tag: start.tag, size: size)
    }

    /// The next node of a collection, or `nil` at its end.
    private mutating func member(depth: Int) throws(YAMLError) -> YAMLNode? {
        let event = try parser.next()
        if case .end = event.kind { return nil }
        return try node(event, depth: depth + 1)
    }

    private mutating func alias(_ name: String, at position: YAMLPosition) throws(YAMLError) -> YAMLNode {
        guard !open.contains(name) else {
            throw YAMLError(message: "this alias stands inside of what it refers to", position: position)
        }
        guard var node = anchors[name] else {
            let message = "there is no '&' of this name before this '*'; quote text that begins with '*'"
            throw YAMLError(message: message, position: position)
        }
        try add(node.size, at: position)
        node.position = position
        return node
    }

    private mutating func add(_ size: Int, at position: YAMLPosition) throws(YAMLError) {
        count += size
        guard count <= limits.nodes else {
            let message = "the file has more than \(limits.nodes) values, aliases counted as what they stand for"
            throw YAMLError(message: message, position: position)
        }
    }
}
