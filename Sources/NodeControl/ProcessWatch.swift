import Posix

/// The processes that are a node, held so that a later process of the same number is never taken for one of them.
struct ProcessWatch {
    private var processes: [(pid: Int32, descriptor: ProcessDescriptor)] = []

    /// Watches those that exist.
    init(_ pids: [Int32?]) throws(NodeControlError) {
        for pid in pids {
            guard let pid, !processes.contains(where: { $0.pid == pid }) else { continue }
            do throws(PosixError) {
                processes.append((pid, try ProcessDescriptor(pid)))
            } catch  where error.code == .noSuchProcess {
                continue
            } catch {
                throw .system(error)
            }
        }
    }

    var isEmpty: Bool { processes.isEmpty }

    /// Waits until all of them have ended; false when the deadline passed first.
    func waitForEnd(until deadline: Deadline) throws(NodeControlError) -> Bool {
        for process in processes {
            let ended = try NodeControlError.system { () throws(PosixError) in
                try process.descriptor.waitForEnd(until: deadline)
            }
            if !ended { return false }
        }
        return true
    }

    /// Sends a signal to one of them; one that has ended needs none.
    func send(_ signal: Signal, to pid: Int32, node: String) throws(NodeControlError) {
        guard let process = processes.first(where: { $0.pid == pid }) else { return }
        do throws(PosixError) {
            try process.descriptor.send(signal)
        } catch  where error.code == .noSuchProcess {
            return
        } catch  where error.code == .notPermitted {
            throw .condition(.foreign(user: NodeDirectory.owner(of: "/proc/\(pid)")), node: node)
        } catch {
            throw .system(error)
        }
    }

    /// Adds what shows the end of the process to a poll.
    func add(_ pid: Int32?, to poll: inout Poll) -> Int? {
        processes.first { $0.pid == pid }.map { poll.add($0.descriptor.descriptor, for: .readable) }
    }
}
