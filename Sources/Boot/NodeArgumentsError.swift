/// What is wrong in `vm.args`, and where.
struct NodeArgumentsError: Error, Equatable, CustomStringConvertible {
    enum Problem: Equatable {
        case openQuote(String)
        case unknownFlag(String, suggestion: String?)
        case settingElsewhere(flag: String, variable: String)
        case strayWord(String)
        case missingValue(flag: String, form: String)
        case badValue(String, flag: String, expectation: String)
    }

    let file: String
    let line: Int
    let problem: Problem

    var description: String { "\(file):\(line): \(explanation)" }

    private var explanation: String {
        switch problem {
        case .openQuote(let quote):
            "a quote \(quote) is opened here and never closed"
        case .unknownFlag(let flag, let suggestion?):
            "unknown flag '\(flag)'; did you mean '\(suggestion)'?"
        case .unknownFlag(let flag, nil):
            "unknown flag '\(flag)'; known are \(NodeFlag.all.map(\.form).joined(separator: ", "))"
        case .settingElsewhere(let flag, let variable):
            "'\(flag)' is not a flag here; set \(variable) in env.sh instead"
        case .strayWord(let word):
            "'\(word)' belongs to no flag; quote a value that holds spaces"
        case .missingValue(let flag, let form):
            "'\(flag)' lacks a value; write \(form)"
        case .badValue(let value, let flag, let expectation):
            "'\(value)' does not fit '\(flag)'; use \(expectation)"
        }
    }
}
