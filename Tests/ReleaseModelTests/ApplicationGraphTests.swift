import ReleaseModel
import Testing

@Suite("The applications of a release")
struct ApplicationGraphTests {
    /// todo needs database and logger; database needs pool.
    private var program: DescribedProgram {
        DescribedProgram(
            applications: [
                DescribedApplication(name: "pool", version: "1.0.0"),
                DescribedApplication(name: "logger"),
                DescribedApplication(name: "database", version: "3.1.0", dependencies: ["pool"]),
                DescribedApplication(name: "todo", version: "1.2.0", dependencies: ["database", "logger"]),
                DescribedApplication(name: "extra", dependencies: ["pool"]),
            ],
            roots: ["todo"]
        )
    }

    private func resolve(
        _ listed: [ApplicationSetting] = [],
        skipping: [String] = [],
        program: DescribedProgram? = nil
    ) throws -> [PlannedApplication] {
        try ApplicationGraph(
            program: program ?? self.program,
            listed: listed,
            skipModeValidation: skipping,
            releaseVersion: "0.9.0"
        ).resolve()
    }

    private func set(_ name: String, _ type: StartType = .permanent) -> ApplicationSetting {
        ApplicationSetting(name: name, type: type)
    }

    private func types(_ planned: [PlannedApplication]) -> [String: StartType] {
        Dictionary(uniqueKeysWithValues: planned.map { ($0.name, $0.type) })
    }

    @Test("REL-006 come from the program, with their versions and dependencies")
    func described() throws {
        let planned = try resolve()
        #expect(
            planned.last
                == PlannedApplication(
                    name: "todo",
                    version: "1.2.0",
                    type: .permanent,
                    dependencies: ["database", "logger"]
                )
        )
        #expect(planned.first { $0.name == "logger" }?.version == "0.9.0")
    }

    @Test("REL-007 do not include the Swift runtime, which a release has but does not start")
    func noRuntime() throws {
        #expect(throws: ReleaseModelError.self) { try resolve([set("swift")]) }
        #expect(try resolve().map(\.name) == ["pool", "database", "logger", "todo"])
    }

    @Test("REL-023 start after those they depend on, the program's own last")
    func order() throws {
        #expect(try resolve().map(\.name) == ["pool", "database", "logger", "todo"])
    }

    @Test("REL-024 keep the order in which they are listed, before the program's own")
    func listedOrder() throws {
        #expect(
            try resolve([set("logger"), set("extra")]).map(\.name) == ["logger", "pool", "extra", "database", "todo"]
        )
        #expect(
            try resolve([set("todo"), set("extra")]).map(\.name) == ["pool", "database", "logger", "todo", "extra"]
        )
    }

    @Test("REL-025 start as the definition says, the program's own as well", arguments: StartType.allCases)
    func ownType(_ type: StartType) throws {
        #expect(types(try resolve([set("todo", type)]))["todo"] == type)
    }

    static let cascades: [([ApplicationSetting], [String: StartType])] = [
        (
            [ApplicationSetting(name: "todo", type: .transient)],
            ["todo": .transient, "database": .transient, "pool": .transient, "logger": .transient]
        ),
        (
            [ApplicationSetting(name: "todo", type: .temporary), ApplicationSetting(name: "pool", type: .permanent)],
            ["todo": .temporary, "database": .temporary, "pool": .permanent, "logger": .temporary]
        ),
        (
            [ApplicationSetting(name: "todo", type: .load), ApplicationSetting(name: "extra", type: .transient)],
            ["todo": .load, "database": .load, "pool": .transient, "logger": .load, "extra": .transient]
        ),
        (
            [ApplicationSetting(name: "logger", type: .temporary)],
            ["todo": .permanent, "database": .permanent, "pool": .permanent, "logger": .temporary]
        ),
    ]

    @Test("REL-026 take the strongest type of those that need them, unless they are listed", arguments: cascades)
    func cascade(_ listed: [ApplicationSetting], _ expected: [String: StartType]) throws {
        #expect(types(try resolve(listed)) == expected)
    }

    @Test("REL-035 may be only loaded or left out where nothing depends on them", arguments: [StartType.load, .none])
    func leaf(_ type: StartType) throws {
        #expect(types(try resolve([set("extra", type)]))["extra"] == type)
    }

    @Test("REL-036 may be only loaded together with everything they need")
    func subtree() throws {
        let planned = try resolve([set("todo", .load)])
        #expect(planned.allSatisfy { $0.type == .load })
    }

    @Test("REL-015 REL-037 cannot be any that the program does not have")
    func unknown() {
        let error = #expect(throws: ReleaseModelError.self) { try resolve([set("loger")]) }
        #expect(error?.description.hasPrefix("unknown application 'loger'; did you mean 'logger'?") == true)
    }

    @Test("REL-038 cannot depend on one that is not there")
    func missingDependency() {
        let program = DescribedProgram(
            applications: [DescribedApplication(name: "todo", dependencies: ["database"])],
            roots: ["todo"]
        )
        let error = #expect(throws: ReleaseModelError.missingDependency(of: "todo", "database")) {
            try resolve(program: program)
        }
        #expect(error?.description == "application 'todo' depends on 'database', which is not part of the program")
    }

    @Test("REL-040 are not started without those they depend on", arguments: [StartType.load, .none])
    func startedWithout(_ type: StartType) {
        let error = #expect(
            throws: ReleaseModelError.startedWithout(parent: "database", .permanent, child: "pool", type)
        ) { try resolve([set("pool", type)]) }
        #expect(error?.description.contains("'database' is started (permanent), but 'pool'") == true)
    }

    @Test("REL-041 are started without them where the definition insists")
    func unchecked() throws {
        let planned = try resolve([set("pool", .load)], skipping: ["database"])
        #expect(types(planned)["pool"] == .load && types(planned)["database"] == .permanent)
    }

    private func including(
        optional: [String] = [],
        dependencies: [String] = []
    ) -> DescribedProgram {
        DescribedProgram(
            applications: [
                DescribedApplication(name: "cache"),
                DescribedApplication(
                    name: "todo",
                    dependencies: dependencies,
                    optionalDependencies: optional,
                    included: ["cache"]
                ),
            ],
            roots: ["todo"]
        )
    }

    @Test("REL-066 are loaded where another one includes and starts them, unless they are listed")
    func included() throws {
        #expect(types(try resolve(program: including()))["cache"] == .load)
        #expect(types(try resolve([set("cache", .none)], program: including()))["cache"] == StartType.none)
    }

    @Test("REL-067 cannot be included in one and a dependency of another")
    func includedAndRegular() {
        let error = #expect(throws: ReleaseModelError.includedAndRegular("cache", in: "todo", of: "todo")) {
            try resolve(program: including(dependencies: ["cache"]))
        }
        #expect(error?.description.contains("'cache' is included in 'todo' and also a regular dependency") == true)
    }

    @Test("REL-068 do without an optional dependency that the program does not have")
    func optionalMissing() throws {
        let planned = try resolve(program: including(optional: ["metrics"]))
        #expect(planned.map(\.name) == ["cache", "todo"])
        #expect(planned.last?.dependencies == [])
    }

    @Test("REL-069 do without it also when their types are settled again")
    func optionalMissingAgain() throws {
        let planned = try resolve([set("todo", .temporary)], program: including(optional: ["metrics"]))
        #expect(types(planned) == ["cache": .load, "todo": .temporary])
    }

    @Test("cannot depend on each other in a circle")
    func cycle() {
        let program = DescribedProgram(
            applications: [
                DescribedApplication(name: "a", dependencies: ["b"]),
                DescribedApplication(name: "b", dependencies: ["a"]),
            ],
            roots: ["a"]
        )
        #expect(throws: ReleaseModelError.dependencyCycle(["a", "b", "a"])) { try resolve(program: program) }
    }

    @Test("are those the definition lists when the program cannot be asked")
    func plain() throws {
        let listed = ApplicationSetting(name: "sidecar", type: .temporary, version: "2.0.0", dependencies: [])
        let planned = try resolve([listed], program: DescribedProgram(plain: "plain", version: "1.0.0"))
        #expect(planned.map(\.name) == ["sidecar", "plain"])
        #expect(planned.map(\.version) == ["2.0.0", "1.0.0"])
    }

    @Test("have their versions and dependencies from the program, when it could be asked")
    func overruled() {
        let listed = ApplicationSetting(name: "logger", type: .temporary, version: "2.0.0")
        let error = #expect(throws: ReleaseModelError.self) { try resolve([listed]) }
        #expect(error?.description.hasPrefix("application 'logger': its version and dependencies come from") == true)
    }
}
