/// A place in the tree that an encoder builds, filled by the containers that share it.
final class JSONEncodingNode {
    /// A finished value, or a place still being filled.
    enum Slot {
        case value(JSONValue)
        case node(JSONEncodingNode)

        var result: JSONValue {
            switch self {
            case .value(let value): value
            case .node(let node): node.result
            }
        }
    }

    private enum Shape {
        case empty, single, array, object
    }

    private var shape = Shape.empty
    private var single = JSONValue.null
    private var elements: [Slot] = []
    private var members: [(key: String, slot: Slot)] = []

    var elementCount: Int { elements.count }

    func becomeArray() {
        shape = .array
    }

    func becomeObject() {
        shape = .object
    }

    func set(_ slot: Slot) {
        shape = .single
        single = slot.result
    }

    func append(_ slot: Slot) {
        elements.append(slot)
    }

    func set(_ slot: Slot, forKey key: String) {
        members.append((key, slot))
    }

    /// The value of everything encoded so far.
    var result: JSONValue {
        switch shape {
        case .empty: .object(JSONObject())
        case .single: single
        case .array: .array(elements.map(\.result))
        case .object: .object(JSONObject(members.lazy.map { ($0.key, $0.slot.result) }))
        }
    }
}
