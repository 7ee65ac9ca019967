import HostSystem
import Posix
import Templates
import TestSupport

/// A release as the control script needs it, with programs that print how they were called.
struct ReleaseTree {
    let directory: TemporaryDirectory
    /// Where the release lies, below the directory.
    let root: String

    /// What stands in for nodectl, nodeshell and the program.
    private static let reporter = """
        #!/bin/sh
        printf '%s' "${0##*/}"
        for argument in "$@"; do printf ' [%s]' "$argument"; done
        echo
        if [ -n "${SHOW-}" ]; then for name in $SHOW; do eval "printf '%s=%s\\n' $name \\"\\${$name-(unset)}\\""; done; fi

        """

    init(at path: String = "release", linksBoot: Bool = true, linkage: String = "dynamic") throws {
        directory = try TemporaryDirectory()
        root = directory.path(path)
        try write(Self.script(linksBoot: linksBoot, linkage: linkage), to: "bin/todo", mode: 0o755)
        try write("6.3.1 1.0.0\n", to: "releases/start_release.data")
        try write("", to: "releases/1.0.0/env.sh")
        for path in ["runtime-6.3.1/bin/nodectl", "runtime-6.3.1/bin/nodeshell", "lib/todo-1.0.0/bin/todo"] {
            try write(Self.reporter, to: path, mode: 0o755)
        }
    }

    /// The control script as assembly would render it.
    static func script(linksBoot: Bool = true, linkage: String = "dynamic") -> String {
        var text = ReleaseTemplate.startScript.text
        let kept = linksBoot ? "#" : "^"
        let dropped = linksBoot ? "^" : "#"
        text = text.removing(from: "{{\(dropped)boot}}", to: "{{/boot}}")
        let values = [
            "{{\(kept)boot}}": "", "{{/boot}}": "", "{{name}}": "todo", "{{version}}": "1.0.0",
            "{{program}}": "lib/todo-1.0.0/bin/todo", "{{linkage}}": linkage, "{{runtime_version}}": "6.3.1",
        ]
        for (name, value) in values { text = text.replacing(name, with: value) }
        return text
    }

    var script: String { "\(root)/bin/todo" }

    func path(_ relative: String) -> String { "\(root)/\(relative)" }

    func write(_ text: String, to relative: String, mode: UInt32 = 0o644) throws {
        try FileTree.makeDirectory(FilePaths.parent(of: path(relative)))
        try FileTree.write(text, to: path(relative), mode: mode)
    }

    /// Calls the script, or a link to it; `showing` are variables that the program it becomes prints.
    func call(
        _ arguments: String...,
        as program: String? = nil,
        environment: [String: String] = [:],
        showing: [String] = [],
        in directory: String? = nil
    ) throws -> SubprocessResult {
        var environment = environment
        environment["SHOW"] = showing.joined(separator: " ")
        return try runProgram(program ?? script, arguments, environment: environment, in: directory)
    }
}

extension String {
    fileprivate func removing(from start: String, to end: String) -> String {
        guard let first = range(of: start), let last = self[first.upperBound...].range(of: end) else { return self }
        return String(self[..<first.lowerBound]) + self[last.upperBound...]
    }

    fileprivate func replacing(_ text: String, with other: String) -> String {
        split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
    }
}

extension StringProtocol {
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
