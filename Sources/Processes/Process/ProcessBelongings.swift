/// What a process has outside of itself, and loses in the moment it ends or begins to end.
package protocol ProcessBelongings: AnyObject, Sendable {
    /// Where it has them; a process has at most one of these for a place.
    var place: AnyObject { get }

    /// Whether the place is no longer in use, so that nobody will ask for them.
    var isObsolete: Bool { get }

    /// Takes away what the process has; called once, without a lock, before anybody hears of the end.
    func ownerEnded()
}

extension ProcessCore {
    /// Takes the belongings of a process that ends; the lock is held.
    func takeBelongingsLocked() -> [any ProcessBelongings] {
        guard rarities?.belongings.isEmpty == false else { return [] }
        defer { rarities?.belongings = [] }
        return rarities?.belongings ?? []
    }
}

extension ProcessID {
    /// What the process has at a place, if anything.
    package func belongings(at place: AnyObject) -> (any ProcessBelongings)? {
        core.lock.withLock { core.rarities?.belongings.first { $0.place === place } }
    }

    /// Gives the process something to have at a place, unless it has; `nil` when it has ended or begun to end.
    package func belongings(
        at place: AnyObject,
        orNew make: () -> any ProcessBelongings
    ) -> (any ProcessBelongings)? {
        // What is obsolete is let go of after the lock.
        var before: [any ProcessBelongings] = []
        defer { withExtendedLifetime(before) {} }
        return core.lock.withLock {
            guard core.phase.isRunning else { return nil }
            if core.rarities == nil { core.rarities = ProcessRarities() }
            before = core.rarities?.belongings ?? []
            if let existing = before.first(where: { $0.place === place }) { return existing }
            let new = make()
            core.rarities?.belongings = before.filter { !$0.isObsolete } + [new]
            return new
        }
    }

    /// Links the process and another, in both directions; false when the other is not there.
    @usableFromInline package func link(to other: ProcessID) -> Bool {
        core.link(to: other.core)
    }

    /// Takes a link back.
    @usableFromInline package func unlink(from other: ProcessID) {
        core.unlink(from: other.core)
    }
}
