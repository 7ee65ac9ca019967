import JSONValues
import ReleaseModel
import Testing

@testable import ReleaseDescription

@Suite("What rel/Release.swift says")
struct DefinitionLanguageTests {
    private func ask(_ answers: inout ManifestAnswers, _ request: JSONValue) throws -> JSONValue {
        try JSONValue(parsing: answers.answer(request.utf8()))
    }

    @Test("arrives with every setting")
    func complete() throws {
        var answers = ManifestAnswers(
            Releases([
                Release(
                    "todo",
                    product: "Todo",
                    version: .application("database"),
                    applications: [
                        "cache", .application("logger", .temporary, version: "1.0.0", dependencies: ["cache"]),
                    ],
                    skipModeValidation: ["logger"],
                    path: "out",
                    includeRuntime: .directory("/opt/swift"),
                    includeExecutables: false,
                    strip: .debug,
                    evaluation: .calls,
                    cookie: "chocolate",
                    templates: "deploy",
                    overlays: ["more"],
                    configuration: "settings.yaml",
                    runtimeConfiguration: "boot.yaml",
                    builds: ["prod": .debug, "dev": .release],
                    flags: BuildFlags(swift: ["-DX"], c: ["-O3"], cxx: ["-g"], linker: ["-lm"]),
                    steps: [.assemble, .step("announce") { $0 }, .tar],
                    quiet: true,
                    overwrite: true
                )
            ])
        )
        let answer = try ask(&answers, ["method": "release", "name": "todo"])
        var expected = ReleaseDefinition(name: try ReleaseName("todo"), product: "Todo")
        expected.version = .application("database")
        expected.applications = [
            ApplicationSetting(name: "cache", type: .permanent),
            ApplicationSetting(name: "logger", type: .temporary, version: "1.0.0", dependencies: ["cache"]),
        ]
        expected.skipModeValidation = ["logger"]
        expected.path = "out"
        expected.runtimeDirectory = "/opt/swift"
        expected.includeExecutables = false
        expected.strip = .debug
        expected.evaluation = .calls
        expected.cookie = "chocolate"
        expected.templates = "deploy"
        expected.overlays = ["more"]
        expected.configuration = "settings.yaml"
        expected.runtimeConfiguration = .file("boot.yaml")
        expected.builds = ["prod": .debug, "dev": .release]
        expected.flags = BuildFlags(swift: ["-DX"], c: ["-O3"], cxx: ["-g"], linker: ["-lm"])
        expected.steps = [.assemble, .function(name: "announce", id: 0), .tar]
        expected.quiet = true
        expected.overwrite = true
        #expect(try ReleaseDefinition(json: try #require(answer["result"])) == expected)
    }

    @Test("arrives with the tool's own defaults where it says nothing")
    func defaults() throws {
        var answers = ManifestAnswers(Releases([Release("todo")]))
        let answer = try ask(&answers, ["method": "release", "name": "todo"])
        let definition = try ReleaseDefinition(json: try #require(answer["result"]))
        #expect(definition == ReleaseDefinition(name: try ReleaseName("todo")))
    }

    @Test("may be put together with conditions and loops")
    func builder() {
        let isTesting = false
        let releases = Releases(default: "a") {
            Release("a")
            if isTesting { Release("testing") }
            if isTesting { Release("b") } else { Release("c") }
            for name in ["d", "e"] { Release(name) }
            [Release("f")]
        }
        #expect(releases.releases.map(\.name) == ["a", "c", "d", "e", "f"])
    }

    @Test("cannot give a deferred definition another name")
    func renamed() throws {
        var answers = ManifestAnswers(Releases([Release("todo") { Release("other") }]))
        let answer = try ask(&answers, ["method": "release", "name": "todo"])
        #expect(answer["error"] == "the definition of release 'todo' returns one named 'other'")
    }

    @Test("is not upset by a request it does not know")
    func unknownRequest() throws {
        var answers = ManifestAnswers(Releases([Release("todo")]))
        #expect(try ask(&answers, ["method": "dance"])["error"] != nil)
        #expect(try JSONValue(parsing: answers.answer(Array("{".utf8)))["error"] != nil)
    }
}
