public import Processes

/// The address of something that can be a child.
public protocol ChildHandle: Sendable {
    /// Its process.
    var id: ProcessID { get }
    /// What the starter of the child is told besides.
    var startInfo: (any Sendable)? { get }
}

extension ChildHandle {
    /// Nothing besides.
    public var startInfo: (any Sendable)? { nil }
}

extension ServerRef: ChildHandle {}
extension ProcessRef: ChildHandle {}

extension ProcessID: ChildHandle {
    /// The process itself.
    public var id: ProcessID { self }
}

/// A child that runs, and what its start function said besides.
public struct StartedChild: ChildHandle {
    /// Its process.
    public let id: ProcessID
    /// What its start function said besides.
    public let info: (any Sendable)?

    /// A child, with something to say besides.
    public init(_ id: ProcessID, info: (any Sendable)?) {
        self.id = id
        self.info = info
    }

    init(_ child: some ChildHandle) {
        self.init(child.id, info: child.startInfo)
    }

    /// What its start function said besides.
    public var startInfo: (any Sendable)? { info }
}
