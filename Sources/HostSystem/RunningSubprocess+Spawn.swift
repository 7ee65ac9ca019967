import CHostSystem
import Glibc

extension RunningSubprocess {
    /// Starts the program in a group of its own, with no descriptors but the three, and with default signal handling.
    static func spawn(_ subprocess: Subprocess) throws(HostError) -> (pid_t, SubprocessPipes) {
        let environment = subprocess.environment ?? [:]
        let path = try ProgramSearch.path(of: subprocess.program, environment: environment)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = makeAttributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var pipes = try SubprocessPipes(for: subprocess, actions: &actions)
        if let directory = subprocess.directory {
            host_spawn_add_chdir(&actions, directory)
        }
        host_spawn_add_close_from(&actions, 3)

        let arguments = CStringArray([subprocess.program] + subprocess.arguments)
        let variables = CStringArray(environment.map { "\($0.key)=\($0.value)" })
        defer {
            arguments.free()
            variables.free()
        }
        var identifier: pid_t = 0
        let code = RunningGroups.shared.insert {
            let code = posix_spawn(&identifier, path, &actions, &attributes, arguments.pointers, variables.pointers)
            return code == 0 ? .success(identifier) : .failure(code)
        }
        pipes.closeTheirs()
        guard code == 0 else {
            pipes.closeAll()
            throw .failed(action: "run", path: path, code: code)
        }
        return (identifier, pipes)
    }

    private static func makeAttributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return attributes
    }
}

/// Strings as C wants them: an array of pointers that ends in nil.
private struct CStringArray {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) {
        pointers = strings.map { strdup($0) } + [nil]
    }

    func free() {
        for pointer in pointers { Glibc.free(pointer) }
    }
}
