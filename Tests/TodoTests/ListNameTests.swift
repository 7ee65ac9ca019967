import Testing

@testable import Todo

@Suite("The name of a list")
struct ListNameTests {
    @Test(
        "comes back from its file's name",
        arguments: ["bob", "Bob's list", "../../etc/passwd", "Zoë", ".", "a%b", String(repeating: "é", count: 40)]
    )
    func roundTrip(text: String) throws {
        let name = try ListName(text)
        #expect(ListName(fileName: name.fileName) == name)
        #expect(!name.fileName.contains("/"))
        #expect(name.fileName.utf8.count <= 255)
    }

    @Test(
        "refuses what a listing cannot show",
        arguments: ["", "two\nlines", "\u{0}", String(repeating: "x", count: 81)]
    )
    func refuses(text: String) {
        #expect(throws: TodoError.malformedListName(text)) { try ListName(text) }
    }

    @Test(
        "is not read from files of others",
        arguments: ["bob", "bob.todo.new", "%G1.todo", "%FF.todo", "%4.todo", ".todo"]
    )
    func foreignFiles(name: String) {
        #expect(ListName(fileName: name) == nil)
    }
}
