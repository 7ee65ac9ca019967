/// The entries of one list, by day and within a day in the order they were added.
struct TodoList: Hashable, Sendable {
    private var entriesByDay: [Day: [Entry]] = [:]

    init(_ entries: some Sequence<Entry> = []) {
        for entry in entries { add(entry) }
    }

    var all: [Entry] {
        entriesByDay.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    func entries(on day: Day) -> [Entry] {
        entriesByDay[day] ?? []
    }

    mutating func add(_ entry: Entry) {
        entriesByDay[entry.date, default: []].append(entry)
    }
}
