package import JSONValues
import Synchronization

/// The places that values have in files, as a release keeps them; read when somebody asks for the first time.
package final class PositionTable: Sendable {
    /// File names, and by path the number of a file, a line and a column.
    package struct Content: Sendable {
        let files: [String]
        let positions: JSONObject

        /// Reads `{"files": […], "positions": {"todo.port": [0, 2, 9]}}`.
        package init(_ json: JSONValue) {
            files = json["files"]?.asArray?.compactMap(\.asString) ?? []
            positions = json["positions"]?.asObject ?? [:]
        }

        /// Positions, as `[line, column]`, that all are in one file.
        init(file: String, positions: JSONObject) {
            files = [file]
            self.positions = positions
        }

        func origin(of path: String) -> ConfigurationOrigin? {
            guard let numbers = positions[path]?.asArray?.compactMap(\.asInt), numbers.count >= 2 else { return nil }
            let file = numbers.count > 2 ? numbers[0] : 0
            guard files.indices.contains(file) else { return nil }
            return .position(file: files[file], line: numbers[numbers.count - 2], column: numbers[numbers.count - 1])
        }
    }

    private let fallback: ConfigurationOrigin?
    private let load: @Sendable () -> Content?
    private let content = Mutex<Content??>(nil)

    /// Places that `load` reads; without any, everything comes from `fallback`.
    package init(or fallback: ConfigurationOrigin?, load: @escaping @Sendable () -> Content?) {
        self.fallback = fallback
        self.load = load
    }

    func origin(of path: ConfigurationPath) -> ConfigurationOrigin? {
        let content = content.withLock { content in
            if let content { return content }
            let loaded = load()
            content = .some(loaded)
            return loaded
        }
        return content?.origin(of: path.description) ?? (path.components.isEmpty ? fallback : nil)
    }
}

extension Configuration {
    /// The places of all values that are known to stand in files, in the form that ``PositionTable`` reads.
    package var positions: JSONValue {
        var files: [String] = []
        var positions = JSONObject()
        for (path, _, origin) in lines {
            guard case .position(let file, let line, let column)? = origin else { continue }
            let number = files.firstIndex(of: file) ?? files.count
            if number == files.count { files.append(file) }
            positions[path.description] = .array([.int(number), .int(line), .int(column)])
        }
        return .object(["files": .array(files.map { .string($0) }), "positions": .object(positions)])
    }
}
