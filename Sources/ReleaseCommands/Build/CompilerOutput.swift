/// A line that `swift build` prints, understood.
enum CompilerLine: Hashable, Sendable {
    /// `[12/340] Compiling Todo Todo.swift`
    case progress(done: Int, total: Int, what: String)
    /// What only says that SwiftPM is at work.
    case chatter
    /// Anything else: what a compiler or a linker has to say.
    case message(String)

    init(_ line: String) {
        if let progress = Self.progress(line) {
            self = progress
        } else if line.isEmpty || line.hasPrefix("Building for ") || line.hasPrefix("Build of product ")
            || line.hasPrefix("Build complete!")
        {
            self = .chatter
        } else {
            self = .message(line)
        }
    }

    private static func progress(_ line: String) -> CompilerLine? {
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return nil }
        let numbers = line[line.index(after: line.startIndex)..<end].split(separator: "/")
        guard numbers.count == 2, let done = Int(numbers[0]), let total = Int(numbers[1]) else { return nil }
        return .progress(done: done, total: total, what: String(line[line.index(after: end)...].drop { $0 == " " }))
    }
}
