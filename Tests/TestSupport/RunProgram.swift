package import HostSystem

/// Runs a program to its end, and returns how it ended and what it wrote.
///
/// The environment is that of the test program with `environment` on top; a program that hangs is killed after two
/// minutes, so that a broken test ends.
package func runProgram(
    _ program: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    in directory: String? = nil,
    input: Subprocess.Input = .nothing
) throws -> SubprocessResult {
    aboutToBlock()
    let host = HostContext.live()
    return try Subprocess(
        program,
        arguments,
        environment: host.environment.merging(environment) { $1 },
        directory: directory,
        input: input,
        deadline: .seconds(120)
    ).run(on: host)
}
