extension JSONValue {
    /// Parses a JSON text (RFC 8259, strictly) of UTF-8 bytes.
    ///
    /// Refused are invalid UTF-8, escapes of half a surrogate pair, and numbers no `Double` can hold. Of a key that
    /// occurs twice the last value counts.
    public init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        let result =
            bytes.withContiguousStorageIfAvailable { Self.parse($0, limits) }
            ?? ContiguousArray(bytes).withUnsafeBufferPointer { Self.parse($0, limits) }
        self = try result.get()
    }

    /// Parses a JSON text.
    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var text = text
        self = try text.withUTF8 { Self.parse($0, limits) }.get()
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits) -> Result<Self, JSONError> {
        guard bytes.count <= limits.bytes else { return .failure(.tooLarge(limit: limits.bytes)) }
        do throws(JSONError) {
            var parser = JSONParser(bytes, depth: limits.depth)
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }
}
