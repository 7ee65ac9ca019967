import Applications
import Expressions
import Testing

private enum Chicken: Application {
    static let name = "chicken"
    static let dependencies: [any Application.Type] = [Egg.self]
}

private enum Egg: Application {
    static let name = "egg"
    static let dependencies: [any Application.Type] = [Chicken.self]
}

private enum OtherWeb: Application {
    static let name = "web"
}

private enum BadName: Application {
    static let name = "Bad-Name"
}

private enum BadExports: Application {
    static let name = "bad_exports"

    static func exports(_ exports: inout Exports) {
        exports.add("find(title:year:)") { (title: String) in title }
        exports.add("find(") { 1 }
    }
}

@Suite("A catalog of applications")
struct ApplicationCatalogTests {
    private func message(
        _ roots: [any Application.Type],
        _ types: [String: StartType] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> String? {
        let error = #expect(throws: ApplicationError.self, sourceLocation: sourceLocation) {
            try ApplicationCatalog(roots, types: types)
        }
        return error?.description
    }

    @Test("holds what the roots depend on, dependencies first and each once")
    func order() throws {
        let catalog = try ApplicationCatalog([Web.self, Database.self])
        #expect(catalog.entries.map(\.name) == ["database", "cache", "web"])
        #expect(catalog.entries.map(\.version) == ["", "1.5.0", "2.0.0"])
        #expect(catalog.entries.map(\.exports.namespace) == ["Database", "Cache", "Web"])
        #expect(catalog.entries.allSatisfy { $0.type == .permanent })
        #expect(try catalog.closure(of: ["cache"]).map(\.name) == ["database", "cache"])
    }

    @Test("APP-029 puts an optional dependency first when it is there, and does without otherwise")
    func optional() throws {
        #expect(try ApplicationCatalog([Mailer.self]).entries.map(\.name) == ["mail_queue"])
        let both = try ApplicationCatalog([Mailer.self, Web.self])
        #expect(both.entries.map(\.name) == ["database", "cache", "web", "mail_queue"])
        #expect(try both.entry("mail_queue").exports.namespace == "MailQueue")
    }

    @Test("refuses applications that depend on each other, naming the circle")
    func cycle() {
        #expect(message([Chicken.self]) == "applications depend on each other: chicken needs egg needs chicken")
    }

    @Test("refuses two applications of one name, and names that are none")
    func names() {
        #expect(
            message([Web.self, OtherWeb.self]) == "Web and OtherWeb have the same application name 'web'; rename one"
        )
        #expect(
            message([BadName.self])
                == "BadName has the application name 'Bad-Name'; use lowercase letters, digits and '_', a letter first"
        )
    }

    @Test("refuses start types of applications that the program does not have, and suggests one")
    func unknown() {
        #expect(message([Web.self], ["wbe": .load]) == "the program has no application 'wbe'; did you mean 'web'?")
        #expect(
            message([Web.self], ["mailer": .load])
                == "the program has no application 'mailer'; it has database, cache, web"
        )
    }

    @Test("APP-006 refuses to start what depends on something that is not started", arguments: [StartType.load, .none])
    func dependencyNotStarted(type: StartType) throws {
        #expect(
            message([Web.self], ["cache": type])
                == "application 'web' needs 'cache', which the release does not start (its type is \(type.rawValue))"
        )
        #expect(throws: Never.self) { try ApplicationCatalog([Web.self], types: ["cache": type, "web": type]) }
    }

    @Test("reports exports that are declared wrongly")
    func exports() {
        let text = message([BadExports.self])
        #expect(text?.split(separator: "\n").count == 2)
        #expect(text?.hasPrefix("application 'bad_exports': 'BadExports.find(title:year:)' cannot be exported") == true)
    }

    @Test("offers to evaluation what the release lets the node know")
    func visibleExports() throws {
        let catalog = try ApplicationCatalog([Web.self], types: ["database": .none, "cache": .none, "web": .load])
        #expect(catalog.exports.map(\.namespace) == ["Web"])
        #expect(catalog.keys.isEmpty)
    }
}
