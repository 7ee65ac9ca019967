/// Casts of one type that stand one behind the other; what is known of all of them stands in front, only once.
@frozen @usableFromInline struct CastSegment {
    /// How casts are aligned at most.
    static let alignment = 16
    /// What the header takes, which ends where the first cast begins.
    static let size = 24

    @usableFromInline let type: any ServerCast.Type
    @usableFromInline let stride: UInt32
    @usableFromInline var count: UInt32 = 0

    init(type: any ServerCast.Type, stride: UInt32) {
        self.type = type
        self.stride = stride
    }

    /// Where, from `position` on, a header can stand so that the casts behind it are aligned.
    static func place(at position: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        (position + size).alignedUp(toMultipleOf: alignment) - size
    }

    /// The first segment of memory that begins at `position`, once there is one.
    static func first(from position: UnsafeMutableRawPointer) -> UnsafeMutablePointer<CastSegment> {
        place(at: position).assumingMemoryBound(to: CastSegment.self)
    }
}

/// A segment in its place.
extension UnsafeMutablePointer<CastSegment> {
    var first: UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(self) + CastSegment.size
    }

    /// The segment behind, if there is one.
    var following: Self {
        let end = first + Int(pointee.count) * Int(pointee.stride)
        return CastSegment.first(from: end)
    }
}
