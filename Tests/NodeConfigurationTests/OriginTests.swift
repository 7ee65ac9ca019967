import JSONValues
import NodeConfiguration
import Testing

@Suite("The origin of a value")
struct OriginTests {
    private func file(_ values: [String: ConfigurationValue], _ name: String) throws -> Configuration {
        try Configuration(["todo": .table(values)], from: .file(name))
    }

    @Test("is that of what was merged last, however coarsely it knows its own places")
    func coarse() throws {
        var fine = Configuration()
        fine.set(.int(1), at: "todo.port", from: .position(file: "a.yaml", line: 2, column: 3))
        fine.set(.int(1), at: "todo.size", from: .position(file: "a.yaml", line: 3, column: 3))
        fine.merge(try file(["port": .int(2)], "b.json"))
        #expect(fine.origin(of: "todo.port")?.description == "b.json")
        #expect(fine.origin(of: "todo.size")?.description == "a.yaml:3:3")
    }

    @Test("goes with a table that is replaced as a whole")
    func replaced() {
        var configuration = Configuration()
        configuration.set(.table(["a": .int(1)]), at: "todo.http", from: .file("a"))
        configuration.set(.int(2), at: "todo.http.a", from: .file("b"))
        configuration.set(.table(["a": .int(3)]), at: "todo.http", from: .file("c"))
        #expect(configuration.origin(of: "todo.http.a")?.description == "c")
        #expect(configuration.origin(of: "todo.http.b") == nil)
    }

    @Test("is looked up in the positions that a release keeps, once they are needed")
    func deferred() throws {
        var configuration = Configuration()
        configuration.set(.int(1), at: ["todo", "a.b"], from: .position(file: "x.yaml", line: 1, column: 2))
        configuration.set(.int(1), at: "todo.c", from: .position(file: "y.yaml", line: 3, column: 4))
        let json = configuration.positions
        #expect(
            json == [
                "files": ["x.yaml", "y.yaml"], "positions": ["todo.\"a.b\"": [0, 1, 2], "todo.c": [1, 3, 4]],
            ]
        )
        let table = PositionTable(or: .file("sys.config")) { .init(json) }
        let read = Configuration(configuration.values, positions: table)
        #expect(read.origin(of: "todo.c")?.description == "y.yaml:3:4")
        #expect(read.origin(of: ["todo", "a.b"])?.description == "x.yaml:1:2")
        let without = Configuration(configuration.values, positions: PositionTable(or: .file("sys.config")) { nil })
        #expect(without.origin(of: "todo.c")?.description == "sys.config")
    }

    @Test("of what a provider changed is the provider, unless it says something finer")
    func attribution() throws {
        let former = try file(["a": .int(1), "b": .int(2), "t": .table(["x": .int(1)])], "sys.config")
        var changed = former.opened()
        changed.set(.int(9), at: "todo.a")
        changed.set(.int(8), at: "todo.t.x", from: .variable("X"))
        changed.merge(.table(["new": .list([.int(1)])]), at: "todo")
        let result = changed.attributingChanges(since: former, to: .provider("Vault"))
        let origins = ["todo.a", "todo.b", "todo.t.x", "todo.new"].map {
            result.origin(of: ConfigurationPath($0))?.description
        }
        #expect(origins == ["Vault", "sys.config", "$X", "Vault"])
        let fresh = Configuration(["todo": .table(["a": .int(1), "b": .int(3)])])
            .attributingChanges(since: former.opened(), to: .provider("Vault"))
        #expect(fresh.origin(of: "todo.b")?.description == "Vault")
        #expect(fresh["todo.t"] == nil)
    }
}

@Suite("A value that was fixed when the release was built")
struct FixedValueTests {
    private let configuration = Configuration([
        "todo": .table(["pool": .int(3), "http": .table(["a": .table(["b": .string("x")])]), "flag": .bool(true)])
    ])

    private func problem(_ path: ConfigurationPath, _ value: ConfigurationValue?) -> String? {
        do throws(ConfigurationError) {
            try configuration.check([FixedValue(path: path, value: value)])
            return nil
        } catch {
            return error.description
        }
    }

    @Test("CFG-039 CFG-041 REL-110 is fine when it is the same at any depth, or absent then and now")
    func same() {
        #expect(problem("todo.pool", .int(3)) == nil)
        #expect(problem("todo.http", .table(["a": .table(["b": .string("x")])])) == nil)
        #expect(problem("todo.http.a.b", .string("x")) == nil)
        #expect(problem("todo.none", nil) == nil)
        #expect(problem("todo.http.none.deeper", nil) == nil)
        #expect(problem("other.none", nil) == nil)
    }

    @Test("CFG-039 CFG-040 CFG-041 REL-110 is named with both values, and what to do, when it differs")
    func different() {
        #expect(
            problem("todo.pool", .int(4))
                == "todo.pool was fixed at 4 when the release was built, but is 3 now; build the release with that "
                + "value in config/config.yaml, or take it out of what is read at boot"
        )
        #expect(
            problem("todo.pool", nil)?.contains("was fixed at nothing when the release was built, but is 3") == true
        )
        #expect(
            problem("todo.none", .int(1))?.contains("was fixed at 1 when the release was built, but is nothing") == true
        )
        #expect(
            problem("todo.flag.x", .int(1))?.contains("cannot be looked up now: todo.flag is of type bool") == true
        )
        #expect(problem("todo.pool.x", nil)?.contains("todo.pool is of type int") == true)
    }

    @Test("is told with its place, and never when it is secret")
    func places() {
        var configuration = Configuration()
        configuration.set(.string("s3cret"), at: "todo.key", from: .file("run.json"))
        configuration.hide("todo.key")
        let error = #expect(throws: ConfigurationError.self) {
            try configuration.check([FixedValue(path: "todo.key", value: .string("0ther"))])
        }
        #expect(error?.description.hasPrefix("run.json: todo.key was fixed at <secret> when") == true)
        #expect(error?.description.contains("s3cret") == false && error?.description.contains("0ther") == false)
    }

    @Test("goes into a release and comes back")
    func json() {
        for fixed in [FixedValue(path: "todo.pool", value: .int(3)), FixedValue(path: "todo.none", value: nil)] {
            #expect(FixedValue(fixed.json) == fixed)
        }
    }
}
