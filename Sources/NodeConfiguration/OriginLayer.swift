/// What was put into a configuration at once, and where each of its values stands.
struct OriginLayer: Sendable {
    /// What it sets; only whether something is there matters.
    private(set) var values: ConfigurationValue
    private var noted: [ConfigurationPath: ConfigurationOrigin] = [:]
    private let positions: PositionTable?

    init(values: ConfigurationValue = .table([:]), positions: PositionTable? = nil) {
        self.values = values
        self.positions = positions
    }

    mutating func set(_ value: ConfigurationValue, at path: ConfigurationPath, from origin: ConfigurationOrigin?) {
        switch values[path.components] {
        case .table?, .list?: noted = noted.filter { !$0.key.components.starts(with: path.components) }
        default: break
        }
        values = values.setting(value, at: path.components[...])
        noted[path] = origin
    }

    mutating func note(_ origin: ConfigurationOrigin, of path: ConfigurationPath) {
        noted[path] = origin
    }

    /// Where the value at `path`, or the innermost table around it, was set by this.
    func origin(of path: ConfigurationPath) -> ConfigurationOrigin? {
        var components = path.components[...]
        while true {
            let place = ConfigurationPath(Array(components))
            if !noted.isEmpty, let origin = noted[place] { return origin }
            if let origin = positions?.origin(of: place) { return origin }
            guard !components.isEmpty else { return nil }
            components = components.dropLast()
        }
    }
}

extension ConfigurationValue {
    /// The ways to all values in this that `other` does not have at the same place.
    func leavesDiffering(from other: ConfigurationValue?) -> [[String]] {
        guard self != other else { return [] }
        guard case .table(let mine) = self, !mine.isEmpty else { return [[]] }
        return mine.sorted { $0.key < $1.key }.flatMap { name, value in
            value.leavesDiffering(from: other?[[name]]).map { [name] + $0 }
        }
    }
}
