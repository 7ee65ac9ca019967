import JSONValues
import ReleaseModel
import Testing

@Suite("What a program says about itself")
struct DescribedProgramTests {
    @Test("is read with its dependencies, its secrets and its roots")
    func complete() throws {
        let program = try DescribedProgram(
            json: JSONValue(
                parsing: """
                    {"schemaVersion":1,"protocol":1,"root":["todo"],"applications":[
                    {"name":"database","version":"3.1.0"},
                    {"name":"todo","version":"1.2.0","dependencies":["database"],"optionalDependencies":["metrics"],
                     "included":["cache"],"exports":["Todo.lists()"],"secretKeys":["todo.api_token"],"new":1}]}
                    """
            )
        )
        #expect(program.roots == ["todo"] && program.applications.map(\.name) == ["database", "todo"])
        #expect(program.secretKeys == ["todo.api_token"])
        #expect(program.applications[1].optionalDependencies == ["metrics"])
    }

    @Test(
        "is refused when it is of another version or no description at all",
        arguments: [#"{"schemaVersion":2,"applications":[]}"#, "[]", #"{"schemaVersion":1,"applications":[{}]}"#]
    )
    func refused(_ text: String) {
        #expect(throws: ReleaseModelError.self) { try DescribedProgram(json: JSONValue(parsing: text)) }
    }
}
