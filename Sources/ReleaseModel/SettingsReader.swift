import JSONValues
import Suggestions

/// Reads the settings of one JSON object, and refuses those that nobody asked for.
struct SettingsReader {
    private let object: JSONObject
    private let subject: String
    private var known: [String] = []

    /// `subject` names the object in messages, such as `release 'todo'`.
    init(_ value: JSONValue, subject: String) throws(ReleaseModelError) {
        guard let object = value.asObject else { throw .badSetting(subject, "is not an object") }
        self.object = object
        self.subject = subject
    }

    mutating func value(_ key: String) -> JSONValue? {
        known.append(key)
        guard let value = object[key], value != .null else { return nil }
        return value
    }

    mutating func string(_ key: String) throws(ReleaseModelError) -> String? {
        guard let value = value(key) else { return nil }
        guard let string = value.asString else { throw bad(key, "is not a text") }
        return string
    }

    mutating func bool(_ key: String) throws(ReleaseModelError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let bool = value.asBool else { throw bad(key, "is neither true nor false") }
        return bool
    }

    mutating func int(_ key: String) throws(ReleaseModelError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let int = value.asInt else { throw bad(key, "is not a whole number") }
        return int
    }

    mutating func list(_ key: String) throws(ReleaseModelError) -> [JSONValue]? {
        guard let value = value(key) else { return nil }
        guard let list = value.asArray else { throw bad(key, "is not a list") }
        return list
    }

    mutating func strings(_ key: String) throws(ReleaseModelError) -> [String]? {
        guard let list = try list(key) else { return nil }
        var strings: [String] = []
        for element in list {
            guard let string = element.asString else { throw bad(key, "holds something that is not a text") }
            strings.append(string)
        }
        return strings
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        of type: Choice.Type = Choice.self
    ) throws(ReleaseModelError) -> Choice? {
        guard let string = try string(key) else { return nil }
        guard let choice = Choice(rawValue: string) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw bad(key, "is '\(string)'; it can be \(choices)")
        }
        return choice
    }

    mutating func requiredString(_ key: String) throws(ReleaseModelError) -> String {
        guard let string = try string(key) else { throw bad(key, "is missing") }
        return string
    }

    mutating func requiredInt(_ key: String) throws(ReleaseModelError) -> Int {
        guard let int = try int(key) else { throw bad(key, "is missing") }
        return int
    }

    /// Refuses what was not read.
    func finish() throws(ReleaseModelError) {
        for key in object.keys where !known.contains(key) {
            throw .unknownSetting(subject, key, Suggestion.nearest(to: key, in: known))
        }
    }

    func bad(_ key: String, _ reason: String) -> ReleaseModelError {
        .badSetting(subject, "'\(key)' \(reason)")
    }
}
