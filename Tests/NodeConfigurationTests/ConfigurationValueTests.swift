import JSONValues
import NodeConfiguration
import Testing

@Suite("A configuration value")
struct ConfigurationValueTests {
    @Test("CFG-004 CFG-022 tables are merged key by key, the later value wins")
    func merge() {
        let base: ConfigurationValue = .table(["a": .int(1), "t": .table(["x": .int(1), "y": .int(2)])])
        let other: ConfigurationValue = .table(["b": .int(2), "t": .table(["y": .int(3)])])
        #expect(
            base.merging(other)
                == .table(["a": .int(1), "b": .int(2), "t": .table(["x": .int(1), "y": .int(3)])])
        )
    }

    @Test("CFG-005 a table and a plain value replace each other as a whole, and lists are replaced")
    func replace() {
        let table: ConfigurationValue = .table(["k": .table(["x": .int(1)])])
        #expect(table.merging(.table(["k": .int(1)])) == .table(["k": .int(1)]))
        #expect(ConfigurationValue.table(["k": .int(1)]).merging(table) == table)
        #expect(ConfigurationValue.list([.int(1), .int(2)]).merging(.list([.int(3)])) == .list([.int(3)]))
    }

    @Test("goes to JSON and back, binary data included")
    func json() throws {
        let value: ConfigurationValue = .table([
            "b": .bytes([0, 255, 1, 2]), "l": .list([.null, .bool(true), .double(1.5)]), "s": .string("ü"),
        ])
        #expect(ConfigurationValue(value.json) == value)
        #expect(value.json.text() == #"{"b":{"$bytes":"AP8BAg=="},"l":[null,true,1.5],"s":"ü"}"#)
    }

    @Test("a list is shown as Swift shows an array")
    func lists() {
        let list = ["a \"b\"", "ü", ""]
        #expect(ConfigurationValue.list(list.map { .string($0) }).description == String(reflecting: list))
        #expect(ConfigurationValue.list([.int(1), .int(-2)]).description == String(reflecting: [1, -2]))
        #expect(ConfigurationValue.list([]).description == String(reflecting: [Int]()))
    }

    @Test("binary data is written in base 64 and read again, whatever its length")
    func base64() {
        for count in 0..<10 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.encode(Array("light w".utf8)) == "bGlnaHQgdw==")
        #expect(Base64.decode("bGln\n aHQg dw==") == Array("light w".utf8))
        #expect(Base64.decode("abc") == nil)
        #expect(Base64.decode("a===") == nil)
        #expect(Base64.decode("ab=c") == nil)
    }

    @Test("a path is written with dots, and in quotes where a name has one")
    func paths() {
        #expect(ConfigurationPath("todo.http.port").components == ["todo", "http", "port"])
        let odd = ConfigurationPath(["a.b", "c\"d\\", ""])
        #expect(odd.description == #""a.b"."c\"d\\"."""#)
        #expect(ConfigurationPath(odd.description) == odd)
    }
}
