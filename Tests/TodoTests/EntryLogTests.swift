import Testing

@testable import Todo

@Suite("The content of a list's file")
struct EntryLogTests {
    private let dentist = #"{"date":"2017-01-20","title":"Dentist"}"#

    private func parse(_ text: String) throws -> EntryLog {
        try EntryLog(parsing: Array(text.utf8), path: "/lists/bob.todo")
    }

    @Test(
        "holds the entries that were written, whatever their titles",
        arguments: ["Dentist", #"say "é\u0041" \"#, "{}"]
    )
    func roundTrip(title: String) throws {
        let entry = try Entry(date: Day("20170120"), title: title)
        let bytes = EntryLog.encode(entry)
        let log = try EntryLog(parsing: bytes + bytes, path: "")
        #expect(log.entries == [entry, entry])
        #expect(log.length == 2 * bytes.count)
    }

    @Test("passes over half an entry at its end, which nobody was told of")
    func halfAnEntry() throws {
        let log = try parse(dentist + "\n" + dentist.prefix(20))
        #expect(log.entries.map(\.title) == ["Dentist"])
        #expect(log.length == dentist.utf8.count + 1)
    }

    @Test("keeps a last entry without line end, as after an edit by hand")
    func missingLineEnd() throws {
        let log = try parse(dentist)
        #expect(log.entries.count == 1)
        #expect(log.lacksLineEnd)
    }

    @Test(
        "is corrupt when any other line is no entry, naming the line",
        arguments: ["", "nonsense", #"{"date":"2017-02-30","title":"x"}"#, #"{"date":"2017-01-20","title":""}"#, "[1]"]
    )
    func corrupt(line: String) {
        #expect(throws: TodoError.corruptFile(path: "/lists/bob.todo", line: 2)) {
            try parse("\(dentist)\n\(line)\n\(dentist)\n")
        }
    }
}
