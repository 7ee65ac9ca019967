extension ProcessCore {
    /// Links two processes in both directions; false when the other is not there.
    func link(to other: ProcessCore) -> Bool {
        guard other !== self else { return true }
        return Self.withBothLocked(self, other) {
            guard !other.phase.hasExited else { return false }
            guard !phase.hasExited else { return true }
            links[ObjectIdentifier(other)] = other
            other.links[ObjectIdentifier(self)] = self
            return true
        }
    }

    func unlink(from other: ProcessCore) {
        guard other !== self else { return }
        Self.withBothLocked(self, other) {
            links[ObjectIdentifier(other)] = nil
            other.links[ObjectIdentifier(self)] = nil
        }
    }
}
