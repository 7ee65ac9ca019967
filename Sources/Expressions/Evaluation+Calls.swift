extension Evaluation {
    func call(
        _ callee: Syntax,
        _ arguments: [ArgumentSyntax],
        in syntax: Syntax
    ) async throws(EvaluationError) -> EvaluatedValue {
        let function = try self.function(callee, labels: arguments.map(\.label))
        var values: [EvaluatedValue] = []
        for argument in arguments {
            let value = try await value(of: argument.value)
            if case .void = value { throw failure("this call gives no value to pass on", at: argument.value.range) }
            values.append(value)
        }
        do {
            return try await invoke(function, try function.bind(values))
        } catch let error as ArgumentError {
            let label = arguments[error.position].label.map { "argument '\($0)'" } ?? "argument \(error.position + 1)"
            throw failure(
                "\(label) of \(function.signature): \(error.message)",
                at: arguments[error.position].value.range
            )
        } catch let error as EvaluationError {
            throw error
        } catch {
            throw .thrown(error, function: function.name)
        }
    }

    private func function(_ callee: Syntax, labels: [String?]) throws(EvaluationError) -> ExportedFunction {
        if let path = exportedPath(callee) {
            do {
                return try table.function(path, labels: labels)
            } catch {
                throw failure(error.message, at: callee.focus)
            }
        }
        if case .name(let name) = callee.kind {
            throw failure(table.unknownName(name).message, at: callee.focus)
        }
        if case .member(let base, _) = callee.kind, let missing = unknownRoot(of: base) {
            throw failure(table.unknownName(missing.name).message, at: missing.range)
        }
        throw failure("methods of values cannot be called here, only exported functions", at: callee.focus)
    }

    /// The name that a chain begins with, when nothing is known by it.
    private func unknownRoot(of syntax: Syntax) -> (name: String, range: SourceRange)? {
        switch syntax.kind {
        case .name(let name): isBound(name) || table.namespaces.contains(name) ? nil : (name, syntax.range)
        case .member(let base, _): unknownRoot(of: base)
        default: nil
        }
    }

    func invoke(
        _ function: ExportedFunction,
        _ invocation: ExportedFunction.Invocation
    ) async throws(EvaluationError) -> EvaluatedValue {
        guard !Task.isCancelled else { throw .cancelled }
        do {
            let result = try await invocation()
            return result is Void ? .void : .swift(result)
        } catch is CancellationError where Task.isCancelled {
            throw .cancelled
        } catch {
            throw .thrown(error, function: function.name)
        }
    }
}
