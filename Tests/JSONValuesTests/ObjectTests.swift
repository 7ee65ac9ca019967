import JSONValues
import Testing

@Suite("A JSON object")
struct ObjectTests {
    @Test("keeps its members in the order they were added")
    func order() {
        var object: JSONObject = ["b": 1, "a": 2]
        object["c"] = 3
        object["b"] = 4
        #expect(object.keys == ["b", "a", "c"])
        #expect(object.values == [4, 2, 3])
    }

    @Test("is equal to one with the same members in another order, and hashes alike")
    func equality() {
        let object: JSONObject = ["a": 1, "b": [2]]
        let other: JSONObject = ["b": [2], "a": 1]
        #expect(object == other)
        #expect(object.hashValue == other.hashValue)
        #expect(object != ["a": 1])
        #expect(object != ["a": 1, "b": [3]])
        #expect(object != ["a": 1, "c": [2]])
    }

    @Test("finds, replaces and removes members however many there are", arguments: [1, 12, 13, 14, 1000])
    func manyMembers(count: Int) {
        var object = JSONObject((0..<count).map { ("key\($0)", .int($0)) })
        #expect(object.count == count)
        object["key0"] = "changed"
        #expect(object["key0"] == "changed")
        #expect(object["key\(count - 1)"] == (count == 1 ? "changed" : .int(count - 1)))
        #expect(object["missing"] == nil)
        object["key0"] = nil
        object["missing"] = nil
        #expect(object.count == count - 1)
        #expect(object["key0"] == nil)
        #expect((1..<count).allSatisfy { object["key\($0)"] == .int($0) })
        object["key0"] = 0
        #expect(object.keys.last == "key0")
    }

    @Test("answers for values of the wrong sort with nil")
    func access() {
        let value: JSONValue = ["a": [1, 2.0, "x", true], "n": nil]
        #expect(value["a"]?[0]?.asInt == 1)
        #expect(value["a"]?[1]?.asInt == 2)
        #expect(value["a"]?[0]?.asDouble == 1)
        #expect(value["a"]?[2]?.asString == "x")
        #expect(value["a"]?[3]?.asBool == true)
        #expect(value["a"]?[4] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["n"]?.isNull == true)
        #expect(value["x"] == nil)
        #expect(value[0] == nil)
        #expect(value.asArray == nil)
        #expect(value.asObject?.count == 2)
    }
}
