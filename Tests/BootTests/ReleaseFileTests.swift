import JSONValues
import Testing
import TestSupport

@testable import Boot

@Suite("The file of a release, NAME.rel,")
struct ReleaseFileTests {
    private let text = """
        {"schemaVersion":1,"name":"todo","applications":[
          {"name":"database","version":"1.0.0","type":"permanent","dependencies":[]},
          {"name":"todo","version":"1.0.0","type":"temporary","dependencies":["database"]}]}
        """

    @Test("gives the start type of each application")
    func types() throws {
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "todo.rel")
        let file = try ReleaseFile.read(in: directory.path)
        #expect(file.types == ["database": .permanent, "todo": .temporary])
    }

    @Test("is missed with a message that names the directory")
    func missing() throws {
        let directory = try TemporaryDirectory()
        let error = #expect(throws: BootError.self) { try ReleaseFile.read(in: directory.path) }
        #expect(error?.exitCode == 78)
        #expect(error?.description.contains("\(directory.path): holds no .rel file") == true)
    }

    @Test("is refused when a start type is unknown")
    func unknownType() throws {
        let json = try JSONValue(parsing: #"{"applications":[{"name":"todo","type":"eternal"}]}"#)
        let error = #expect(throws: BootError.self) { try ReleaseFile.parse(json, path: "todo.rel") }
        #expect(error?.description.contains("'eternal' is not a start type (application 'todo')") == true)
    }
}
