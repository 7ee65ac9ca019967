import CBoot

/// The ELF note by which tools know a program that can describe itself.
enum NodeMarker {
    /// The protocol in the note; reading it is what links the note into the program.
    static var protocolVersion: Int { Int(cboot_marker_protocol()) }
}
