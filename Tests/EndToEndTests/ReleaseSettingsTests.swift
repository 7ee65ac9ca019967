import Foundation
import Testing

@Suite("What a released program finds when it starts", .serialized)
struct ReleaseSettingsTests {
    @Test("REL-079 is its release, the same in its environment and in what the program says")
    func ownRelease() async throws {
        let scratch = try Scratch("zoë")
        let folder = scratch.path + "/Einträge/список"
        try await withTodo(["TODO_FOLDER": folder, "RELEASE_NODE": "todo_one"]) { node in
            try await expectSuccess(node.run("daemon"))
            let pid = try await node.run("pid").text
            let version = String(try await node.run("version").text.split(separator: " ")[1])
            let environment = try Self.environment(of: pid)
            #expect(environment["RELEASE_ROOT"] == node.root)
            #expect(environment["RELEASE_NAME"] == "todo")
            #expect(environment["RELEASE_NODE"] == "todo_one")
            #expect(environment["RELEASE_VSN"] == version)
            #expect(environment["RELEASE_PROG"] == "todo")
            #expect(environment["RELEASE_SYS_CONFIG"] == "\(node.root)/releases/\(version)/sys")
            #expect(environment["RELEASE_COOKIE"] == nil)
            #expect(try await node.run("rpc", "Node.root").text.contains(node.root))
            #expect(try await node.run("rpc", "Node.name").text == #""todo""#)
            #expect(try await node.run("rpc", "Node.version").text == "\"\(version)\"")
            #expect(try await node.run("logs").output.contains("keeping lists in \(folder)\n"))
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe").hasPrefix(node.root + "/")
            )
        }
    }

    @Test("REL-080 is the runtime configuration merged over that of the build, also from files it cannot write")
    func mergedConfiguration() async throws {
        try await withTodo { node in
            let version = String(try await node.run("version").text.split(separator: " ")[1])
            let settings = "\(node.root)/releases/\(version)/sys.config"
            // Port 1 is what the runtime configuration has to win over; the number of workers stands only here.
            try Data(#"{"todo": {"workers": 2, "port": 1}}"#.utf8).write(to: URL(fileURLWithPath: settings))
            try await expectSuccess(Command("chmod", "-R", "a-w", "\(node.root)/releases").run())
            try await expectSuccess(node.run("daemon"))
            #expect(try await !node.run("logs").output.contains("listening on 127.0.0.1:1\n"))
            try await expectSuccess(node.run("stop"))

            try await expectSuccess(Command("chmod", "-R", "u+w", "\(node.root)/releases").run())
            try Data(#"{"todo": {"workers": 0}}"#.utf8).write(to: URL(fileURLWithPath: settings))
            let refused = try await node.run("daemon")
            #expect(refused.status == 1, "\(refused)")
            #expect(refused.errors.contains("todo.workers is 0; it must be 1 to 64"), "\(refused)")
        }
    }

    @Test("is refused with the place of a value that has the wrong type")
    func wrongType() async throws {
        try await withTodo(["TODO_PORT": "many"]) { node in
            let refused = try await node.run("daemon")
            #expect(refused.status == 78, "\(refused)")
            #expect(refused.errors.contains("config/runtime.yaml:4:9"), "\(refused)")
            #expect(refused.errors.contains("todo.port"), "\(refused)")
        }
    }

    private static func environment(of pid: String) throws -> [String: String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/environ"))
        let pairs = data.split(separator: 0).compactMap { entry -> (String, String)? in
            let parts = String(decoding: entry, as: UTF8.self).split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
