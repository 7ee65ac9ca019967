import CPosix

/// A soft and a hard limit the system puts on this process.
package struct ResourceLimit: Hashable, Sendable {
    /// The value that stands for no limit.
    package static let unlimited = UInt64.max

    package var soft: UInt64
    package var hard: UInt64

    package init(soft: UInt64, hard: UInt64) {
        self.soft = soft
        self.hard = hard
    }

    /// How many descriptors may be open.
    package static func openFiles() throws(PosixError) -> ResourceLimit {
        var limit = ResourceLimit(soft: 0, hard: 0)
        try checked("getrlimit") { swr_get_descriptor_limit(&limit.soft, &limit.hard) }
        return limit
    }

    /// Limits how many descriptors may be open.
    package static func setOpenFiles(_ limit: ResourceLimit) throws(PosixError) {
        try checked("setrlimit") { swr_set_descriptor_limit(limit.soft, limit.hard) }
    }

    /// How many bytes a core dump may have.
    package static func coreSize() throws(PosixError) -> ResourceLimit {
        var limit = ResourceLimit(soft: 0, hard: 0)
        try checked("getrlimit") { swr_get_core_limit(&limit.soft, &limit.hard) }
        return limit
    }

    /// Limits the size of core dumps.
    package static func setCoreSize(_ limit: ResourceLimit) throws(PosixError) {
        try checked("setrlimit") { swr_set_core_limit(limit.soft, limit.hard) }
    }
}
