import HostSystem
package import Testing

/// Expects `text` to be what reviewers have read in `Snapshots/NAME` beside the test's file.
///
/// `RECORD_SNAPSHOTS=1 swift test` writes the files anew instead; the difference is then reviewed in the commit.
package func expectSnapshot(
    _ text: String,
    named name: String,
    filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let path = "\(FilePaths.parent(of: filePath))/Snapshots/\(name)"
    if HostContext.live().environment["RECORD_SNAPSHOTS"] == "1" {
        try FileTree.makeDirectory(FilePaths.parent(of: path))
        try FileTree.write(text, to: path)
        return
    }
    guard FileTree.exists(path) else {
        Issue.record("no snapshot '\(name)'; run with RECORD_SNAPSHOTS=1 to write it", sourceLocation: sourceLocation)
        return
    }
    let expected = try FileTree.readText(path)
    guard text != expected else { return }
    Issue.record("\(name): \(firstDifference(text, expected))", sourceLocation: sourceLocation)
}

/// The first line that differs, as reviewers would name it.
private func firstDifference(_ text: String, _ expected: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(lines.count, expectedLines.count) {
        let line = index < lines.count ? String(lines[index]) : "(nothing)"
        let expectedLine = index < expectedLines.count ? String(expectedLines[index]) : "(nothing)"
        if line != expectedLine {
            return "line \(index + 1) is '\(line)', reviewed was '\(expectedLine)'"
        }
    }
    return "the texts differ in bytes that are not shown"
}
