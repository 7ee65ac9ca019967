#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The conversation between the manifest's process and `release`; definitions have no use for it.
///
/// `release` compiles `rel/Release.swift` between a call of `begin` and one of `serve`. The two pipes that are the
/// process's standard input and output then become private: what the definition prints goes to standard error, and
/// what it reads is empty.
public struct ReleaseManifest {
    private let input: Int32
    private let output: Int32

    /// Sets the pipes to `release` aside, before anything of the definition runs.
    public static func begin() -> ReleaseManifest {
        let input = dup(STDIN_FILENO)
        let output = dup(STDOUT_FILENO)
        guard input >= 0, output >= 0 else { exit(71) }
        for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let nothing = open("/dev/null", O_RDONLY)
        if nothing >= 0 {
            dup2(nothing, STDIN_FILENO)
            close(nothing)
        }
        dup2(STDERR_FILENO, STDOUT_FILENO)
        return ReleaseManifest(input: input, output: output)
    }

    /// Answers what `release` asks about `releases` until it asks no more.
    public func serve(_ releases: Releases) -> Never {
        var answers = ManifestAnswers(releases)
        while let request = readLine() {
            guard writeLine(answers.answer(request)) else { break }
        }
        exit(0)
    }

    /// Answers what `release` asks about `releases` until it asks no more.
    public func serve(_ releases: [Release]) -> Never {
        serve(Releases(releases))
    }

    private func readLine() -> [UInt8]? {
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

    private func writeLine(_ line: [UInt8]) -> Bool {
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
