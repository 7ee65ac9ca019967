import CMustache
package import JSONValues

/// A mustache template, and the file it comes from.
///
/// Nothing is escaped, because what is rendered are scripts and settings, not HTML. A name that nothing is known about
/// is an error, because a script with a hole in it fails later and worse.
package struct Template: Sendable {
    /// The file to name in errors.
    package let file: String
    package let text: String

    package init(_ text: String, file: String) {
        self.text = text
        self.file = file
    }

    /// The text with everything in double braces replaced from `values`.
    package func rendered(with values: JSONObject) throws(TemplateError) -> String {
        let context = makeValue(.object(values))
        defer { mustache_free(context) }
        var text = text
        var result = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { mustache_render($0.baseAddress, $0.count, context) }
        }
        defer { mustache_free_result(&result) }
        let outcome = UnsafeRawBufferPointer(start: result.text, count: result.length)
        let subject = String(decoding: outcome, as: UTF8.self)
        let line = text.utf8.prefix(Int(result.position)).count { $0 == UInt8(ascii: "\n") } + 1
        switch result.outcome {
        case mustache_rendered: return subject
        case mustache_unknown:
            throw .unknownVariable(subject, file: file, line: line, known: values.keys.sorted())
        case mustache_not_text: throw .notText(variable: subject, file: file, line: line)
        case mustache_partial: throw .partial(subject, file: file, line: line)
        default: throw .malformed(subject, file: file, line: line)
        }
    }

    /// A value as the library has it; to be freed by the caller.
    private func makeValue(_ value: JSONValue) -> OpaquePointer? {
        switch value {
        case .null: return mustache_list()
        case .bool(let flag): return mustache_flag(flag)
        case .int(let number): return makeText(String(number))
        case .double(let number): return makeText(String(number))
        case .string(let text): return makeText(text)
        case .array(let elements):
            let list = mustache_list()
            for element in elements {
                let part = makeValue(element)
                mustache_append(list, part)
                mustache_free(part)
            }
            return list
        case .object(let members):
            let object = mustache_object()
            for (name, member) in members {
                let part = makeValue(member)
                mustache_set(object, name, part)
                mustache_free(part)
            }
            return object
        }
    }

    private func makeText(_ text: String) -> OpaquePointer? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { mustache_text($0.baseAddress, $0.count) }
        }
    }
}
