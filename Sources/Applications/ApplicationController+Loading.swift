import Synchronization

extension ApplicationController {
    /// Makes an application known to the node, without starting anything, and says what it is.
    ///
    /// Values that code has put for it are forgotten, unless they are persistent.
    @discardableResult
    public func load(_ name: String) throws(ApplicationError) -> ApplicationSpecification {
        let entry = try catalog.entry(name)
        guard state.withLock({ $0.load(name) }) else { throw .alreadyLoaded(name) }
        environment.withLock { $0.load(name) }
        return specification(entry)
    }

    /// Makes an application known to the node if it is not.
    public func ensureLoaded(_ name: String) throws(ApplicationError) {
        _ = try catalog.entry(name)
        if state.withLock({ $0.load(name) }) { environment.withLock { $0.load(name) } }
    }

    /// Takes an application that does not run from the node's knowledge.
    public func unload(_ name: String) throws(ApplicationError) {
        _ = try catalog.entry(name)
        switch state.withLock({ $0.unload(name) }) {
        case .done: environment.withLock { $0.load(name) }
        case .isNotLoaded: throw .notLoaded(name)
        case .isInUse: throw .stillRunning(name)
        }
    }
}
