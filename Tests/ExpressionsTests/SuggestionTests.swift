import Suggestions
import Testing

@Suite("A suggestion")
struct SuggestionTests {
    @Test(
        "is the nearest known name",
        arguments: [
            ("strat", "start"), ("Start", "start"), ("stopp", "stop"), ("versoin", "version"), ("pid", nil),
            ("xyzzy", nil), ("", nil), ("s", nil),
        ]
    )
    func nearest(name: String, expected: String?) {
        #expect(Suggestion.nearest(to: name, in: ["start", "stop", "version", "status"]) == expected)
    }

    @Test("is the first by name among equally near ones")
    func ties() {
        #expect(Suggestion.nearest(to: "cat", in: ["hat", "bat", "rat"]) == "bat")
    }
}
