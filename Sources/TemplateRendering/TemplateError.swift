/// Why a template gives no text; `file` and `line` say where to look.
package enum TemplateError: Error, Hashable, CustomStringConvertible {
    case unknownVariable(String, file: String, line: Int, known: [String])
    case notText(variable: String, file: String, line: Int)
    case partial(String, file: String, line: Int)
    case malformed(String, file: String, line: Int)

    package var description: String {
        switch self {
        case .unknownVariable(let name, let file, let line, let known):
            "\(file):\(line): unknown variable '\(name)'; known are \(known.joined(separator: ", "))"
        case .notText(let variable, let file, let line):
            "\(file):\(line): '\(variable)' is a list or an object, not a text; open a section with {{#\(variable)}}"
        case .partial(let name, let file, let line):
            "\(file):\(line): the partial '\(name)' cannot be included; write its text here"
        case .malformed(let reason, let file, let line):
            "\(file):\(line): \(reason)"
        }
    }
}
