import Glibc

/// What is known about the terminal behind an output: whether there is one, its width, and whether to use colours.
package struct Terminal: Hashable, Sendable {
    /// Whether a person watches.
    package var isInteractive: Bool
    /// The columns of the terminal, nil when there is none.
    package var width: Int?
    /// Whether colours are welcome.
    package var hasColors: Bool

    package init(isInteractive: Bool, width: Int? = nil, hasColors: Bool = false) {
        self.isInteractive = isInteractive
        self.width = width
        self.hasColors = hasColors
    }

    /// No terminal: a pipe, a file, a test.
    package static let none = Terminal(isInteractive: false)

    /// Looks at `descriptor` and at the variables that people set to say what they want.
    package init(descriptor: Int32, environment: [String: String]) {
        let isTerminal = isatty(descriptor) == 1
        let isDumb = environment["TERM"] == "dumb"
        isInteractive = isTerminal && !isDumb && !Self.isSet("CI", in: environment)
        width = isTerminal ? Self.width(of: descriptor, environment: environment) : nil
        hasColors = Self.wantsColors(isTerminal: isTerminal && !isDumb, environment: environment)
    }

    /// Applies the usual variables: `NO_COLOR` forbids, `CLICOLOR_FORCE` demands, otherwise a terminal decides.
    package static func wantsColors(isTerminal: Bool, environment: [String: String]) -> Bool {
        if isSet("NO_COLOR", in: environment) { return false }
        if isSet("CLICOLOR_FORCE", in: environment) { return true }
        if environment["CLICOLOR"] == "0" { return false }
        return isTerminal
    }

    private static func isSet(_ name: String, in environment: [String: String]) -> Bool {
        guard let value = environment[name] else { return false }
        return name == "NO_COLOR" ? !value.isEmpty : !["", "0", "false"].contains(value)
    }

    private static func width(of descriptor: Int32, environment: [String: String]) -> Int {
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
