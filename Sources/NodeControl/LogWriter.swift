package import Posix

/// The log of a daemon: what the program writes, line by line with stamps, and what the launcher has to say.
///
/// A disk that is full costs lines, never the node: they are dropped and counted, and the count is written as soon as
/// there is room again.
package struct LogWriter {
    private var file: LogFile
    private var stamper = LineStamper()
    private var stamp = LogStamp()
    /// What could not be written and has not been reported yet.
    package private(set) var losses: LogLosses
    private let now: () -> Timestamp

    /// Opens the log file, to which a predecessor may have been unable to write.
    package init(
        _ settings: LogSettings,
        losses: LogLosses = LogLosses(),
        now: @escaping () -> Timestamp = Clocks.now
    ) throws(PosixError) {
        file = try LogFile(settings)
        self.losses = losses
        self.now = now
    }

    package var descriptor: FileDescriptor { file.descriptor }

    /// Writes output of the program.
    package mutating func write(_ bytes: [UInt8]) {
        emit(bytes[...])
    }

    /// Writes a line of the launcher's own.
    package mutating func note(_ text: String) {
        endLine()
        emit([UInt8]("[launcher] \(text)\n".utf8)[...])
    }

    /// Ends a line that the program has left open.
    package mutating func endLine() {
        put(stamper.endLine()[...])
    }

    /// Opens the log's path anew.
    package mutating func reopen() {
        endLine()
        do throws(PosixError) {
            try file.reopen()
            forgetTornLine()
        } catch {
            note("cannot reopen the log: \(error)")
        }
    }

    private mutating func emit(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while !rest.isEmpty {
            var piece = file.fitting(rest, stampLength: Self.stampLength)
            if piece.isEmpty, file.noticeCut() { continue }
            if piece.isEmpty {
                // A line without end is cut where the file is full, so that no file grows without bounds.
                endLine()
                rotate()
                piece = file.fitting(rest, stampLength: Self.stampLength)
            }
            rest = rest[piece.endIndex...]
            put(stamper.stamp(piece, with: currentStamp())[...])
        }
    }

    private static let stampLength = 25

    private mutating func rotate() {
        do throws(PosixError) {
            try file.rotate()
            forgetTornLine()
        } catch {
            note("cannot begin a new log file: \(error)")
        }
    }

    private mutating func currentStamp() -> [UInt8] {
        stamp.bytes(of: now())
    }

    /// A line that is torn in a former file is none in a fresh one.
    private mutating func forgetTornLine() {
        if file.size == 0 { losses.tornLine = false }
    }

    private mutating func put(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        if let report = losses.report {
            // The report takes the place of a line: if there is room for it there is room for what follows.
            let line = (losses.tornLine ? [UInt8(ascii: "\n")] : []) + currentStamp() + [UInt8](report.utf8)
            let (written, error) = file.append(line[...])
            if let error {
                losses.add(bytes, because: error)
                if written > 0 { losses.tornLine = true }
                return
            }
            losses = LogLosses()
        }
        let (written, error) = file.append(bytes)
        guard let error else { return }
        let lost = bytes.dropFirst(written)
        if written > 0 { losses.tornLine = true }
        losses.add(lost, because: error)
    }
}
