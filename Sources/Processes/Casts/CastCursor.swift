/// A place in a chunk of casts.
struct CastCursor {
    private var segment: UnsafeMutablePointer<CastSegment>
    /// How many casts of this segment stand before.
    private var position = 0

    init(segment: UnsafeMutablePointer<CastSegment>) {
        self.segment = segment
    }

    /// How many casts from here on are of one type, but not more than `limit`; there must be one at least.
    mutating func run(upTo limit: Int) -> Int {
        if position == segment.pointee.count {
            segment = segment.following
            position = 0
        }
        return min(limit, Int(segment.pointee.count) - position)
    }

    mutating func move(by count: Int) {
        position += count
    }

    // MARK: - The run that begins here

    var type: any ServerCast.Type {
        segment.pointee.type
    }

    var first: UnsafeMutableRawPointer {
        segment.first + position * Int(segment.pointee.stride)
    }

    func copies(_ count: Int) -> [any ServerCast] {
        func copies<Message: ServerCast>(of type: Message.Type) -> [any ServerCast] {
            let casts = first.assumingMemoryBound(to: type)
            return (0..<count).map { casts[$0] }
        }
        return copies(of: segment.pointee.type)
    }

    func deinitialize(_ count: Int) {
        func deinitialize<Message: ServerCast>(_ type: Message.Type) {
            first.assumingMemoryBound(to: type).deinitialize(count: count)
        }
        deinitialize(segment.pointee.type)
    }
}
