/// One run through the statements of a text.
struct Evaluation {
    let source: SourceText
    let table: FunctionTable
    private var bindings: [String: EvaluatedValue] = [:]

    init(source: SourceText, table: FunctionTable) {
        self.source = source
        self.table = table
    }

    mutating func run(_ statements: [StatementSyntax]) async throws(EvaluationError) -> EvaluatedValue {
        var last = EvaluatedValue.void
        for statement in statements {
            guard let syntax = statement.value else { return .void }
            let value = try await value(of: syntax)
            if let name = statement.binding {
                bindings[name] = value
                last = .void
            } else {
                last = value
            }
            if case .enumCase(let name) = value {
                throw failure("'.\(name)' stands only where its type is known: as an argument", at: syntax.range)
            }
            if statement.isReturn { return last }
        }
        return last
    }

    func value(of syntax: Syntax) async throws(EvaluationError) -> EvaluatedValue {
        switch syntax.kind {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value): return .int(value)
        case .double(let value): return .double(value)
        case .string(let value): return .string(value)
        case .enumCase(let name): return .enumCase(name)
        case .array(let elements): return .array(try await values(of: elements))
        case .dictionary(let pairs): return try await dictionary(pairs)
        case .name(let name): return try named(name, at: syntax.range)
        case .member(let base, let name): return try await member(name, of: base, in: syntax)
        case .index(let base, let key): return try await element(of: base, at: key, in: syntax)
        case .unwrap(let base): return try await unwrapped(base, in: syntax)
        case .call(let callee, let arguments): return try await call(callee, arguments, in: syntax)
        }
    }

    private func values(of elements: [Syntax]) async throws(EvaluationError) -> [EvaluatedValue] {
        var values: [EvaluatedValue] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try await value(of: element)) }
        return values
    }

    private func dictionary(
        _ pairs: [(key: Syntax, value: Syntax)]
    ) async throws(EvaluationError) -> EvaluatedValue {
        var result: [(key: EvaluatedValue, value: EvaluatedValue)] = []
        for pair in pairs {
            result.append((try await value(of: pair.key), try await value(of: pair.value)))
        }
        return .dictionary(result)
    }

    /// A bound name, or what an exported name offers.
    private func named(_ name: String, at range: SourceRange) throws(EvaluationError) -> EvaluatedValue {
        if let value = bindings[name] { return value }
        guard table.namespaces.contains(name) else {
            throw failure(table.unknownName(name, bindings: bindings.keys).message, at: range)
        }
        return .array(table.signatures(in: name).map(EvaluatedValue.string))
    }

    /// The exported path that a chain of names spells, unless it begins with a bound name or goes on behind a property.
    func exportedPath(_ syntax: Syntax) -> String? {
        switch syntax.kind {
        case .name(let name):
            return !isBound(name) && table.namespaces.contains(name) ? name : nil
        case .member(let base, let name):
            guard let path = exportedPath(base), table.property(path) == nil else { return nil }
            return "\(path).\(name)"
        default:
            return nil
        }
    }

    func isBound(_ name: String) -> Bool {
        bindings[name] != nil
    }

    func failure(_ message: String, at range: SourceRange) -> EvaluationError {
        .invalid(source.diagnostic(message, at: range))
    }
}
