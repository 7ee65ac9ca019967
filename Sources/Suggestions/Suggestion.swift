/// Finds the known name that someone probably meant.
package enum Suggestion {
    /// The known name nearest to `name`; `nil` when none is near enough to be worth mentioning.
    ///
    /// Near is: equal but for case, or a third of its letters added, dropped, changed or swapped with a neighbour.
    package static func nearest(to name: String, in known: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        let limit = max(1, wanted.count / 3)
        guard wanted.count <= longest else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known where candidate != name && candidate.utf8.count <= longest {
            let distance = distance(wanted, Array(candidate.lowercased().utf8))
            guard distance <= limit, distance < wanted.count else { continue }
            if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// `; did you mean 'x'?`, or nothing: what a message about an unknown name ends with.
    package static func phrase(for name: String, in known: some Sequence<String>) -> String {
        nearest(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// Longer names are not compared: the work grows with the square of the length.
    private static let longest = 128

    /// The optimal string alignment distance.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 1..<(left.count + 1) {
            var current = [row]
            current.reserveCapacity(right.count + 1)
            for column in 1..<(right.count + 1) {
                let change = left[row - 1] == right[column - 1] ? 0 : 1
                var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, beforeLast[column - 2] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
