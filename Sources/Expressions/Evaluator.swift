/// Evaluates call expressions against exported functions.
///
///     let result = try await Evaluator([exports]).evaluate("Todo.entries(list: \"bob\").count")
package struct Evaluator: Sendable {
    private let table: FunctionTable
    private let limits: ExpressionLimits

    /// An evaluator that knows what `exports` offer; of two under one name the functions are joined.
    package init(_ exports: [Exports], limits: ExpressionLimits = ExpressionLimits()) {
        table = FunctionTable(exports)
        self.limits = limits
    }

    /// The signatures of all functions, sorted.
    package var signatures: [String] { table.signatures }

    /// Whether `text` is for this evaluator: it uses only what call expressions have, or begins with an exported name.
    ///
    /// What is neither may be Swift that only a compiler understands.
    package func understands(_ text: String) -> Bool {
        let source = SourceText(text)
        do {
            let statements = try Parser.statements(of: source, limits: limits)
            return FreeNames(in: statements).names.allSatisfy(table.namespaces.contains)
        } catch {
            return !error.isUnsupportedSyntax && table.namespaces.contains(Self.firstName(of: source))
        }
    }

    /// The value of the last statement of `text`, or of the one that returns.
    package func evaluate(_ text: String) async throws(EvaluationError) -> EvaluationResult {
        let source = SourceText(text)
        let statements: [StatementSyntax]
        do {
            statements = try Parser.statements(of: source, limits: limits)
        } catch {
            throw .invalid(error)
        }
        var evaluation = Evaluation(source: source, table: table)
        return EvaluationResult(try await evaluation.run(statements))
    }

    /// The first name in a text that could not be parsed.
    private static func firstName(of source: SourceText) -> String {
        let words = source.bytes.split { !Lexer.isIdentifierPart($0) }.lazy.map { String(decoding: $0, as: UTF8.self) }
        return words.first { !["try", "await", "return"].contains($0) } ?? ""
    }
}
