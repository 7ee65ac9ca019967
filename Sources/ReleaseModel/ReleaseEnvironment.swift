/// The name of an environment, such as `prod`, `dev` or `staging-2`.
package enum ReleaseEnvironment {
    /// The environment a release is built for when nobody names one.
    package static let standard = "prod"

    /// Refuses names that do not fit into a path.
    package static func check(_ name: String) throws(ReleaseModelError) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard let first = name.utf8.first, isPlain, first != UInt8(ascii: "-") else {
            throw .malformedEnvironment(name)
        }
    }
}
