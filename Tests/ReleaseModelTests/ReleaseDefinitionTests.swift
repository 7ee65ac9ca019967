import JSONValues
import ReleaseModel
import Testing

@Suite("A release definition")
struct ReleaseDefinitionTests {
    private func definition(_ settings: JSONObject) throws -> ReleaseDefinition {
        var object: JSONObject = ["name": "todo"]
        for (key, value) in settings { object[key] = value }
        return try ReleaseDefinition(json: .object(object))
    }

    @Test("REL-002 overwrites nothing, says what it does and strips symbols unless it says otherwise")
    func defaults() throws {
        let definition = try definition([:])
        #expect(definition == ReleaseDefinition(name: try ReleaseName("todo")))
        #expect(!definition.overwrite && !definition.quiet && definition.strip == .symbols)
        #expect(definition.steps == [.assemble] && definition.evaluation == .full && definition.cookie == nil)
    }

    @Test("REL-003 takes the path, the version, overwrite and quiet from its settings")
    func overrides() throws {
        let definition = try definition([
            "path": "/srv/todo", "version": ["from": "string", "value": "2.0.0"], "overwrite": true, "quiet": true,
        ])
        #expect(definition.path == "/srv/todo" && definition.version == .string("2.0.0"))
        #expect(definition.overwrite && definition.quiet)
    }

    @Test("REL-028 includes the runtime unless it says otherwise")
    func runtime() throws {
        #expect(try definition([:]).includeRuntime)
        #expect(try definition(["includeRuntime": true]).linkage == .dynamic)
    }

    @Test("REL-029 leaves the runtime to the host when it says so")
    func noRuntime() throws {
        #expect(try definition(["includeRuntime": false]).linkage == .none)
        #expect(try definition(["linkage": "none"]).includeRuntime == false)
    }

    @Test("REL-031 takes the runtime from a directory")
    func runtimeDirectory() throws {
        #expect(try definition(["includeRuntime": "/opt/swift"]).runtimeDirectory == "/opt/swift")
    }

    static let contradictions: [(JSONObject, String)] = [
        (["linkage": "none", "includeRuntime": true], "asks for the runtime"),
        (["linkage": "none", "includeRuntime": "/opt/swift"], "asks for the runtime"),
        (["linkage": "static", "includeRuntime": false], "links it in"),
        (["linkage": "static", "includeRuntime": "/opt/swift"], "uses none"),
        (["applications": [["name": "a"], ["name": "a"]]], "lists 'a' twice"),
    ]

    @Test("is refused when its settings contradict each other", arguments: contradictions)
    func contradictory(_ settings: JSONObject, _ reason: String) {
        let error = #expect(throws: ReleaseModelError.self) { try definition(settings) }
        #expect(error?.description.hasPrefix("release 'todo' contradicts itself: ") == true)
        #expect(error?.description.contains(reason) == true)
    }

    static let malformed: [(JSONObject, String)] = [
        (["strp": "debug"], "release 'todo' has an unknown setting 'strp'; did you mean 'strip'?"),
        (["strip": "all"], "release 'todo': 'strip' is 'all'; it can be symbols, debug, none"),
        (["quiet": "yes"], "release 'todo': 'quiet' is neither true nor false"),
        (["overlays": "rel"], "release 'todo': 'overlays' is not a list"),
        (["overlays": [""]], "release 'todo': 'overlays' holds an empty path"),
        (["path": ""], "release 'todo': 'path' is an empty path"),
        (["includeRuntime": 1], "release 'todo': 'includeRuntime' is neither true, false, nor a directory"),
        (["builds": ["my env": "debug"]], "invalid environment 'my env'; it may hold letters, digits, '_' and '-'"),
        (["flags": ["swft": []]], "'flags' of release 'todo' has an unknown setting 'swft'; did you mean 'swift'?"),
    ]

    @Test("is refused when a setting is unknown or has no meaning", arguments: malformed)
    func refusesSettings(_ settings: JSONObject, _ message: String) {
        let error = #expect(throws: ReleaseModelError.self) { try definition(settings) }
        #expect(error?.description == message)
    }

    @Test("refuses a cookie that a terminal cannot carry", arguments: ["", "with space", "tab\t", "ü"])
    func cookies(_ cookie: String) {
        #expect(throws: ReleaseModelError.self) { try definition(["cookie": .string(cookie)]) }
    }

    @Test("REL-039 refuses an unknown start type, naming it and those it knows")
    func unknownType() {
        let error = #expect(throws: ReleaseModelError.self) {
            try definition(["applications": [["name": "logger", "type": "eternal"]]])
        }
        #expect(error?.description.contains("'type' is 'eternal'; it can be permanent, transient") == true)
    }

    static let steps: [(JSONValue, ReleaseModelError)] = [
        ([], .noSteps),
        ([["kind": "step", "name": "a", "id": 0]], .neverAssembled),
        ([["kind": "assemble"], ["kind": "assemble"]], .assembledTwice),
        ([["kind": "tar"], ["kind": "assemble"]], .archivedBeforeAssembly),
        ([["kind": "assemble"], ["kind": "tar"], ["kind": "tar"]], .archivedTwice),
    ]

    @Test("REL-019 refuses steps that are none, assemble twice, or archive too early or twice", arguments: steps)
    func refusesSteps(_ list: JSONValue, _ expected: ReleaseModelError) {
        #expect(throws: expected) { try definition(["steps": list]) }
    }

    @Test("REL-019 refuses steps that are no list, or that nobody knows")
    func unknownSteps() {
        #expect(throws: ReleaseModelError.badSetting("release 'todo'", "'steps' is not a list")) {
            try definition(["steps": "assemble"])
        }
        let error = #expect(throws: ReleaseModelError.self) { try definition(["steps": [["kind": "zip"]]]) }
        #expect(error?.description.contains("'zip'; it can be assemble, tar, step") == true)
    }

    @Test("builds for release in prod and other environments, and for debugging in dev and test")
    func builds() throws {
        let standard = try definition([:])
        #expect(standard.build(in: "prod") == .release && standard.build(in: "staging") == .release)
        #expect(standard.build(in: "dev") == .debug && standard.build(in: "test") == .debug)
        #expect(try definition(["builds": ["prod": "debug"]]).build(in: "prod") == .debug)
    }
}
