import Glibc

/// Waits until one of many descriptors can be read or written.
package struct Poll: Sendable {
    /// What a descriptor is watched for, or what happened to it.
    package struct Events: OptionSet, Sendable {
        package let rawValue: Int16

        package init(rawValue: Int16) {
            self.rawValue = rawValue
        }

        package static let readable = Events(rawValue: Int16(POLLIN))
        package static let writable = Events(rawValue: Int16(POLLOUT))
        /// The other side is gone; reported whether asked for or not.
        package static let hungUp = Events(rawValue: Int16(POLLHUP))
        /// Nobody reads the pipe any more; one of the ways to fail.
        package static let brokenPipe = Events(rawValue: Int16(POLLERR))
        package static let failed = Events(rawValue: Int16(POLLERR) | Int16(POLLNVAL))
    }

    private var entries: [pollfd] = []

    package init() {}

    package var count: Int { entries.count }

    /// Forgets all descriptors, keeping the memory.
    package mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    /// Watches one more descriptor and returns its index; an empty set still reports `hungUp` and `failed`.
    @discardableResult
    package mutating func add(_ descriptor: FileDescriptor, for events: Events) -> Int {
        entries.append(pollfd(fd: descriptor.rawValue, events: events.rawValue, revents: 0))
        return entries.count - 1
    }

    /// Watches the descriptor at `index` for other events from now on.
    package mutating func setEvents(_ events: Events, at index: Int) {
        entries[index].events = events.rawValue
    }

    /// Forgets the descriptor at `index`; the last one takes its place.
    package mutating func removeBySwapping(at index: Int) {
        entries.swapAt(index, entries.count - 1)
        entries.removeLast()
    }

    /// What happened to the descriptor at `index` in the last wait.
    package subscript(index: Int) -> Events {
        Events(rawValue: entries[index].revents)
    }

    /// Waits until something happens or the deadline passes; returns how many descriptors have news.
    package mutating func wait(until deadline: Deadline = .never) throws(PosixError) -> Int {
        while true {
            let count = Glibc.poll(&entries, nfds_t(entries.count), deadline.pollTimeout)
            if count >= 0 { return Int(count) }
            guard Errno.current == .interrupted else { throw PosixError(call: "poll", code: .current) }
        }
    }

    /// Waits for one descriptor; false when the deadline passed first.
    package static func wait(
        for descriptor: FileDescriptor,
        _ events: Events,
        until deadline: Deadline
    ) throws(PosixError) -> Bool {
        var poll = Poll()
        poll.add(descriptor, for: events)
        return try poll.wait(until: deadline) > 0
    }
}
