import Processes

/// A registry of names as a user would write it.
final class Rooms: ProcessRegistry {
    private let rooms = Locked<[Int: ProcessID]>([:])

    func register(_ process: ProcessID, as key: Int) -> ProcessID? {
        rooms.withLock { rooms in
            if let holder = rooms[key], holder.isAlive { return holder }
            rooms[key] = process
            return nil
        }
    }

    func unregister(_ process: ProcessID, from key: Int) {
        rooms.withLock { rooms in
            if rooms[key] == process { rooms[key] = nil }
        }
    }

    func process(for key: Int) -> ProcessID? {
        rooms.withLock { $0[key] }
    }
}
