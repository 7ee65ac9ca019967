import ReleaseModel
import Testing

@Suite("The choice of a release")
struct ReleaseSelectionTests {
    @Test("REL-009 is the one whose name is given")
    func named() throws {
        #expect(try ReleaseSelection(names: ["todo", "worker"]).choose("worker") == "worker")
    }

    @Test("is the only one when no name is given")
    func only() throws {
        #expect(try ReleaseSelection(names: ["todo"]).choose(nil) == "todo")
    }

    @Test("REL-010 is the default when no name is given")
    func standard() throws {
        #expect(try ReleaseSelection(names: ["todo", "worker"], defaultName: "worker").choose(nil) == "worker")
    }

    @Test("REL-011 cannot be made among several without a name and without a default")
    func ambiguous() {
        let error = #expect(throws: ReleaseModelError.ambiguous(["todo", "worker"], isImplicit: false)) {
            try ReleaseSelection(names: ["todo", "worker"]).choose(nil)
        }
        #expect(error?.description.contains("release build todo|worker") == true)
    }

    @Test("REL-012 names the defined releases when it does not know one, and the likely one first")
    func unknown() {
        let error = #expect(throws: ReleaseModelError.self) {
            try ReleaseSelection(names: ["todo", "worker"]).choose("tood")
        }
        #expect(
            error?.description
                == "unknown release 'tood'; did you mean 'todo'? (rel/Release.swift defines todo, worker)"
        )
    }

    @Test("REL-020 cannot be made by itself when the package has several executable products and no definition")
    func severalProducts() {
        let error = #expect(throws: ReleaseModelError.ambiguous(["api", "worker"], isImplicit: true)) {
            try ReleaseSelection(names: ["api", "worker"], isImplicit: true).choose(nil)
        }
        #expect(error?.description.contains("several executable products") == true)
    }

    @Test("says what is missing when there is nothing to choose from", arguments: [true, false])
    func nothing(isImplicit: Bool) {
        #expect(throws: ReleaseModelError.nothingDefined(isImplicit: isImplicit)) {
            try ReleaseSelection(names: [], isImplicit: isImplicit).choose(nil)
        }
    }

    @Test("is refused when a name is defined twice, is no name, or when the default is missing")
    func inconsistent() {
        #expect(throws: ReleaseModelError.definedTwice("todo")) {
            try ReleaseSelection(names: ["todo", "todo"]).check()
        }
        #expect(throws: ReleaseModelError.malformedName("To-do")) { try ReleaseSelection(names: ["To-do"]).check() }
        #expect(throws: ReleaseModelError.unknownDefault("web", known: ["todo"])) {
            try ReleaseSelection(names: ["todo"], defaultName: "web").check()
        }
    }
}
