import CBoot
import Posix

/// Takes and shows the stacks of all threads of this process.
enum ThreadBacktrace {
    /// How long all threads together may take; a thread that is not let run does not answer.
    private static let patience: Duration = .seconds(2)
    /// More threads than this are counted, not shown.
    private static let mostThreads = 1000

    /// Resolves what a first backtrace would need to look up, while the node is still well.
    static func prepare() {
        cboot_capture_prepare()
    }

    /// The stacks of all threads, a line for each frame; threads with the same stack share it.
    static func text() -> String {
        let threads = identifiers()
        let deadline = Deadline.after(patience)
        var groups: [(titles: [String], frames: String)] = []
        for thread in threads.prefix(mostThreads) {
            let (title, frames) = describe(thread, until: deadline)
            if let index = groups.firstIndex(where: { $0.frames == frames && !frames.isEmpty }) {
                groups[index].titles.append(title)
            } else {
                groups.append(([title], frames))
            }
        }
        let left = threads.count - mostThreads
        return "\(threads.count) threads of process \(CurrentProcess.id)\n"
            + groups.map { $0.titles.joined(separator: "\n") + "\n" + $0.frames }.joined()
            + (left > 0 ? "and \(left) more threads\n" : "")
    }

    private static func identifiers() -> [Int32] {
        let names: [String]
        do {
            names = try Files.names(in: "/proc/self/task")
        } catch {
            return [Int32(cboot_thread_id())]
        }
        return names.compactMap { Int32($0) }.sorted()
    }

    private static func describe(_ thread: Int32, until deadline: Deadline) -> (title: String, frames: String) {
        let name = (try? Files.readText("/proc/self/task/\(thread)/comm")) ?? "?\n"  // gone meanwhile: no name
        let title = "thread \(thread) \"\(name.dropLast())\""
        var stack = cboot_stack()
        let milliseconds = Int32(min(200, max(10, deadline.remainingSeconds * 1000)))
        switch cboot_capture_stack(thread, milliseconds, &stack) {
        case CBOOT_CAPTURE_DONE: return (title, frames(of: stack))
        case CBOOT_CAPTURE_GONE: return ("\(title): ended meanwhile", "")
        case CBOOT_CAPTURE_TIMEOUT: return ("\(title): does not answer (\(state(of: thread)))", "")
        default: return ("\(title): cannot be interrupted", "")
        }
    }

    /// What the kernel says a thread does, for one that does not answer.
    private static func state(of thread: Int32) -> String {
        guard let status = try? Files.readText("/proc/self/task/\(thread)/status") else { return "ended" }
        let lines = status.split(separator: "\n").filter { $0.hasPrefix("State:") || $0.hasPrefix("SigBlk:") }
        return lines.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.joined(separator: ", ")
    }

    private static func frames(of stack: cboot_stack) -> String {
        let count = Int(stack.count)
        let kinds = withUnsafeBytes(of: stack.kinds) { Array($0.prefix(count)) }
        let addresses = withUnsafeBytes(of: stack.frames) { Array($0.bindMemory(to: UInt.self).prefix(count)) }
        return zip(addresses, kinds).enumerated().map { index, frame in
            "  \(index) \(mark(of: frame.1))\(symbol(at: frame.0, kind: frame.1))\n"
        }.joined()
    }

    private static func mark(of kind: UInt8) -> String {
        switch UInt32(kind) {
        case CBOOT_FRAME_GUESSED.rawValue: "probably "
        case CBOOT_FRAME_AWAITING.rawValue: "awaiting "
        default: ""
        }
    }

    private static func symbol(at address: UInt, kind: UInt8) -> String {
        let returns = [CBOOT_FRAME_CALLER.rawValue, CBOOT_FRAME_GUESSED.rawValue].contains(UInt32(kind))
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2048) { buffer in
            let length = cboot_describe_address(address, returns, buffer.baseAddress, buffer.count)
            return String(decoding: UnsafeRawBufferPointer(buffer).prefix(length), as: UTF8.self)
        }
    }
}
