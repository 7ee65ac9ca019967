/// Decodes a type of the program from a part of a configuration.
///
/// Like typed keys it takes text that spells a value for that value, because variables carry text alone.
struct ConfigurationDecoder: Decoder {
    let value: ConfigurationValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .table(let table) = value else { throw mismatch([String: ConfigurationValue].self, "table") }
        return KeyedDecodingContainer(ConfigurationKeyedDecoding<Key>(decoder: self, table: table))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch value {
        case .list(let elements): return ConfigurationUnkeyedDecoding(decoder: self, elements: elements)
        case .bytes(let bytes):
            return ConfigurationUnkeyedDecoding(decoder: self, elements: bytes.map { .int(Int($0)) })
        default: throw mismatch([ConfigurationValue].self, "list")
        }
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        ConfigurationSingleDecoding(decoder: self)
    }

    func nested(_ value: ConfigurationValue, at key: any CodingKey) -> ConfigurationDecoder {
        ConfigurationDecoder(value: value, codingPath: codingPath + [key])
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if let leaf = type as? any ConfigurationLeaf.Type {
            guard let result = leaf.leaf(of: value) as? T else { throw mismatch(type, leaf.leafName) }
            return result
        }
        return try T(from: self)
    }

    func mismatch(_ type: Any.Type, _ expectation: String) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: expectation)
        return value == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

private struct ConfigurationSingleDecoding: SingleValueDecodingContainer {
    let decoder: ConfigurationDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.value == .null }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}

private struct ConfigurationKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ConfigurationDecoder
    let table: [String: ConfigurationValue]
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { table.keys.sorted().compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { table[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { (table[key.stringValue] ?? .null) == .null }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        guard let value = table[key.stringValue], value != .null else {
            // An optional type and others may make something of nothing; leaves cannot.
            let expectation = (type as? any ConfigurationLeaf.Type).map { $0.leafName } ?? "a value"
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: expectation))
        }
        return try decoder.nested(value, at: key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try nested(at: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(at: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        decoder.nested(table["super"] ?? .null, at: ConfigurationCodingKey(stringValue: "super"))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        decoder.nested(table[key.stringValue] ?? .null, at: key)
    }

    private func nested(at key: Key) throws -> ConfigurationDecoder {
        guard let value = table[key.stringValue] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "a value"))
        }
        return decoder.nested(value, at: key)
    }
}

private struct ConfigurationUnkeyedDecoding: UnkeyedDecodingContainer {
    let decoder: ConfigurationDecoder
    let elements: [ConfigurationValue]
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try current().value == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let result = try current().decode(type)
        currentIndex += 1
        return result
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try current().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try current().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let result = try current()
        currentIndex += 1
        return result
    }

    private func current() throws -> ConfigurationDecoder {
        let key = ConfigurationCodingKey(intValue: currentIndex)
        guard currentIndex < elements.count else {
            let context = DecodingError.Context(codingPath: codingPath + [key], debugDescription: "one more element")
            throw DecodingError.valueNotFound(ConfigurationValue.self, context)
        }
        return decoder.nested(elements[currentIndex], at: key)
    }
}

private struct ConfigurationCodingKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "\(intValue)"
        self.intValue = intValue
    }
}
