extension Evaluation {
    /// A member of a value, or an exported property.
    func member(_ name: String, of base: Syntax, in syntax: Syntax) async throws(EvaluationError) -> EvaluatedValue {
        if let path = exportedPath(syntax) { return try await property(path, in: syntax) }
        guard let value = try await content(of: base, chain: syntax) else { return .null }
        do {
            return .swift(try MemberAccess.member(name, of: value))
        } catch {
            throw failure(error.message, at: syntax.focus)
        }
    }

    func element(of base: Syntax, at key: Syntax, in syntax: Syntax) async throws(EvaluationError) -> EvaluatedValue {
        guard let value = try await content(of: base, chain: syntax) else { return .null }
        let key = try await self.value(of: key)
        do {
            return .swift(try IndexAccess.element(of: value, at: key))
        } catch {
            throw failure(error.message, at: syntax.focus)
        }
    }

    func unwrapped(_ base: Syntax, in syntax: Syntax) async throws(EvaluationError) -> EvaluatedValue {
        let value = try await value(of: base)
        guard let content = OptionalValue.unwrapped(value.natural) else {
            throw failure("this is nil", at: base.range)
        }
        guard case .swift = value else { return value }
        return .swift(content)
    }

    private func property(_ path: String, in syntax: Syntax) async throws(EvaluationError) -> EvaluatedValue {
        if let property = table.property(path) {
            do {
                return try await invoke(property, try property.bind([]))
            } catch let error as EvaluationError {
                throw error
            } catch {
                throw .thrown(error, function: property.name)
            }
        }
        guard !table.hasFunctions(path) else {
            throw failure("\(path) is a function; call it with parentheses and arguments", at: syntax.focus)
        }
        throw failure(table.unknown(path).message, at: syntax.focus)
    }

    /// What `base` holds; `nil` when it is nil and the chain may end there.
    private func content(of base: Syntax, chain: Syntax) async throws(EvaluationError) -> Any? {
        let value = try await value(of: base)
        if case .void = value { throw failure("this call gives no value", at: base.range) }
        if let content = OptionalValue.unwrapped(value.natural) { return content }
        guard chain.isOptionalChain else {
            throw failure("this is nil; write '?' behind it to go on only if it is not", at: base.range)
        }
        return nil
    }
}
