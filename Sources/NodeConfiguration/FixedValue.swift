package import JSONValues

/// What a key was when the release was built, which it must still be when the node boots.
///
/// A program may have read such a key while it was built or packed, so another value at boot would contradict what is
/// in the release.
package struct FixedValue: Hashable, Sendable {
    package let path: ConfigurationPath
    /// The value at that time; `nil` when there was none.
    package let value: ConfigurationValue?

    package init(path: ConfigurationPath, value: ConfigurationValue?) {
        self.path = path
        self.value = value
    }

    /// Reads `{"key": "todo.pool", "value": 3}`; without `value` the key was absent.
    package init?(_ json: JSONValue) {
        guard let key = json["key"]?.asString else { return nil }
        self.init(path: ConfigurationPath(key), value: json["value"].map { ConfigurationValue($0) })
    }

    /// The form in a release.
    package var json: JSONValue {
        var object: JSONObject = ["key": .string(path.description)]
        object["value"] = value?.json
        return .object(object)
    }
}

/// A key that was fixed at one value and has another.
public struct FixedDifference: Hashable, Sendable, CustomStringConvertible {
    /// The key.
    public let path: ConfigurationPath
    /// What is wrong, with both values.
    public let problem: String
    /// Where the present value was set.
    public let origin: ConfigurationOrigin?

    /// The text shown to people.
    public var description: String {
        let place = origin.map { "\($0): " } ?? ""
        return "\(place)\(path) \(problem); build the release with that value in config/config.yaml, or take it out "
            + "of what is read at boot"
    }
}

extension Configuration {
    /// Throws when a key is not what it was when the release was built.
    package func check(_ fixed: [FixedValue]) throws(ConfigurationError) {
        let differences = fixed.compactMap(difference)
        guard differences.isEmpty else { throw .fixedValues(differences) }
    }

    private func difference(_ fixed: FixedValue) -> FixedDifference? {
        let (wanted, path) = (fixed.value ?? .null, fixed.path)
        if let obstacle = obstacle(on: path) {
            return FixedDifference(
                path: path,
                problem: "was fixed at \(shown(wanted, at: path)) when the release was built, but cannot be looked up "
                    + "now: \(obstacle)",
                origin: origin(of: path)
            )
        }
        let value = self[path] ?? .null
        guard value != wanted else { return nil }
        return FixedDifference(
            path: path,
            problem: "was fixed at \(shown(wanted, at: path)) when the release was built, but is "
                + "\(shown(value, at: path)) now",
            origin: origin(of: path)
        )
    }

    /// What on the way to a key is set and is no table.
    private func obstacle(on path: ConfigurationPath) -> String? {
        for count in path.components.indices.dropFirst() {
            let place = ConfigurationPath(Array(path.components[..<count]))
            switch self[place] {
            case nil, .table?: continue
            case let value?: return "\(place) is of type \(value.typeName)"
            }
        }
        return nil
    }

    private func shown(_ value: ConfigurationValue, at path: ConfigurationPath) -> String {
        if value == .null { return "nothing" }
        return isSecret(path) ? Self.mask : value.description
    }
}
