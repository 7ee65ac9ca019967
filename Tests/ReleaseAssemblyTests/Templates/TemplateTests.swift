import JSONValues
import TemplateRendering
import TestSupport
import Testing

@Suite("A template")
struct TemplateTests {
    private static let values: JSONObject = [
        "name": "todo",
        "version": "1.0.0",
        "boot": true,
        "plain": false,
        "count": 3,
        "applications": [["name": "database", "version": "0.1.0"], ["name": "todo", "version": "1.0.0"]],
        "options": ["strip": "symbols"],
    ]

    private func render(_ text: String) throws -> String {
        try Template(text, file: "rel/env.sh.mustache").rendered(with: Self.values)
    }

    static let renderings: [(String, String)] = [
        ("{{name}}-{{version}}", "todo-1.0.0"),
        ("{{ name }} & {{{name}}} & {{&name}}", "todo & todo & todo"),
        ("{{count}} {{boot}} {{plain}}", "3 true false"),
        ("{{#boot}}yes{{/boot}}{{^boot}}no{{/boot}}", "yes"),
        ("{{#plain}}yes{{/plain}}{{^plain}}no{{/plain}}", "no"),
        ("{{#applications}}\n{{name}} {{version}}\n{{/applications}}\n", "database 0.1.0\ntodo 1.0.0\n"),
        ("{{options.strip}}", "symbols"),
        ("{{! a comment }}text", "text"),
        ("{{=<% %>=}}<%name%> {{name}}", "todo {{name}}"),
        ("no tags: { } \"$HOME\" ünïcode 🎉\n", "no tags: { } \"$HOME\" ünïcode 🎉\n"),
        ("", ""),
    ]

    @Test("is filled in from values", arguments: renderings)
    func renders(text: String, expected: String) throws {
        #expect(try render(text) == expected)
    }

    @Test("escapes nothing")
    func escaping() throws {
        let values: JSONObject = ["text": "a & b < c > \"d\" 'e'"]
        #expect(try Template("{{text}}", file: "f").rendered(with: values) == "a & b < c > \"d\" 'e'")
    }

    static let failures: [(String, String)] = [
        ("a\nb {{nmae}}\n", "rel/env.sh.mustache:2: unknown variable 'nmae'; known are "),
        ("{{#applications}}\n{{type}}\n{{/applications}}", "rel/env.sh.mustache:2: unknown variable 'type'"),
        (
            "{{#applications}}{{version}}{{/applications}}\n\n{{vrsion}}",
            "rel/env.sh.mustache:3: unknown variable 'vrsion'"
        ),
        ("\n{{#bot}}x{{/bot}}", "rel/env.sh.mustache:2: unknown variable 'bot'"),
        ("{{^bot}}x{{/bot}}", "rel/env.sh.mustache:1: unknown variable 'bot'"),
        ("{{options.stripp}}", "rel/env.sh.mustache:1: unknown variable 'options.stripp'"),
        ("\n\n{{applications}}", "rel/env.sh.mustache:3: 'applications' is a list or an object, not a text"),
        ("{{> other}}", "rel/env.sh.mustache:1: the partial 'other' cannot be included"),
        ("a\n{{name", "rel/env.sh.mustache:2: Unclosed tag"),
        ("{{#boot}}a", "rel/env.sh.mustache:1: Unclosed section \"boot\""),
        ("{{/boot}}", "rel/env.sh.mustache:1: Unopened section \"boot\""),
        ("{{}}", "rel/env.sh.mustache:1: a tag without a name"),
    ]

    @Test("with a mistake is refused, naming file, line and variable", arguments: failures)
    func refuses(text: String, message: String) {
        let error = #expect(throws: TemplateError.self) { try render(text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test("names the place that fails, not another one of the same name")
    func place() {
        let text = "{{#applications}}{{version}}{{name}}{{/applications}}\n{{#options}}\n{{version}}{{nam}}{{/options}}"
        let error = #expect(throws: TemplateError.self) { try render(text) }
        #expect(error?.description.hasPrefix("rel/env.sh.mustache:3: unknown variable 'nam'") == true)
    }
}
