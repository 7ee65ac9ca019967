import Foundation
import Testing

@Suite("A build that fails", .serialized)
struct BuildFaultTests {
    /// How often the killing test kills: five times in an ordinary run, as often as `SOAK` says otherwise.
    private static let kills = ProcessInfo.processInfo.environment["SOAK"].flatMap { Int($0) } ?? 5

    @Test("killed at any point leaves the former release startable, and the next build succeeds")
    func killed() async throws {
        let package = try SmallPackage()
        try await package.build()
        let seed = UInt64(ProcessInfo.processInfo.environment["SEED"] ?? "") ?? UInt64.random(in: 1...1_000_000)
        print("seed \(seed): set SEED to repeat")
        var numbers = SeededNumbers(state: seed)
        let clock = ContinuousClock()
        let whole = try await clock.measure { try await package.build() }
        for _ in 0..<Self.kills {
            try package.write(
                SmallPackage.program + "\nlet number = \(numbers.next() % 1000)\n",
                to: "Sources/hello/main.swift"
            )
            let milliseconds = Int(whole / .milliseconds(1))
            let delay = numbers.next() % UInt64(max(1, milliseconds + milliseconds / 4))
            let result = try await Command(
                "timeout",
                "--signal=KILL",
                "\(Double(delay + 1) / 1000)",
                Places.tool,
                "build",
                "--overwrite"
            ).in(package.root).run()
            #expect([0, 137].contains(result.status), "\(result)")
            try await package.expectReleaseWorks()
        }
        try await package.build()
        let leftovers = try await Command("find", package.root + "/_build", "-name", "*assembling*").run()
        #expect(leftovers.output.isEmpty, "\(leftovers)")
    }

    @Test("on a full disk says so and leaves the former release startable")
    func fullDisk() async throws {
        let package = try SmallPackage()
        try await package.build()
        try package.write(SmallPackage.program + "\nprint(1)\n", to: "Sources/hello/main.swift")
        let script = """
            set -e
            mkdir -p "$1/small"; mount -t tmpfs -o size=4m tmpfs "$1/small"; cd "$1"
            status=0; "$2" build --overwrite --path "$1/small/rel" || status=$?
            exit $status
            """
        let result = try await Command("unshare", "-m", "sh", "-c", script, "sh", package.root, Places.tool).run()
        #expect(result.status == 1, "\(result)")
        #expect(
            result.errors.contains("error:") && result.errors.localizedCaseInsensitiveContains("space"),
            "\(result)"
        )
        try await package.expectReleaseWorks()
    }

    @Test("without permission to write names the place")
    func noPermission() async throws {
        let package = try SmallPackage()
        try await package.build()
        let closed = package.scratch.path + "/closed"
        try await expectSuccess(Command("mkdir", "-m", "500", closed).run())
        try await expectSuccess(Command("chmod", "-R", "a+rwX", package.scratch.path).run())
        try await expectSuccess(Command("chmod", "500", closed).run())
        let home = package.scratch.path + "/home"
        try await expectSuccess(Command("mkdir", "-m", "777", home).run())
        let result = try await Command(Places.tool, "build", "--no-compile", "--path", closed + "/rel").in(package.root)
            .with(["HOME": home]).asNobody.run()
        #expect([1, 77].contains(result.status), "\(result)")
        #expect(result.errors.contains(closed), "\(result)")
    }

    @Test("REL-012 REL-075 for an unknown release lists those there are")
    func unknownRelease() async throws {
        let package = try SmallPackage()
        let result = try await package.tool("build", "nope").run()
        #expect(result.status == 78 || result.status == 64, "\(result)")
        #expect(result.errors.contains("nope") && result.errors.contains("hello"), "\(result)")
    }

    @Test("for a missing product names it and the products there are")
    func missingProduct() async throws {
        let package = try SmallPackage()
        try package.write(SmallPackage.definition(#", product: "goodbye""#), to: "rel/Release.swift")
        let result = try await package.tool("build", "hello").run()
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("goodbye") && result.errors.contains("hello"), "\(result)")
    }

    @Test("for a failing compile shows the compiler's error with file and line, and keeps the former release")
    func failingCompile() async throws {
        let package = try SmallPackage()
        try await package.build()
        try package.write("let x: Int = \"no\"\n", to: "Sources/hello/main.swift")
        let result = try await package.tool("build", "--overwrite").run()
        #expect(result.status == 1, "\(result)")
        #expect((result.errors + result.output).contains("main.swift:1:"), "\(result)")
        try await package.expectReleaseWorks()
    }

    @Test("for a definition that does not compile shows the compiler's error with file and line")
    func badDefinition() async throws {
        let package = try SmallPackage()
        try package.write("import ReleaseDescription\n\nlet releases = Realeases {}\n", to: "rel/Release.swift")
        let result = try await package.tool("build").run()
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("Release.swift:3:"), "\(result)")
    }

    @Test("for an unknown variable in a template names file, line and variable")
    func unknownVariable() async throws {
        let package = try SmallPackage()
        try package.write("# a\nexport X={{no_such_name}}\n", to: "rel/env.sh.mustache")
        let result = try await package.tool("build").run()
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("env.sh.mustache:2") && result.errors.contains("no_such_name"), "\(result)")
    }

    @Test("for an overlay that would overwrite bin/NAME names both, and keeps the former release")
    func overlayOverScript() async throws {
        let package = try SmallPackage()
        try await package.build()
        try package.write("mine", to: "rel/overlays/bin/hello")
        let result = try await package.tool("build", "--overwrite").run()
        #expect(result.status == 78, "\(result)")
        #expect(result.errors.contains("rel/overlays/bin/hello") && result.errors.contains("bin/hello"), "\(result)")
        try await package.expectReleaseWorks()
    }
}

/// A small generator of numbers that starts from a seed, so that a failing run can be repeated.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
