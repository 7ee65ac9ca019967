import Foundation

/// Prints a line of its resource every second, and its arguments first when it has any.
@main
struct Plain {
    static func main() async throws {
        if CommandLine.arguments.count > 1 {
            say("called with " + CommandLine.arguments.dropFirst().joined(separator: " "))
        }
        let greetings = try greetings()
        say("plain \(ProcessInfo.processInfo.processIdentifier) found \(greetings.count) greetings in its resource")
        for number in 0... {
            say(greetings[number % greetings.count])
            try await Task.sleep(for: .seconds(1))  // allowed: the pause is what this program is for
        }
    }

    private static func greetings() throws -> [String] {
        guard let url = Bundle.module.url(forResource: "greetings", withExtension: "txt") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Writes a line at once, also where the output is a file.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    }
}
