import CHostSystem
import Glibc

/// The descriptors that connect us with one subprocess.
struct SubprocessPipes {
    /// Our ends; -1 where there is no pipe.
    var input: Int32 = -1
    var output: Int32 = -1
    var errorOutput: Int32 = -1
    /// The ends of the subprocess, closed by us once it runs.
    private var theirs: [Int32] = []

    /// Opens what `subprocess` needs, and says in `actions` how the new process takes its ends.
    init(for subprocess: Subprocess, actions: inout posix_spawn_file_actions_t) throws(HostError) {
        do {
            try connectInput(subprocess.input, actions: &actions)
            output = try connect(subprocess.output, to: 1, actions: &actions)
            errorOutput = try connect(subprocess.errorOutput, to: 2, actions: &actions)
        } catch {
            closeAll()
            throw error
        }
    }

    mutating func closeTheirs() {
        for descriptor in theirs { close(descriptor) }
        theirs = []
    }

    mutating func closeAll() {
        closeTheirs()
        for descriptor in [input, output, errorOutput] where descriptor >= 0 { close(descriptor) }
        (input, output, errorOutput) = (-1, -1, -1)
    }

    private mutating func connectInput(
        _ source: Subprocess.Input,
        actions: inout posix_spawn_file_actions_t
    ) throws(HostError) {
        switch source {
        case .inherited: break
        case .nothing: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        case .bytes:
            let ends = try Self.pipe()
            posix_spawn_file_actions_adddup2(&actions, ends.reading, 0)
            theirs.append(ends.reading)
            input = ends.writing
            // The descriptor is written to while output is read, so a full pipe must not stop us.
            _ = fcntl(input, F_SETFL, O_NONBLOCK)
        }
    }

    private mutating func connect(
        _ target: Subprocess.Output,
        to descriptor: Int32,
        actions: inout posix_spawn_file_actions_t
    ) throws(HostError) -> Int32 {
        switch target {
        case .inherited: return -1
        case .discarded:
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
            return -1
        case .merged:
            posix_spawn_file_actions_adddup2(&actions, 1, descriptor)
            return -1
        case .captured, .lines:
            let ends = try Self.pipe()
            posix_spawn_file_actions_adddup2(&actions, ends.writing, descriptor)
            theirs.append(ends.writing)
            _ = fcntl(ends.reading, F_SETFL, O_NONBLOCK)
            return ends.reading
        }
    }

    private static func pipe() throws(HostError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard host_pipe_cloexec(&ends) == 0 else { throw .failed(action: "open", path: "pipe", code: errno) }
        return (ends[0], ends[1])
    }
}
