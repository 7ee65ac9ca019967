package import JSONValues

/// What ties a response to its request: a text, a number, or null, chosen by whoever asks.
package struct RequestID: Hashable, Sendable, CustomStringConvertible {
    package let json: JSONValue

    /// The id of answers to what could not be read.
    package static let null = RequestID(.null)

    private init(_ json: JSONValue) {
        self.json = json
    }

    package init(_ number: Int) {
        json = .int(number)
    }

    package init(_ text: String) {
        json = .string(text)
    }

    /// The id that is that value, or nil when a value of that sort cannot be an id.
    package init?(json: JSONValue) {
        switch json {
        case .string, .int, .double, .null: self.json = json
        case .bool, .array, .object: return nil
        }
    }

    package var description: String { json.description }
}
