import Expressions

/// A small program with functions of many shapes, as applications export them.
enum Library {
    struct Book: Codable, Sendable, Equatable {
        var title: String
        var year: Int
        var author: Author?
    }

    struct Author: Codable, Sendable, Equatable {
        var name: String
    }

    enum Genre: String, Codable, Sendable, CaseIterable {
        case crime, poetry
    }

    /// An enum whose coded form is not its name.
    enum Shelf: Codable, Sendable {
        case upper, lower
    }

    struct Missing: Error, CustomStringConvertible {
        var title: String
        var description: String { "no book is called '\(title)'" }
    }

    struct Catalog: Sendable {
        let size = 3
        let genres: [Genre: Int] = [.crime: 2]
        let pair = (left: 1, right: "r")
    }

    static let books = [
        Book(title: "Kim", year: 1901, author: Author(name: "Kipling")),
        Book(title: "Beowulf", year: 1000, author: nil),
    ]

    static func books(by name: String, since year: Int) -> [Book] {
        books.filter { $0.author?.name == name && $0.year >= year }
    }

    static func find(_ title: String) throws -> Book {
        guard let book = books.first(where: { $0.title == title }) else { throw Missing(title: title) }
        return book
    }

    static func exports() -> Exports {
        var exports = Exports(namespace: "Library")
        exports.add("books") { books }
        exports.add("books(by:since:)", books(by:since:))
        exports.add("find(_:)", find)
        exports.add("count()") { books.count }
        exports.add("forget()") {}
        exports.add("catalog") { Catalog() }
        exports.add("echo(_:)") { (text: String) async in text }
        exports.add("half(of:)") { (number: Double) in number / 2 }
        exports.add("genre(_:)") { (genre: Genre) in genre }
        exports.add("shelf(_:)") { (shelf: Shelf) in "\(shelf)" }
        exports.add("titles(of:)") { (books: [Book]) in books.map(\.title) }
        exports.add("genres(_:)") { (genres: [Genre]) in genres.count }
        exports.add("optional(_:)") { (number: Int?) in number }
        exports.add("small(_:)") { (number: UInt8) in Int(number) }
        exports.add("sums(_:)") { (numbers: [String: [Int]]) in numbers.mapValues { $0.reduce(0, +) } }
        exports.add("Shelves.count()") { 2 }
        return exports
    }
}

/// What an expression gives, with the library at hand.
func evaluate(_ text: String) async throws -> EvaluationResult {
    try await Evaluator([Library.exports()]).evaluate(text)
}
