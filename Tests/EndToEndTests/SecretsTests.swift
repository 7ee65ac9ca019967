import Foundation
import Testing

@Suite("What a release keeps to itself", .serialized)
struct SecretsTests {
    @Test("no process of a node has the cookie in its arguments or its environment")
    func arguments() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let cookie = try String(contentsOfFile: node.root + "/releases/COOKIE", encoding: .utf8)
            #expect(cookie.count == 56)
            let pid = try await node.run("pid").text
            let launcher = try await Command("ps", "-o", "ppid=", "-p", pid).run().text
            for id in [pid, launcher] {
                for file in ["cmdline", "environ"] {
                    let text = try String(
                        decoding: Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/\(file)")),
                        as: UTF8.self
                    )
                    #expect(!text.contains(cookie), "/proc/\(id)/\(file)")
                }
            }
        }
    }

    @Test("a secret of the configuration is in no output, log, argument or file, and reload says nothing of it")
    func configurationSecret() async throws {
        let secret = "correct-horse-battery-staple"
        try await withTodo(["TODO_API_TOKEN": secret]) { node in
            try await expectSuccess(node.run("daemon"))
            let shown = try await node.run("config")
            try expectSuccess(shown)
            #expect(shown.output.contains("todo.api_token = <secret>  (config/runtime.yaml:"), "\(shown)")
            let json = try await node.run("config", "--json")
            #expect(json.output.contains(#""secret": true"#), "\(json)")
            let reload = try await node.run("reload")
            #expect(reload.status == 0 && reload.text == "nothing changed", "\(reload)")
            var outputs = [shown, json, reload]
            for words in [["status", "--json"], ["logs"], ["rpc", "Node.applications"], ["eval", "Node.name"]] {
                outputs.append(try await Command([node.script] + words).with(node.environment).run())
            }
            for result in outputs { #expect(!(result.output + result.errors).contains(secret), "\(result)") }
            let pid = try await node.run("pid").text
            let arguments = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(pid)/cmdline"))
            #expect(!String(decoding: arguments, as: UTF8.self).contains(secret))
            let files = try await Command("grep", "-rlaF", "--devices=skip", secret, node.root, node.temporary).run()
            #expect(files.output.isEmpty && files.status == 1, "\(files)")
        }
    }

    @Test("cookie, socket, pid file and log are closed to others whatever the umask", arguments: ["000", "027", "077"])
    func modes(umask: String) async throws {
        try await withTodo { node in
            let started = try await Command("sh", "-c", "umask \(umask); exec \"$0\" daemon", node.script)
                .with(node.environment).run()
            try expectSuccess(started)
            let open = try await Command(
                "find",
                node.root + "/releases/COOKIE",
                node.temporary,
                "(",
                "-perm",
                "/o=rwx",
                "!",
                "-type",
                "l",
                ")"
            ).run()
            #expect(open.output.isEmpty, "\(open)")
        }
    }

    @Test("the cookie is closed to others when the release was built with an open umask")
    func cookieMode() async throws {
        let package = try SmallPackage()
        let built = try await Command("sh", "-c", "umask 000; exec \"$0\" build", Places.tool).in(package.root).run()
        try expectSuccess(built)
        let modes = try await Command("stat", "-c", "%a", package.release.root + "/releases/COOKIE").run()
        #expect(modes.text == "400")
        let writable = try await Command("find", package.release.root, "-perm", "/go=w", "!", "-type", "l").run()
        #expect(writable.output.isEmpty, "\(writable)")
    }

    @Test("nothing listens on a network address but what the application opened")
    func listeners() async throws {
        try await withTodo { node in
            try await expectSuccess(node.run("daemon"))
            let pid = try await node.run("pid").text
            let url = try await node.url("")
            let port = try #require(Int(url.split(separator: ":").last ?? ""))
            let script = """
                for p in $1 $(ps -o ppid= -p $1); do
                  for l in /proc/$p/fd/*; do readlink "$l"; done
                done | sed -n 's/^socket:\\[\\([0-9]*\\)\\]$/\\1/p' | sort -u > "$2/inodes"
                cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 | awk '{print $10, $2}' | sort > "$2/sockets"
                while read -r inode; do grep "^$inode " "$2/sockets" || true; done < "$2/inodes"
                """
            let scratch = try Scratch("listeners")
            let found = try await Command("sh", "-c", script, "sh", pid, scratch.path).run()
            let addresses = found.output.split(separator: "\n").compactMap {
                $0.split(separator: " ").last.map(String.init)
            }
            #expect(addresses == ["0100007F:" + String(format: "%04X", port)], "\(found)")
        }
    }
}
