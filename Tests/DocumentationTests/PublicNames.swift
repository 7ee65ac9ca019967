/// The words of all public declarations in Swift sources: names, labels, and the types they mention.
struct PublicNames {
    private(set) var words: Set<String> = []

    init(of sources: [String]) {
        for source in sources { collect(source) }
    }

    private mutating func collect(_ source: String) {
        var isInDeclaration = false
        var isInProtocol = false
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            let code = line.drop { $0 == " " }
            if code.hasPrefix("//") { continue }
            if line == "}" { isInProtocol = false }
            if code.hasPrefix("public ") || code.hasPrefix("@") && code.contains(" public ") {
                isInDeclaration = true
                isInProtocol = isInProtocol || code.hasPrefix("public protocol ")
            }
            guard isInDeclaration || isInProtocol || code.isEnumerationCase else { continue }
            words.formUnion(code.prefix { $0 != "{" }.words)
            // A declaration goes on over several lines until its body opens, or nothing more comes.
            if code.isEmpty || code.contains("{") || code.hasPrefix("public let") || code.hasPrefix("public var") {
                isInDeclaration = false
            }
        }
    }
}

extension StringProtocol {
    /// What looks like names of Swift.
    var words: Set<String> {
        Set(String(self).matches(of: /[\p{L}_][\p{L}\p{N}_]*/).map { String($0.output) }).subtracting(["_"])
    }

    /// Whether this declares a case, and is not one of a `switch`.
    fileprivate var isEnumerationCase: Bool {
        hasPrefix("case ") && dropFirst(5).first?.isLetter == true && !hasPrefix("case let ") && last != ":"
    }
}
