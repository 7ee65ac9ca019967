import CHostSystem
import Glibc

/// A descriptor that becomes readable when a child ends.
struct ProcessEnd {
    let descriptor: Int32

    init(of identifier: pid_t) throws(HostError) {
        descriptor = host_pidfd_open(identifier)
        guard descriptor >= 0 else { throw .failed(action: "watch process", path: "\(identifier)", code: errno) }
    }

    func close() {
        Glibc.close(descriptor)
    }
}
