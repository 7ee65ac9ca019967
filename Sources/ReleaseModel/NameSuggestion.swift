/// Finds what somebody probably meant to type.
package enum NameSuggestion {
    /// The candidate nearest to `name`, when it is near enough to be a slip.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, min(3, name.count / 2))
        let ranked = candidates.map { (name: $0, distance: distance(from: name, to: $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
        return best.name
    }

    /// The number of single-character edits, swaps of neighbours included, that turn one text into the other.
    package static func distance(from source: String, to target: String) -> Int {
        let (source, target) = (Array(source), Array(target))
        var beforeLast: [Int] = []
        var last = Array(0...target.count)
        for row in source.indices {
            var current = [row + 1]
            for column in target.indices {
                let cost = source[row] == target[column] ? 0 : 1
                var best = min(last[column] + cost, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, source[row] == target[column - 1], source[row - 1] == target[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[target.count]
    }
}
