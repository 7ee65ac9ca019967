/// A message that its sender can take back while it waits in a mailbox.
package protocol RevocableMessage: Sendable {
    /// The monitor of whatever it tells about; unique.
    var monitor: Monitor { get }
}

extension ProcessID {
    /// The monitor that stands for the one interest of an owner in this process.
    package var ownersMonitor: Monitor {
        Monitor(number: core.number, target: .process(self))
    }

    /// Tells an owner what came of something, if it takes such messages, and that it has ended.
    package func tell(_ message: (any RevocableMessage)?, thenDown monitor: Monitor, _ reason: ExitReason) {
        if let message { core.offer(message) }
        core.append(.down(monitor, reason))
    }

    /// Takes back what was told about a monitor and still waits in the mailbox.
    package func takeBackMail(of monitor: Monitor) {
        let taken = core.lock.withLock {
            core.removeSignalLocked { signal in
                if case .down(let other, _) = signal { other == monitor } else { false }
            }
            return core.removeMessageLocked { message in (message as? any RevocableMessage)?.monitor == monitor }
        }
        withExtendedLifetime(taken) {}
    }
}
