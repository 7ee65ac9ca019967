import Foundation
import JSONValues
import Testing

@Suite("Coding of Swift values as JSON")
struct CodingTests {
    struct Entry: Codable, Equatable {
        var title: String
        var done: Bool
        var tags: [String]
        var weight: Double?
        var position: Position
        var extra: JSONValue
        var counts: [String: Int]
        var kind: Kind
    }

    struct Position: Codable, Equatable {
        var x: Int8
        var y: Float
    }

    enum Kind: Codable, Equatable {
        case plain
        case repeating(every: Int, Unit)
        enum Unit: String, Codable { case day, week }
    }

    class Animal: Codable {
        var name = "cat"
        init() {}
    }

    final class Pet: Animal {
        var owner = "bob"
        private enum Keys: CodingKey { case owner }

        override init() { super.init() }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            owner = try container.decode(String.self, forKey: .owner)
            try super.init(from: container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(owner, forKey: .owner)
            try super.encode(to: container.superEncoder())
        }
    }

    static let entry = Entry(
        title: "Buy \"milk\"",
        done: false,
        tags: ["a", "b"],
        weight: nil,
        position: Position(x: -3, y: 0.1),
        extra: ["n": [nil, 1, 1.5, "x", true, [:]]],
        counts: ["z": 1, "y": 2],
        kind: .repeating(every: 2, .week)
    )

    @Test("round trips structures, optionals, dictionaries and enums")
    func roundTrip() throws {
        let value = try JSONValue(encoding: Self.entry)
        #expect(try value.decode(Entry.self) == Self.entry)
        #expect(value["weight"] == nil)
        #expect(value["position"] == ["x": -3, "y": 0.1])
        #expect(value["kind"] == ["repeating": ["every": 2, "_1": "week"]])
    }

    @Test("writes and reads what Foundation reads and writes")
    func foundation() throws {
        let ours = try JSONValue(encoding: Self.entry)
        #expect(try JSONDecoder().decode(Entry.self, from: Data(ours.utf8())) == Self.entry)
        let theirs = try JSONValue(parsing: JSONEncoder().encode(Self.entry))
        #expect(try theirs.decode(Entry.self) == Self.entry)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(ours.utf8())) == ours)
        #expect(try JSONValue(parsing: JSONEncoder().encode(ours)) == ours)
    }

    @Test("carries a superclass")
    func superclass() throws {
        let value = try JSONValue(encoding: Pet())
        #expect(value == ["owner": "bob", "super": ["name": "cat"]])
        let pet = try value.decode(Pet.self)
        #expect(pet.name == "cat" && pet.owner == "bob")
    }

    @Test("takes scalars, arrays and nil at the top")
    func topLevel() throws {
        #expect(try JSONValue(encoding: 3) == 3)
        #expect(try JSONValue(encoding: UInt64(3)) == 3)
        #expect(try JSONValue(encoding: [Optional(1), nil]) == [1, nil])
        #expect(try JSONValue(encoding: Int?.none) == nil)
        #expect(try JSONValue(encoding: [String: Int]()) == [:])
        #expect(try JSONValue(encoding: [Int]()) == [])
        #expect(try JSONValue.null.decode(Int?.self) == nil)
        #expect(try JSONValue.int(3).decode(Double.self) == 3)
        #expect(try JSONValue.double(3).decode(UInt8.self) == 3)
        #expect(try JSONValue.array([1, nil]).decode([Int?].self) == [1, nil])
    }

    @Test("refuses numbers without a form in JSON, naming where")
    func notEncodable() {
        #expect(throws: JSONError.notEncodable(path: "a[1]", reason: "nan has no form in JSON")) {
            try JSONValue(encoding: ["a": [1, Double.nan]])
        }
        #expect(throws: JSONError.self) { try JSONValue(encoding: Float.infinity) }
        #expect(throws: JSONError.self) { try JSONValue(encoding: UInt64.max) }
        #expect(throws: Never.self) { try JSONValue(encoding: UInt64(1) << 63) }
    }

    static let mismatches: [(JSONValue, String)] = [
        (["x": "1", "y": 1], "x: expected a whole number from -128 to 127, found a string"),
        (["x": 300, "y": 1], "x: expected a whole number from -128 to 127, found 300"),
        (["x": 1.5, "y": 1], "x: expected a whole number from -128 to 127, found 1.5"),
        (["x": 1], "'y' is missing"),
        (["x": 1, "y": nil], "y: expected a number, found null"),
        ([1], "expected an object, found an array"),
    ]

    @Test("says what does not fit and where", arguments: mismatches)
    func mismatch(value: JSONValue, message: String) {
        let error = #expect(throws: JSONError.self) { try value.decode(Position.self) }
        #expect(error?.description == message)
    }

    @Test("says what does not fit deep inside")
    func deepMismatch() {
        let value: JSONValue = ["list": [["x": 1, "y": 1], ["x": true, "y": 1]]]
        let error = #expect(throws: JSONError.self) { try value.decode([String: [Position]].self) }
        #expect(error?.description == "list[1].x: expected a whole number from -128 to 127, found a boolean")
    }

    @Test("passes on errors of the user's own initialisers")
    func ownError() {
        struct Own: Error {}
        struct Picky: Decodable {
            init(from decoder: any Decoder) throws { throw Own() }
        }
        #expect(throws: Own.self) { try JSONValue.array([1]).decode([Picky].self) }
    }
}
