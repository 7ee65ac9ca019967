extension FileDescriptor {
    /// Opens `/dev/null` in place of each of the descriptors 0, 1 and 2 that is closed.
    ///
    /// Otherwise the next file or socket opened gets that number, and whatever is printed ends up in it.
    package static func replaceClosedStandard() {
        for number in 0...2 as ClosedRange<Int32> where !FileDescriptor(rawValue: number).isOpen {
            // The lowest free number, which is this one; without /dev/null there is nothing better to put there.
            _ = try? open("/dev/null", .readWrite, options: .inherited)
        }
    }
}
