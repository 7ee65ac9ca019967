extension JSONValue {
    /// The JSON form of any encodable value.
    ///
    /// Optionals that are nil are left out of objects, as the compiler's `Encodable` does; numbers without a form in
    /// JSON throw ``JSONError/notEncodable(path:reason:)``.
    public init(encoding value: some Encodable) throws {
        do {
            self = try JSONValueEncoder(node: JSONEncodingNode(), codingPath: []).slot(for: value, at: nil).result
        } catch let error as EncodingError {
            guard case .invalidValue(_, let context) = error else { throw error }
            throw JSONError.notEncodable(path: context.codingPath.jsonPath, reason: context.debugDescription)
        }
    }
}

/// Encodes into one place of the tree.
struct JSONValueEncoder: Encoder {
    let node: JSONEncodingNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeObject()
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return JSONUnkeyedEncoding(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONSingleEncoding(encoder: self)
    }

    /// An encoder for a place below this one.
    func nested(_ node: JSONEncodingNode, at key: (any CodingKey)?) -> JSONValueEncoder {
        JSONValueEncoder(node: node, codingPath: key.map { codingPath + [$0] } ?? codingPath)
    }

    /// Encodes a value that belongs below this place, at `key`.
    func slot<T: Encodable>(for value: T, at key: (any CodingKey)?) throws -> JSONEncodingNode.Slot {
        guard let scalar = value as? any JSONScalar else {
            let node = JSONEncodingNode()
            try value.encode(to: nested(node, at: key))
            return .node(node)
        }
        do throws(JSONScalarError) {
            return .value(try scalar.jsonValue())
        } catch {
            let path = key.map { codingPath + [$0] } ?? codingPath
            throw EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: error.reason))
        }
    }
}

struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) {
        encoder.node.set(.value(.null), forKey: key.stringValue)
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        encoder.node.set(try encoder.slot(for: value, at: key), forKey: key.stringValue)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        nestedEncoder(at: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nestedEncoder(at: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        nestedEncoder(at: JSONCodingKey.super)
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        nestedEncoder(at: key)
    }

    private func nestedEncoder(at key: any CodingKey) -> JSONValueEncoder {
        let node = JSONEncodingNode()
        encoder.node.set(.node(node), forKey: key.stringValue)
        return encoder.nested(node, at: key)
    }
}

struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.node.elementCount }

    func encodeNil() {
        encoder.node.append(.value(.null))
    }

    func encode<T: Encodable>(_ value: T) throws {
        encoder.node.append(try encoder.slot(for: value, at: JSONCodingKey(intValue: count)))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        nestedEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        nestedEncoder().unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        nestedEncoder()
    }

    private func nestedEncoder() -> JSONValueEncoder {
        let node = JSONEncodingNode()
        let key = JSONCodingKey(intValue: count)
        encoder.node.append(.node(node))
        return encoder.nested(node, at: key)
    }
}

struct JSONSingleEncoding: SingleValueEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil() {
        encoder.node.set(.value(.null))
    }

    func encode<T: Encodable>(_ value: T) throws {
        encoder.node.set(try encoder.slot(for: value, at: nil))
    }
}
