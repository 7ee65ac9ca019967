package import Posix

/// What a launcher hands to itself when it executes the control script again for a restart: `RELEASE_RESUME`.
package struct Resumption: Hashable, Sendable {
    /// The locked pid file.
    package var lock: FileDescriptor
    /// The pipe the programs write their output to, when there is a log.
    package var output: Ends?
    /// What could not be written to the log.
    package var losses: LogLosses

    /// The two ends of a pipe.
    package struct Ends: Hashable, Sendable {
        package let readEnd: FileDescriptor
        package let writeEnd: FileDescriptor

        package init(readEnd: FileDescriptor, writeEnd: FileDescriptor) {
            self.readEnd = readEnd
            self.writeEnd = writeEnd
        }
    }

    package init(lock: FileDescriptor, output: Ends?, losses: LogLosses = LogLosses()) {
        self.lock = lock
        self.output = output
        self.losses = losses
    }

    /// Reads the variable; nil when it is not what a launcher writes.
    package init?(text: String) {
        let words = text.split(separator: ",")
        let numbers = words.compactMap { Int($0) }
        let descriptors = numbers.prefix(3).compactMap(Int32.init(exactly:)).map(FileDescriptor.init(rawValue:))
        guard numbers.count == words.count, let lock = descriptors.first, lock.rawValue > 2 else { return nil }
        self.lock = lock
        losses = LogLosses()
        if numbers.count == 1 { return }
        guard descriptors.count == 3 else { return nil }
        output = Ends(readEnd: descriptors[1], writeEnd: descriptors[2])
        if numbers.count == 3 { return }
        guard let losses = LogLosses(numbers: Array(numbers[3...])) else { return nil }
        self.losses = losses
    }

    /// What our predecessor in this process left; a variable that came from elsewhere names nothing that is open.
    static func left() -> Resumption? {
        guard let text = Environment.value(of: "RELEASE_RESUME"), let resumption = Resumption(text: text),
            resumption.descriptors.allSatisfy(\.isOpen)
        else { return nil }
        return resumption
    }

    /// The variable's value.
    package var text: String {
        guard let output else { return "\(lock.rawValue)" }
        let descriptors = [lock, output.readEnd, output.writeEnd].map { Int($0.rawValue) }
        return (descriptors + losses.numbers).map(String.init).joined(separator: ",")
    }

    var descriptors: [FileDescriptor] {
        [lock] + (output.map { [$0.readEnd, $0.writeEnd] } ?? [])
    }
}
