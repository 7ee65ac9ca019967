import Posix

/// A line on standard error.
enum Complaint {
    static func write(_ text: String) {
        do {
            try FileDescriptor.standardError.write(text + "\n")
        } catch {
            // Nobody is left to tell.
        }
    }
}
