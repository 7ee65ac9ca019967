import NodeConfiguration
import Testing

@Suite("A table read as a type of the program")
struct DecodingTests {
    private enum Color: String, Decodable {
        case red, green
    }

    private struct Server: Decodable, Equatable {
        struct Limits: Decodable, Equatable {
            var size: UInt16
            var ratio: Float?
        }

        var port: Int
        var isOpen: Bool
        var names: [String]
        var limits: Limits
        var color: Color
        var key: [UInt8]
        var pools: [String: Int8]
        var note: String?
        var pairs: [[Double]]
    }

    private func table(_ changes: [String: ConfigurationValue] = [:]) -> Configuration {
        var configuration = Configuration()
        let table: [String: ConfigurationValue] = [
            "port": .string("80"), "isOpen": .string("true"), "names": .list([.string("a")]), "key": .bytes([1, 2]),
            "limits": .table(["size": .int(7), "ratio": .double(0.5)]), "color": .string("green"),
            "pools": .table(["a": .int(1), "b": .string("-2")]), "note": .null, "extra": .int(1),
            "pairs": .list([.list([.int(1), .double(0.5)])]),
        ]
        let file = ConfigurationOrigin.position(file: "f.yaml", line: 3, column: 5)
        configuration.set(.table(table.merging(changes) { $1 }), at: "todo", from: file)
        return configuration
    }

    @Test("has whatever a plain Decodable structure has, text of variables included")
    func decode() throws {
        let server = try table().decode(Server.self, at: "todo")
        #expect(
            server
                == Server(
                    port: 80,
                    isOpen: true,
                    names: ["a"],
                    limits: .init(size: 7, ratio: 0.5),
                    color: .green,
                    key: [1, 2],
                    pools: ["a": 1, "b": -2],
                    note: nil,
                    pairs: [[1, 0.5]]
                )
        )
        #expect(try table().decode(Int.self, at: "todo.limits.size") == 7)
        #expect(try table().decode([UInt8].self, at: "todo.key") == [1, 2])
    }

    static let mistakes: [(key: String, value: ConfigurationValue, message: String)] = [
        ("port", .string("many"), "f.yaml:3:5: todo.port: expected int, found the string \"many\""),
        ("port", .null, "todo.port is not configured; expected int"),
        ("names", .list([.string("a"), .int(1)]), "f.yaml:3:5: todo.names.1: expected string, found the int 1"),
        ("limits", .int(1), "f.yaml:3:5: todo.limits: expected table, found the int 1"),
        (
            "limits", .table(["size": .int(70_000)]),
            "f.yaml:3:5: todo.limits.size: expected int from 0 to 65535, found the int 70000"
        ),
        ("limits", .table([:]), "todo.limits.size is not configured; expected int from 0 to 65535"),
        (
            "pools", .table(["a": .string("x")]),
            "f.yaml:3:5: todo.pools.a: expected int from -128 to 127, found the string \"x\""
        ),
        (
            "color", .string("blue"),
            "f.yaml:3:5: todo.color: Cannot initialize Color from invalid String value blue"
        ),
    ]

    @Test("says which key has what instead of what, and where it was set", arguments: mistakes)
    func mistake(key: String, value: ConfigurationValue, message: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try table([key: value]).decode(Server.self, at: "todo")
        }
        #expect(error?.description == message)
    }

    @Test("never quotes a secret value", arguments: ["todo.color", "todo.port", "todo"])
    func secret(path: ConfigurationPath) {
        for key in ["color", "port"] {
            var configuration = table([key: .string("hunter2")])
            configuration.hide(path)
            configuration.hide("todo.color")
            configuration.hide("todo.port")
            let error = #expect(throws: ConfigurationError.self) {
                try configuration.decode(Server.self, at: "todo")
            }
            #expect(error.map { "\($0)".contains("hunter2") } == false)
        }
    }
}
