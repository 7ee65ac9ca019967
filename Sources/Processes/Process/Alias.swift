/// A second address of a process, which can be switched off: what is sent to it afterwards vanishes.
///
/// It lets a process stop listening to an answer that would come too late.
public struct Alias<Message: Sendable>: Sendable, Hashable {
    let number: UInt64
    let owner: BareProcess<Message>
    /// The monitor that was made together with it, if there is one.
    public let monitor: Monitor?

    /// Sends to the process behind the alias while the alias is active.
    public func send(_ message: Message) {
        guard let mode = owner.use(self) else { return owner.system.countDeadLetter(message, to: owner) }
        if mode == .replyDemonitor, let monitor { _ = owner.demonitor(monitor, flush: false) }
        owner.deliver(typed: message)
    }

    /// Whether both are the same.
    public static func == (left: Alias, right: Alias) -> Bool {
        left.number == right.number
    }

    /// Hashes what makes it the same.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
    }
}

extension BareProcess {
    func makeAlias(_ mode: AliasMode, monitor: Monitor? = nil) -> Alias<Message> {
        let alias = Alias(number: system.nextNumber(), owner: self, monitor: monitor)
        lock.withLock {
            let rarities = rarities ?? ProcessRarities()
            rarities.aliases[alias.number] = mode
            if let monitor, mode == .demonitor || mode == .replyDemonitor {
                rarities.aliasesOfMonitors[monitor.number] = alias.number
            }
            self.rarities = rarities
        }
        return alias
    }

    /// Switches an alias off; true when it was on.
    func dropAlias(_ alias: Alias<Message>) -> Bool {
        lock.withLock { rarities?.aliases.removeValue(forKey: alias.number) != nil }
    }

    /// How an alias is to be used now, if it is active; one that serves once is off afterwards.
    func use(_ alias: Alias<Message>) -> AliasMode? {
        lock.withLock {
            let mode = rarities?.aliases[alias.number]
            if mode == .reply || mode == .replyDemonitor { rarities?.aliases[alias.number] = nil }
            return mode
        }
    }
}
