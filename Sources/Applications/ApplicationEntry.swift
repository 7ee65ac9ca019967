package import Expressions
package import NodeConfiguration

/// An application of a program, with everything its type says read once.
package struct ApplicationEntry: Sendable {
    package let application: any Application.Type
    package let name: String
    /// Empty for the version of the release.
    package let version: String
    package let type: StartType
    /// What it is for.
    package let summary: String
    /// The Swift modules whose types belong to it.
    package let modules: [String]
    /// What happens after its start, in order.
    package let startPhases: [String]
    /// The names of what must run before it.
    package let dependencies: [String]
    /// The names of what must run before it if the program has it.
    package let optionalDependencies: [String]
    /// The keys it declares.
    package let keys: [any ConfigurationKeyDeclaration]
    /// The functions it offers to evaluation.
    package let exports: Exports

    init(_ application: any Application.Type, type: StartType) throws(ApplicationError) {
        self.application = application
        self.type = type
        name = application.name
        version = application.version
        summary = application.summary
        modules = application.modules
        startPhases = application.startPhases
        dependencies = application.dependencies.map { $0.name }
        optionalDependencies = application.optionalDependencies
        keys = application.configuration
        var exports = Exports(namespace: application.exportName)
        application.exports(&exports)
        self.exports = exports
        guard Self.isName(name) else {
            throw .malformedName(name, type: String(describing: application))
        }
        guard exports.problems.isEmpty else { throw .exports(name, problems: exports.problems.map(\.description)) }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
