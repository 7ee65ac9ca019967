import CBoot
import NodeConfiguration

extension ConfigurationFormat {
    /// The formats this program can read: YAML only when it links `ConfigurationYAML`.
    static var linked: [ConfigurationFormat] {
        cboot_reads_yaml() ? [linkedYAML, .json, .json5] : [.json, .json5]
    }

    private static let linkedYAML = ConfigurationFormat(name: "YAML", endings: [".yaml", ".yml"]) {
        bytes throws(SourceError) in
        guard let parsed = bytes.withUnsafeBufferPointer({ cboot_parse_yaml($0.baseAddress, $0.count) }) else {
            return nil
        }
        return try Unmanaged<ParsedSource>.fromOpaque(parsed).takeRetainedValue().result.get()
    }
}
