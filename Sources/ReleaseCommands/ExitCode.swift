/// What the exit status of `release` says; the same numbers as those of `bin/NAME`.
package enum ExitCode: Int32, Sendable {
    case done = 0
    /// What the user asked for failed: a compiler error, a step that threw.
    case failed = 1
    case wrongUsage = 64
    /// A fault of ours.
    case internalFault = 70
    /// Declined, or locked by another process.
    case notNow = 75
    case notPermitted = 77
    /// The definition, the package or the configuration is wrong.
    case wrongConfiguration = 78
    /// A program that is needed is missing.
    case missingProgram = 127
}
