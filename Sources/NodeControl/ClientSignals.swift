import Posix

/// How a command takes signals that talks to a node, or waits for one, instead of becoming it.
package enum ClientSignals {
    /// Undoes what a parent may have left blocked: a client must always be possible to end.
    package static func hear() throws(NodeControlError) {
        try NodeControlError.system { () throws(PosixError) in
            try Signals.unblock([.hangUp, .interrupt, .quit, .terminate, .pipe])
            // Swift's runtime would write a backtrace and go on waiting.
            try Signals.restoreDefault(.quit)
        }
    }
}
