/// A look of text in a terminal that has colours.
package enum TextStyle: Int, Sendable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
}

extension Terminal {
    /// `text` in `style`, or plain where colours are not wanted.
    package func styled(_ text: String, _ style: TextStyle) -> String {
        hasColors ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
