import Glibc

/// A system call that failed: which one, on what, and why.
package struct PosixError: Error, Hashable, Sendable, CustomStringConvertible {
    package let call: String
    package let path: String?
    package let code: Errno

    package init(call: String, path: String? = nil, code: Errno) {
        self.call = call
        self.path = path
        self.code = code
    }

    package var description: String {
        guard let path else { return "\(call): \(code)" }
        return "\(path): \(code) (\(call))"
    }
}

/// Runs a system call again while signals interrupt it, and throws what it leaves in `errno` when it fails.
@discardableResult
func checked<Result: SignedInteger>(
    _ call: StaticString,
    _ path: String? = nil,
    _ body: () -> Result
) throws(PosixError) -> Result {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = Errno.current
        if code != .interrupted { throw PosixError(call: "\(call)", path: path, code: code) }
    }
}
