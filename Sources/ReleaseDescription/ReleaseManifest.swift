#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The conversation between the manifest's process and `release`; definitions have no use for it.
///
/// `release` compiles `rel/Release.swift` followed by a call of `serve`. Requests come on descriptor 3, and answers go
/// to descriptor 4, a line for a line, so that what the definition prints or reads is not in the way.
public enum ReleaseManifest {
    private static let input: Int32 = 3
    private static let output: Int32 = 4

    /// Answers what `release` asks about `releases` until it asks no more.
    public static func serve(_ releases: Releases) -> Never {
        for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var answers = ManifestAnswers(releases)
        while let request = readLine() {
            guard writeLine(answers.answer(request)) else { break }
        }
        exit(0)
    }

    /// Answers what `release` asks about `releases` until it asks no more.
    public static func serve(_ releases: [Release]) -> Never {
        serve(Releases(releases))
    }

    private static func readLine() -> [UInt8]? {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while line.last != UInt8(ascii: "\n") {
            let count = read(input, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            line += chunk[..<count]
        }
        return line
    }

    private static func writeLine(_ line: [UInt8]) -> Bool {
        // What the definition printed shall not come after what it answered.
        fflush(nil)
        var rest = (line + [UInt8(ascii: "\n")])[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
