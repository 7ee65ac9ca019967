extension Configuration {
    /// `text` without the values of secret keys that it may quote.
    package func masking(_ text: String) -> String {
        var result = text
        for path in secrets {
            guard let value = self[path] else { continue }
            for secret in Self.texts(of: value).sorted(by: { $0.utf8.count > $1.utf8.count }) {
                result = result.replacingOccurrences(of: secret, with: Self.mask)
            }
        }
        return result
    }

    /// The name of an application whose value is no table.
    package var applicationWithoutTable: String? {
        values.sorted { $0.key < $1.key }.first { _, value in
            if case .table = value { false } else { true }
        }?.key
    }

    /// Shorter ones would blank half of a message, and keep nobody out.
    private static let shortestSecret = 4

    private static func texts(of value: ConfigurationValue) -> [String] {
        switch value {
        case .string(let text): text.utf8.count < shortestSecret ? [] : [text]
        case .list(let values): values.flatMap(texts)
        case .table(let table): table.values.flatMap(texts)
        case .int(let number): "\(number)".utf8.count < shortestSecret ? [] : ["\(number)"]
        case .null, .bool, .double, .bytes: []
        }
    }
}

extension String {
    fileprivate func replacingOccurrences(of part: String, with replacement: String) -> String {
        var result = ""
        var rest = self[...]
        while let character = rest.first {
            if rest.hasPrefix(part) {
                result += replacement
                rest = rest.dropFirst(part.count)
            } else {
                result.append(character)
                rest.removeFirst()
            }
        }
        return result
    }
}
