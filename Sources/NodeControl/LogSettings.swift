/// How large the log of a daemon may grow, and how many files of it are kept.
package struct LogSettings: Hashable, Sendable {
    package var path: String
    /// Bytes a file may have before the next one is begun.
    package var size = 10_000_000
    /// Files that are kept, the current one included.
    package var count = 5

    /// The permissions of the directory it is in.
    static let directoryMode: UInt32 = 0o750

    package init(path: String, size: Int = 10_000_000, count: Int = 5) {
        self.path = path
        self.size = size
        self.count = count
    }

    package init(path: String, _ variable: (String) -> String?) throws(NodeControlError) {
        self.path = path
        if let text = variable("RELEASE_LOG_SIZE"), !text.isEmpty {
            guard let size = Self.bytes(text), size >= 1000 else {
                throw .setting(
                    name: "RELEASE_LOG_SIZE",
                    value: text,
                    expected: "a size of at least 1kB, such as 10MB or 512KiB"
                )
            }
            self.size = size
        }
        if let text = variable("RELEASE_LOG_COUNT"), !text.isEmpty {
            guard let count = Int(text), (1...1000).contains(count) else {
                throw .setting(name: "RELEASE_LOG_COUNT", value: text, expected: "a number from 1 to 1000")
            }
            self.count = count
        }
    }

    /// A size as users write it: `512`, `100kB`, `10MB`, `1GiB`; a lone letter counts in steps of 1024.
    package static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        let factors: [String: Int] = [
            "": 1, "b": 1,
            "k": 1 << 10, "m": 1 << 20, "g": 1 << 30,
            "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
            "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000,
        ]
        guard let number = Int(digits), let factor = factors[unit] else { return nil }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: factor)
        return overflows ? nil : bytes
    }
}
