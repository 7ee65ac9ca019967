import CPosix
import Glibc

/// The environment variables of this process.
package enum Environment {
    /// All variables now; of a name that occurs twice the first counts, as for `getenv`.
    package static func snapshot() -> [String: String] {
        var variables: [String: String] = [:]
        guard var entry = swr_environment() else { return variables }
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, variables[String(parts[0])] == nil {
                variables[String(parts[0])] = String(parts[1])
            }
            entry += 1
        }
        return variables
    }

    /// One variable, if it is set.
    package static func value(of name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Sets a variable; only while the process has a single thread.
    package static func set(_ name: String, to value: String) {
        setenv(name, value, 1)
    }

    /// Removes a variable; only while the process has a single thread.
    package static func unset(_ name: String) {
        unsetenv(name)
    }
}
