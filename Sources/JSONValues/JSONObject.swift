/// The members of a JSON object, in the order they were added.
///
/// Two objects are equal when they have the same members, whatever the order.
public struct JSONObject: Sendable {
    /// One member.
    public typealias Element = (key: String, value: JSONValue)

    // Small objects are searched from front to back; larger ones also have an index by key.
    private static let largestWithoutIndex = 12

    private(set) var members: [Element] = []
    private var positions: [String: Int] = [:]

    /// An object without members.
    public init() {}

    /// An object of these members; of a key that occurs twice the last value counts, at the place of the first.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members {
            self[key] = value
        }
    }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The names of the members, in order.
    public var keys: [String] { members.map(\.key) }

    /// The values of the members, in order.
    public var values: [JSONValue] { members.map(\.value) }

    /// The member of that name; assigning nil removes it.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (nil, let value?): append(key, value)
            case (let position?, nil): remove(at: position)
            case (nil, nil): break
            }
        }
    }

    private func position(of key: String) -> Int? {
        if members.count > Self.largestWithoutIndex { return positions[key] }
        return members.firstIndex { $0.key == key }
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if members.count > Self.largestWithoutIndex + 1 {
            positions[key] = members.count - 1
        } else if members.count == Self.largestWithoutIndex + 1 {
            indexAll()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        positions = [:]
        if members.count > Self.largestWithoutIndex { indexAll() }
    }

    private mutating func indexAll() {
        for (position, member) in members.enumerated() {
            positions[member.key] = position
        }
    }
}

extension JSONObject: Sequence {
    /// The members, in order.
    public func makeIterator() -> IndexingIterator<[Element]> {
        members.makeIterator()
    }

    /// How many members there are.
    public var underestimatedCount: Int { members.count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of these members.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self.init(members)
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same members.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }

    /// Feeds the members to the hasher so that their order does not matter.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var own = Hasher()
            own.combine(member.key)
            own.combine(member.value)
            sum &+= own.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String { JSONValue.object(self).text() }
}
