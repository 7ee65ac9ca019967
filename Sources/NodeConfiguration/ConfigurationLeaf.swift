/// A type that is a single value by itself.
protocol ConfigurationLeaf {
    /// What messages call the type.
    static var leafName: String { get }

    /// The value as this type, or `nil`.
    static func leaf(of value: ConfigurationValue) -> Self?
}

extension ConfigurationLeaf where Self: ConfigurationDecodable {
    static var leafName: String { configurationTypeName }
    static func leaf(of value: ConfigurationValue) -> Self? { Self(configuration: value) }
}

extension Bool: ConfigurationLeaf {}
extension String: ConfigurationLeaf {}
extension Double: ConfigurationLeaf {}
extension Int: ConfigurationLeaf {
    static var leafName: String { configurationTypeName }
    static func leaf(of value: ConfigurationValue) -> Int? { Int(configuration: value) }
}

extension Float: ConfigurationLeaf {
    static var leafName: String { "double" }
    static func leaf(of value: ConfigurationValue) -> Float? { Double(configuration: value).map { Float($0) } }
}

extension ConfigurationLeaf where Self: FixedWidthInteger {
    static var leafName: String { "int from \(min) to \(max)" }
    static func leaf(of value: ConfigurationValue) -> Self? { Int(configuration: value).flatMap { Self(exactly: $0) } }
}

extension Int8: ConfigurationLeaf {}
extension Int16: ConfigurationLeaf {}
extension Int32: ConfigurationLeaf {}
extension Int64: ConfigurationLeaf {}
extension UInt: ConfigurationLeaf {}

extension UInt8: ConfigurationLeaf {
    static var leafName: String { "int from 0 to 255" }
    static func leaf(of value: ConfigurationValue) -> UInt8? { UInt8(configuration: value) }
}

extension UInt16: ConfigurationLeaf {}
extension UInt32: ConfigurationLeaf {}
extension UInt64: ConfigurationLeaf {}
