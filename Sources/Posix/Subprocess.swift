import CPosix

/// A program to start as a child, and how it differs from its parent.
///
/// The child gets default signal handlers, only `blockedSignals` blocked, and no descriptors but 0, 1, 2 and those
/// named in `descriptors`.
package struct Subprocess: Sendable {
    package var path: String
    /// The whole vector, the program's own name first.
    package var arguments: [String]
    /// nil: the environment of this process.
    package var environment: [String: String]?
    package var workingDirectory: String?
    /// Number in the child → descriptor here.
    package var descriptors: [Int32: FileDescriptor] = [:]
    package var startsSession = false
    package var startsProcessGroup = false
    package var blockedSignals: [Signal] = []
    package var parentDeathSignal: Signal?

    /// A program at `path` (which is not searched) with the arguments that follow its name.
    package init(_ path: String, _ arguments: [String] = [], environment: [String: String]? = nil) {
        self.path = path
        self.arguments = [path] + arguments
        self.environment = environment
    }

    /// Starts the program and returns its pid; a program that cannot be executed throws here.
    package func start() throws(PosixError) -> Int32 {
        let variables = (environment ?? Environment.snapshot()).map { "\($0.key)=\($0.value)" }.sorted()
        let pairs = descriptors.sorted { $0.key < $1.key }.flatMap { [$0.value.rawValue, $0.key] }
        let blocked = blockedSignals.map(\.rawValue)
        let (pid, code) = withCStrings(arguments) { arguments in
            withCStrings(variables) { variables in
                spawn(arguments: arguments, environment: variables, pairs: pairs, blocked: blocked)
            }
        }
        guard pid > 0 else { throw PosixError(call: "execve", path: path, code: code) }
        return pid
    }

    private func spawn(
        arguments: [UnsafeMutablePointer<CChar>?],
        environment: [UnsafeMutablePointer<CChar>?],
        pairs: [Int32],
        blocked: [Int32]
    ) -> (Int32, Errno) {
        let directory = workingDirectory.map { Array($0.utf8CString) }
        return path.withCString { path in
            arguments.withUnsafeBufferPointer { arguments in
                environment.withUnsafeBufferPointer { environment in
                    pairs.withUnsafeBufferPointer { pairs in
                        blocked.withUnsafeBufferPointer { blocked in
                            directory.withOptionalPointer { directory in
                                var plan = swr_spawn_plan()
                                plan.path = path
                                plan.arguments = arguments.baseAddress
                                plan.environment = environment.baseAddress
                                plan.directory = directory
                                plan.descriptors = pairs.baseAddress
                                plan.descriptor_count = pairs.count / 2
                                plan.new_session = startsSession ? 1 : 0
                                plan.process_group = startsProcessGroup ? 1 : 0
                                plan.blocked_signals = blocked.baseAddress
                                plan.blocked_signal_count = blocked.count
                                plan.parent_death_signal = parentDeathSignal?.rawValue ?? 0
                                let pid = swr_spawn(&plan)
                                return (pid, Errno.current)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension [CChar]? {
    fileprivate func withOptionalPointer<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        guard let self else { return body(nil) }
        return self.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
