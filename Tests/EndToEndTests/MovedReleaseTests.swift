import Foundation
import Testing

@Suite("A release that is moved", .serialized)
struct MovedReleaseTests {
    @Test("REL-089 REL-090 is called through chains of absolute and relative links")
    func links() async throws {
        try await withTodo { node in
            let scratch = try Scratch("links")
            let link = "\(scratch.path)/first"
            try await expectSuccess(Command("ln", "-s", node.script, link).run())
            try await expectSuccess(Command("ln", "-s", "first", "\(scratch.path)/second").run())
            try await expectSuccess(Command("mkdir", "\(scratch.path)/deep").run())
            try await expectSuccess(Command("ln", "-s", "../second", "\(scratch.path)/deep/third").run())
            for path in [link, "\(scratch.path)/second", "\(scratch.path)/deep/third"] {
                let version = try await Command(path, "version").run()
                #expect(version.text.hasPrefix("todo "), "\(version)")
            }
            let relative = try await Command("deep/third", "eval", "Todo.lists()").in(scratch.path).run()
            #expect(relative.text == "[]", "\(relative)")
            let search = try await Command("env", "PATH=\(scratch.path):/usr/bin:/bin", "second", "version").run()
            #expect(search.text.hasPrefix("todo "), "\(search)")
        }
    }

    @Test("works in a path with spaces and letters of other alphabets, whose length no socket can hold")
    func oddPath() async throws {
        let scratch = try Scratch("odd")
        let folder = "\(scratch.path)/with space/прод—日本/" + String(repeating: "long", count: 25)
        try await expectSuccess(Command("mkdir", "-p", folder).run())
        try await fullRound(BuiltRelease.todo.copy(to: "\(folder)/to do").with(["TODO_PORT": "0"]))
    }

    @Test("works with an empty environment")
    func emptyEnvironment() async throws {
        try await withTodo { node in
            let bare = try await Command("env", "-i", node.script, "eval", "Todo.lists()").run()
            #expect(bare.text == "[]", "\(bare)")
            let version = try await Command("env", "-i", node.script, "version").run()
            #expect(version.text.hasPrefix("todo "), "\(version)")
        }
    }

    @Test(
        "works on a read-only tree with RELEASE_TMP elsewhere, as a user that is not root, from an unreadable directory"
    )
    func readOnlyAsNobody() async throws {
        let scratch = try Scratch("ro")
        try await expectSuccess(Command("chmod", "755", scratch.path).run())
        let node = try await BuiltRelease.todo.copy(to: "\(scratch.path)/todo")
        try await expectSuccess(Command("chmod", "-R", "a-w", node.root).run())
        try await expectSuccess(Command("chmod", "a+r", "\(node.root)/releases/COOKIE").run())
        let temporary = "\(scratch.path)/run"
        let locked = "\(scratch.path)/locked"
        try await expectSuccess(Command("mkdir", temporary, locked).run())
        try await expectSuccess(Command("chown", "65534:65534", temporary).run())
        try await expectSuccess(Command("chmod", "700", temporary, locked).run())
        let environment = ["RELEASE_TMP": temporary, "TODO_PORT": "0"]
        func asNobody(_ words: String...) async throws -> CommandResult {
            // `cd` into a directory that this user cannot read, then drop the rights.
            try await Command([node.script] + words).with(environment).asNobody.in(locked).run()
        }
        try expectSuccess(try await asNobody("daemon"))
        let answer = try await asNobody("rpc", "Todo.lists()")
        #expect(answer.text == "[]", "\(answer)")
        let root = try await Command(node.script, "rpc", "Todo.lists()").with(environment).run()
        #expect(root.text == "[]", "root may talk to everybody's node: \(root)")
        try expectSuccess(try await asNobody("restart"))
        try expectSuccess(try await asNobody("stop"))
        let written = try await Command("find", temporary, "!", "-user", "nobody").run()
        #expect(written.output.isEmpty, "root left files of its own: \(written)")
    }

    @Test("passes everything with the build tree and the toolchain hidden")
    func hidden() async throws {
        let scratch = try Scratch("hidden")
        let node = try await BuiltRelease.todo.copy(to: "\(scratch.path)/todo").with(["TODO_PORT": "0"])
        let round = """
            set -e
            mount -t tmpfs tmpfs "$1"; mount -t tmpfs tmpfs "$2"
            "$3" daemon; "$3" rpc 'Todo.add(list: "a", date: "20200101", title: "t")'; "$3" rpc 'Todo.lists()'
            "$3" eval 'Todo.lists()'; "$3" restart; "$3" pid; "$3" version; "$3" stop
            """
        let result = try await Command(
            "unshare",
            "-m",
            "sh",
            "-c",
            round,
            "sh",
            Places.toolchain,
            Places.package,
            node.script
        )
        .with(node.environment).run()
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains(#"["a"]"#), "\(result)")
    }

    @Test("names no directory of the build machine in any file")
    func namesNoBuildDirectory() async throws {
        try await withTodo { node in
            for path in [Places.package, Places.toolchain + "/lib"] {
                let found = try await Command("grep", "-rlaF", path, node.root).run()
                #expect(found.output.isEmpty, "\(path) is named in:\n\(found.output)")
            }
        }
    }

    private func fullRound(_ node: Node) async throws {
        do {
            try expectSuccess(try await node.run("daemon"))
            let added = try await node.run("rpc", #"Todo.add(list: "bob", date: "20170120", title: "Fundraiser")"#)
            #expect(added.status == 0, "\(added)")
            try expectSuccess(try await node.run("restart"))
            let entries = try await node.run("rpc", #"Todo.entries(list: "bob", date: "20170120")"#)
            #expect(entries.output.contains("Fundraiser"), "\(entries)")
            try expectSuccess(try await node.run("stop"))
        } catch {
            try await node.run("stop", "--force")
            throw error
        }
    }
}
