import JSONValues
import Suggestions

/// Why a value cannot be passed where another type is wanted.
struct ConversionError: Error {
    var message: String
}

/// Makes values of the types that functions take.
enum ArgumentConversion {
    /// `value` as `Target`: as it is when it fits, by decoding otherwise.
    static func convert<Target: Decodable>(
        _ value: EvaluatedValue,
        to target: Target.Type
    ) throws(ConversionError) -> Target {
        if let same = fitting(value, target) { return same }
        if let container = target as? any ArgumentContainer.Type {
            guard let converted = try container.converted(from: value) as? Target else { throw mismatch(value, target) }
            return converted
        }
        if case .enumCase(let name) = value { return try enumCase(name, of: target) }
        return try decoded(value, target)
    }

    /// The value itself, when it is a `Target` or a literal of one.
    private static func fitting<Target>(_ value: EvaluatedValue, _ target: Target.Type) -> Target? {
        switch value {
        case .swift(let any): any as? Target
        case .int(let number): (number as? Target) ?? (Double(number) as? Target)
        case .double(let number): number as? Target
        case .string(let text): text as? Target
        case .bool(let flag): flag as? Target
        default: nil
        }
    }

    private static func decoded<Target: Decodable>(
        _ value: EvaluatedValue,
        _ target: Target.Type
    ) throws(ConversionError) -> Target {
        if case .double = value, target is any BinaryInteger.Type { throw mismatch(value, target) }
        guard let json = value.json else { throw mismatch(value, target) }
        do {
            return try json.decode(target)
        } catch {
            throw mismatch(value, target, reason: reason(of: error))
        }
    }

    /// What a failed decoding says beyond that the types differ, which the message says itself.
    private static func reason(of error: any Error) -> String? {
        guard case JSONError.mismatch(path: "", let reason) = error, reason.hasPrefix("expected") else {
            return "\(error)"
        }
        return nil
    }

    private static func enumCase<Target: Decodable>(
        _ name: String,
        of target: Target.Type
    ) throws(ConversionError) -> Target {
        var listed: [(name: String, value: Any)] = []
        if let type = target as? any CaseIterable.Type { listed = cases(of: type) }
        if let match = listed.first(where: { $0.name == name })?.value as? Target { return match }
        guard listed.isEmpty else {
            let names = listed.map(\.name)
            let known = names.map { ".\($0)" }.joined(separator: ", ")
            let hint = Suggestion.nearest(to: name, in: names).map { "did you mean '.\($0)'?" } ?? "it has \(known)"
            throw ConversionError(message: "\(TypeName.of(target)) has no case '\(name)'; \(hint)")
        }
        for form in [JSONValue.string(name), .object([name: .object([:])])] {
            // Which form an enum is decoded from is known by trying; the error of the last resort is ours.
            if let value = try? form.decode(target) { return value }
        }
        throw ConversionError(
            message: "\(TypeName.of(target)) expected, and it has no case '\(name)' that is decodable"
        )
    }

    private static func cases<Listed: CaseIterable>(of type: Listed.Type) -> [(name: String, value: Any)] {
        Listed.allCases.map { (String(describing: $0), $0) }
    }

    static func mismatch(_ value: EvaluatedValue, _ target: Any.Type, reason: String? = nil) -> ConversionError {
        let detail = reason.map { ": \($0)" } ?? ""
        return ConversionError(message: "\(TypeName.of(target)) expected, found \(value.summary)\(detail)")
    }
}
