import ReleaseModel
import Testing

@Suite("A release name")
struct ReleaseNameTests {
    @Test("is a lowercase identifier", arguments: ["todo", "a", "todo_2", "t0"])
    func accepted(_ text: String) throws {
        #expect(try ReleaseName(text).description == text)
    }

    @Test(
        "REL-018 is refused, with its text, when it is anything else",
        arguments: ["", "Todo", "2do", "_todo", "to-do", "to do", "../todo", "tödo", "todo\n"]
    )
    func refused(_ text: String) {
        let error = #expect(throws: ReleaseModelError.malformedName(text)) { try ReleaseName(text) }
        #expect(error?.description.contains("'\(text)'") == true)
    }

    @Test(
        "is made from the name of a product",
        arguments: [
            ("Todo", "todo"), ("MyServer", "my_server"), ("api-gateway", "api_gateway"), ("HTTPServer2", "httpserver2"),
        ]
    )
    func fromProduct(_ product: String, _ name: String) throws {
        #expect(try ReleaseName(product: product).description == name)
    }

    @Test("cannot be made from a product whose name has no letter first")
    func fromUnusableProduct() {
        #expect(throws: ReleaseModelError.productHasNoReleaseName("3d")) { try ReleaseName(product: "3d") }
    }
}
