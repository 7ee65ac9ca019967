import Synchronization

/// What a client must show to change anything.
struct APIToken: Sendable {
    private let header: [UInt8]

    init(_ token: String) {
        header = Array("Bearer \(token)".utf8)
    }

    /// Whether a header shows the token; how long this takes says nothing about the token.
    func isShown(by authorization: String) -> Bool {
        let given = Array(authorization.utf8)
        var difference = given.count ^ header.count
        for (position, byte) in given.enumerated() {
            difference |= Int(byte ^ header[position % header.count])
        }
        return difference == 0
    }
}

extension APIToken: CustomStringConvertible, CustomReflectable {
    /// Nothing of it, whoever prints what holds it.
    var description: String { "<secret>" }

    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Asks for the token that counts now, if there is one.
final class TokenGate: Sendable {
    private let token: Mutex<APIToken?>

    init(_ token: APIToken?) {
        self.token = Mutex(token)
    }

    func admits(_ authorization: String) -> Bool {
        token.withLock { $0 }?.isShown(by: authorization) ?? true
    }

    func change(to token: APIToken?) {
        self.token.withLock { $0 = token }
    }
}
