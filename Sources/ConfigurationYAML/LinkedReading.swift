import NodeConfiguration

/// Lets a program read YAML at boot, when it links this module.
///
/// Boot finds this function by its name, so that programs without YAML need no library for it. It returns a
/// `ParsedSource` that the caller releases.
@_cdecl("swift_release_parse_yaml")
func parseForBoot(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UnsafeMutableRawPointer {
    let text = Array(UnsafeBufferPointer(start: bytes, count: count))
    let parsed: ParsedSource
    do {
        parsed = ParsedSource(.success(try ConfigurationFormat.yaml.parse(text)))
    } catch {
        parsed = ParsedSource(.failure(error))
    }
    return Unmanaged.passRetained(parsed).toOpaque()
}
