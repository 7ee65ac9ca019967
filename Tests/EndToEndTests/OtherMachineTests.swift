import Foundation
import TestSupport
import Testing

/// A Debian 12 root without Swift and without a network, made once with debootstrap and kept beside the build.
enum DebianRoot {
    static var path: String { "\(Places.package)/.build/debian-12" }

    /// Why the tests that need it cannot run here, if so.
    static let obstacle: String? = {
        guard getuid() == 0 else { return "a chroot needs root" }
        guard shell("command -v debootstrap unshare ip") else { return "debootstrap, unshare or ip is not installed" }
        if FileManager.default.fileExists(atPath: path + "/.complete") { return nil }
        let made = shell(
            """
            rm -rf "\(path)" && mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -n 1) &&
            debootstrap --variant=minbase bookworm "\(path)" $mirror && touch "\(path)/.complete"
            """
        )
        return made ? nil : "debootstrap could not make a Debian root (no package mirror?)"
    }()

    private static func shell(_ text: String) -> Bool {
        aboutToBlock()
        let process = Foundation.Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", text]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

@Suite("A release on another machine", .ownThread, .serialized)
struct OtherMachineTests {
    @Test("starts, serves, answers, restarts and stops on a bare Debian 12 without network", .timeLimit(.minutes(20)))
    func bareDebian() async throws {
        if let obstacle = DebianRoot.obstacle {
            print("skipped: \(obstacle)")
            try Test.cancel("\(obstacle)")
        }
        let target = DebianRoot.path + "/opt/todo"
        try await expectSuccess(Command("rm", "-rf", target).run())
        _ = try await BuiltRelease.todo.copy(to: target)
        let inside = """
            set -e
            unset XDG_RUNTIME_DIR
            ! command -v swift
            /opt/todo/bin/todo version
            /opt/todo/bin/todo daemon
            /opt/todo/bin/todo pid
            exec 3<>/dev/tcp/127.0.0.1/5454
            printf 'POST /add_entry?list=bob&date=20170120&title=Fundraiser HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' >&3
            cat <&3; exec 3>&-
            /opt/todo/bin/todo rpc 'Todo.entries(list: "bob", date: "20170120")'
            /opt/todo/bin/todo restart
            echo "after restart: $(/opt/todo/bin/todo rpc 'Todo.entries(list: "bob", date: "20170120")')"
            /opt/todo/bin/todo eval 'Todo.lists()'
            /opt/todo/bin/todo stop
            /opt/todo/bin/todo status || echo "status $?"
            """
        let result = try await Command(
            "unshare",
            "-n",
            "-m",
            "-p",
            "-f",
            "--kill-child",
            "sh",
            "-c",
            "ip link set lo up && mount -t proc proc \"$1/proc\" && exec chroot \"$1\" /bin/bash -c \"$2\"",
            "sh",
            DebianRoot.path,
            inside
        ).run()
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("HTTP/1.1 20"), "\(result)")
        #expect(result.output.contains(/after restart: .*Fundraiser/), "\(result)")
        #expect(result.output.contains("status 69"), "\(result)")
    }
}
