/// The names that a text uses without having bound them.
struct FreeNames {
    private(set) var names: Set<String> = []
    private var bound: Set<String> = []

    init(in statements: [StatementSyntax]) {
        for statement in statements {
            if let value = statement.value { visit(value) }
            if let name = statement.binding { bound.insert(name) }
        }
    }

    private mutating func visit(_ syntax: Syntax) {
        switch syntax.kind {
        case .null, .bool, .integer, .double, .string, .enumCase:
            break
        case .name(let name):
            if !bound.contains(name) { names.insert(name) }
        case .array(let elements):
            for element in elements { visit(element) }
        case .dictionary(let pairs):
            for pair in pairs {
                visit(pair.key)
                visit(pair.value)
            }
        case .member(let base, _), .unwrap(let base):
            visit(base)
        case .index(let base, let key):
            visit(base)
            visit(key)
        case .call(let callee, let arguments):
            visit(callee)
            for argument in arguments { visit(argument.value) }
        }
    }
}
