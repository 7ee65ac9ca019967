import Foundation
import Testing

@Suite("make setup")
struct SetupTests {
    @Test("says so when there is no Swift")
    func missing() async throws {
        let result = try await setup(swift: nil)
        #expect(result.status == 127, "\(result)")
        #expect(result.errors.hasPrefix("error: there is no Swift on PATH; install 6.3 or later"), "\(result)")
    }

    @Test("says why Swift does not run")
    func broken() async throws {
        let result = try await setup(swift: "echo 'swift: cannot open libpretended.so' >&2; exit 127")
        #expect(result.status == 127, "\(result)")
        #expect(result.errors == "error: Swift does not run:\nswift: cannot open libpretended.so\n", "\(result)")
    }

    @Test("refuses a Swift that is too old, with its version", arguments: ["5.10.1", "6.2"])
    func old(version: String) async throws {
        let result = try await setup(swift: "echo 'Swift version \(version) (swift-RELEASE)'")
        #expect(result.status == 78, "\(result)")
        let number = version.split(separator: ".").prefix(2).joined(separator: ".")
        #expect(result.errors == "error: this is Swift \(number); install 6.3 or later\n", "\(result)")
    }

    @Test("takes a Swift that is new enough, and says nothing when nothing is missing", arguments: ["6.3.1", "7.0"])
    func new(version: String) async throws {
        let result = try await setup(swift: "echo 'Swift version \(version) (swift-RELEASE)'")
        #expect(result.status == 0 && (result.output + result.errors).isEmpty, "\(result)")
    }

    @Test("installs what is missing and nothing else, and only then looks whether Swift runs")
    func installs() async throws {
        let result = try await setup(swift: "echo broken; exit 1", lacking: "patchelf")
        #expect(result.output == "installing patchelf\napt-get install patchelf\n", "\(result)")
        #expect(result.status == 127 && result.errors == "error: Swift does not run:\nbroken\n", "\(result)")
    }

    /// Runs the script with a Swift that is this shell script, on a system that lacks no package but one.
    private func setup(swift: String?, lacking: String = "") async throws -> CommandResult {
        let scratch = try Scratch("setup")
        if let swift { try scratch.write("#!/bin/sh\n\(swift)\n", to: "swift", mode: 0o755) }
        let query = #"shift 3; for name; do [ "$name" = "\#(lacking)" ] || echo "installed $name"; done"#
        try scratch.write("#!/bin/sh\n\(query)\n", to: "dpkg-query", mode: 0o755)
        // What it would be asked to install, without the options.
        let install = #"[ "$1" = install ] || exit 0; for last; do :; done; echo "apt-get install $last""#
        try scratch.write("#!/bin/sh\n\(install)\n", to: "apt-get", mode: 0o755)
        try scratch.write("#!/bin/sh\nexec \"$@\"\n", to: "sudo", mode: 0o755)
        // Nothing else of this machine, which may have a Swift beside the shell.
        for name in ["env", "head", "id", "sed", "sh"] {
            try await expectSuccess(Command("sh", "-c", "ln -s \"$(command -v \(name))\" '\(scratch.path)'").run())
        }
        return try await Command("\(Places.package)/scripts/setup").with(["PATH": scratch.path]).run()
    }
}
