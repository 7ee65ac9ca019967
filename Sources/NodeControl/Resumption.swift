package import Posix

/// What a launcher hands to itself when it executes the control script again for a restart: `RELEASE_RESUME`.
package struct Resumption: Hashable, Sendable {
    /// The locked pid file.
    package var lock: FileDescriptor
    /// The pipe the programs write their output to, when there is a log.
    package var output: Ends?

    /// The two ends of a pipe.
    package struct Ends: Hashable, Sendable {
        package let readEnd: FileDescriptor
        package let writeEnd: FileDescriptor

        package init(readEnd: FileDescriptor, writeEnd: FileDescriptor) {
            self.readEnd = readEnd
            self.writeEnd = writeEnd
        }
    }

    package init(lock: FileDescriptor, output: Ends?) {
        self.lock = lock
        self.output = output
    }

    /// Reads the variable; nil when it is not what a launcher writes.
    package init?(text: String) {
        let numbers = text.split(separator: ",").map { Int32($0) }
        guard let lock = numbers.first ?? nil, lock > 2 else { return nil }
        self.lock = FileDescriptor(rawValue: lock)
        if numbers.count == 3, let readEnd = numbers[1], let writeEnd = numbers[2] {
            output = Ends(readEnd: FileDescriptor(rawValue: readEnd), writeEnd: FileDescriptor(rawValue: writeEnd))
        } else if numbers.count != 1 {
            return nil
        }
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
        return "\(lock.rawValue),\(output.readEnd.rawValue),\(output.writeEnd.rawValue)"
    }

    var descriptors: [FileDescriptor] {
        [lock] + (output.map { [$0.readEnd, $0.writeEnd] } ?? [])
    }
}
