import Testing

@Suite("Comparing articles with examples")
struct ExampleComparisonTests {
    private static let example = """
        import OTP

        struct Example {
            func run() {
                // snippet.sum
                let sum = 1 + 1

                print(sum)
                // snippet.end
            }
        }
        """

    private func complaints(_ article: String, _ example: String = example) -> [String] {
        ExampleComparison(
            articles: CodeBlock.fenced(in: article, file: "Sum.md"),
            examples: CodeBlock.marked(in: example, file: "SumTests.swift")
        ).complaints
    }

    @Test("accepts a block that an example has, whatever its indentation there")
    func same() {
        #expect(complaints("# Sum\n\n```swift\nlet sum = 1 + 1\n\nprint(sum)\n```\n") == [])
    }

    @Test("says which line of which article differs from which line of the example")
    func different() {
        #expect(
            complaints("# Sum\n\n```swift\nlet sum = 1 + 1\n\nprint(sum + 1)\n```\n") == [
                """
                Sum.md:6: differs from the snippet 'sum' in SumTests.swift:8
                    article: print(sum + 1)
                    example: print(sum)
                """,
                "SumTests.swift:6: no article shows the snippet 'sum'",
            ]
        )
    }

    @Test("misses lines at the end of either side")
    func shorter() {
        #expect(complaints("```swift\nlet sum = 1 + 1\n```").first?.contains("article: (ends here)") == true)
        let longer = "```swift\nlet sum = 1 + 1\n\nprint(sum)\nprint(sum)\n```"
        #expect(complaints(longer).first?.contains("example: (ends here)") == true)
    }

    @Test("wants an example for each block of Swift, and a place in an article for each example")
    func missing() {
        #expect(
            complaints("```swift\nlet product = 2 * 2\n```") == [
                "Sum.md:2: no example file has this block",
                "SumTests.swift:6: no article shows the snippet 'sum'",
            ]
        )
    }

    @Test("leaves other languages alone, and wants each block to say its language")
    func languages() {
        let article = "```elixir\n1 + 1\n```\n```\nwhat?\n```"
        #expect(complaints(article, "") == ["Sum.md:5: the block does not say its language"])
    }

    @Test("complains about a snippet that does not end")
    func unended() {
        #expect(complaints("```swift\n1 + 1\n```", "// snippet.sum\n1 + 1\n// snippet.stop").count == 2)
    }
}
