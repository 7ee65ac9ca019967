/// A name under which one process can be found.
///
///     let cache: ProcessName = "cache"
///     let lobby = ProcessName.via(rooms, "lobby")      // kept by a registry of yours
public struct ProcessName: Sendable {
    private let scope: Scope

    private enum Scope: Sendable {
        case local(String)
        case global(String)
        case via(ViaName)
    }

    private init(scope: Scope) {
        self.scope = scope
    }

    /// A name on this node.
    public init(_ text: String) {
        scope = .local(text)
    }

    /// A name in the whole cluster; while nodes are not connected that is this node, in a name space of its own.
    public static func global(_ text: String) -> ProcessName {
        ProcessName(scope: .global(text))
    }

    /// A name that a registry keeps.
    public static func via<R: ProcessRegistry>(_ registry: R, _ key: R.Key) -> ProcessName {
        ProcessName(scope: .via(ViaName(registry, key)))
    }

    /// A name that a registry of ours keeps.
    package init(_ name: ViaName) {
        scope = .via(name)
    }

    /// The process that holds the name, if it is alive.
    public var process: ProcessID? {
        process(in: .current)
    }

    func process(in system: ProcessSystem) -> ProcessID? {
        try? find(in: system)
    }

    /// The process that holds the name, if it is alive; throws when nobody can hold such a name.
    func find(in system: ProcessSystem) throws -> ProcessID? {
        let found: ProcessID? =
            switch scope {
            case .local(let text): system.names.holder(of: .init(text: text, isGlobal: false))
            case .global(let text): system.names.holder(of: .init(text: text, isGlobal: true))
            case .via(let name): try name.find()
            }
        guard let found, found.isAlive else { return nil }
        return found
    }

    /// Takes the name for a process; gives back who holds it otherwise, and throws when nobody can hold such a name.
    func claim(for process: ProcessCore) throws -> ProcessID? {
        switch scope {
        case .local(let text): process.system.names.claim(.init(text: text, isGlobal: false), for: process)
        case .global(let text): process.system.names.claim(.init(text: text, isGlobal: true), for: process)
        case .via(let name): try name.claim(ProcessID(process))
        }
    }

    func release(by process: ProcessCore) {
        switch scope {
        case .local(let text): process.system.names.release(.init(text: text, isGlobal: false), by: process)
        case .global(let text): process.system.names.release(.init(text: text, isGlobal: true), by: process)
        case .via(let name): name.release(ProcessID(process))
        }
    }

    /// The text of the name, or the key of one that a registry keeps.
    public var text: String {
        switch scope {
        case .local(let text), .global(let text): text
        case .via(let name): name.text
        }
    }
}

extension ProcessName: Hashable {
    /// Whether both are the same.
    public static func == (left: ProcessName, right: ProcessName) -> Bool {
        left.identity == right.identity
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(identity)
    }

    private var identity: AnyHashable {
        switch scope {
        case .local(let text): AnyHashable(NameTable.Key(text: text, isGlobal: false))
        case .global(let text): AnyHashable(NameTable.Key(text: text, isGlobal: true))
        case .via(let name): AnyHashable(name.identity)
        }
    }
}

extension ProcessName: ExpressibleByStringLiteral, CustomStringConvertible {
    /// A name given by its text.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// How it prints.
    public var description: String {
        switch scope {
        case .local(let text): text
        case .global(let text): "global \(text)"
        case .via(let name): "\(name.text) via \(name.registry)"
        }
    }
}
