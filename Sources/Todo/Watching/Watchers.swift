import JSONValues
import OTP

/// Those who want to hear of each entry that is added.
enum Watchers {
    /// What a watcher hears of.
    enum Topic: Hashable, Sendable {
        case added
    }

    private static let name: ProcessName = "todo.watchers"
    private static let supervisor: ProcessName = "todo.watching"
    /// How many there may be; each costs a connection.
    private static let limit = 256

    @ChildrenBuilder static var children: [ChildSpec] {
        Registry<Topic, HTTPStream>.child(keys: .duplicate, name: name)
        DynamicSupervisor.child(maxChildren: limit, name: supervisor)
    }

    static func start(_ stream: HTTPStream) async throws {
        _ = try await DynamicSupervisor(named: supervisor).start(Watcher.child(stream, options: Watcher.options))
    }

    static func registry() throws(RegistryError) -> Registry<Topic, HTTPStream> {
        try Registry(named: name)
    }

    /// Tells all watchers; none of them can hold this up, because a stream takes its text at once or ends.
    static func tell(_ entry: Entry, addedTo list: ListName) {
        // While the watchers are being restarted there are none.
        guard let registry = try? registry() else { return }
        registry.dispatch(.added) { watchers in
            let event = event(entry, list)
            for watcher in watchers { watcher.value.send(event) }
        }
    }

    private static func event(_ entry: Entry, _ list: ListName) -> String {
        let data: JSONValue = [
            "list": .string(list.description),
            "date": .string(entry.date.description),
            "title": .string(entry.title),
        ]
        return "event: added\ndata: \(data.text())\n\n"
    }
}
