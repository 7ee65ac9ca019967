/// The end of a chunk of casts, where those who send put more; used with the lock of the process held.
///
/// It stands in a cache line of its own, because the server handles the chunk before meanwhile, on another processor.
@frozen @usableFromInline struct CastWriter {
    /// The type of the last segment, to which casts of that type are added; `nil` before there is one.
    @usableFromInline var type: ObjectIdentifier?
    /// Where the next cast goes.
    @usableFromInline var next: UnsafeMutableRawPointer
    /// Where the memory ends.
    @usableFromInline let end: UnsafeMutableRawPointer
    @usableFromInline var segment: UnsafeMutablePointer<CastSegment>
    /// How many there are in all segments.
    @usableFromInline var count = 0
    /// Whether nothing needs to be done at the end of any of them, because none holds an object.
    var isTrivial = true

    init(from start: UnsafeMutableRawPointer, to end: UnsafeMutableRawPointer) {
        next = start
        self.end = end
        segment = start.assumingMemoryBound(to: CastSegment.self)
    }

    /// Adds a cast; false when there is no room.
    @inlinable mutating func append<Message: ServerCast>(_ message: Message) -> Bool {
        let stride = MemoryLayout<Message>.stride
        if type != ObjectIdentifier(Message.self) {
            let begins = beginSegment(
                of: Message.self,
                stride: stride,
                alignment: MemoryLayout<Message>.alignment,
                isTrivial: _isPOD(Message.self)
            )
            guard begins else { return false }
        }
        guard end - next >= stride else { return false }
        next.initializeMemory(as: Message.self, to: message)
        next += stride
        segment.pointee.count += 1
        count += 1
        return true
    }

    /// Begins a segment of casts of another type; false when there is no room for one of them.
    @usableFromInline mutating func beginSegment(
        of type: any ServerCast.Type,
        stride: Int,
        alignment: Int,
        isTrivial: Bool
    ) -> Bool {
        guard alignment <= CastSegment.alignment else { return false }
        let header = CastSegment.place(at: next)
        guard end - header >= CastSegment.size + stride else { return false }
        segment = header.bindMemory(to: CastSegment.self, capacity: 1)
        segment.initialize(to: CastSegment(type: type, stride: UInt32(stride)))
        next = header + CastSegment.size
        self.type = ObjectIdentifier(type)
        if !isTrivial { self.isTrivial = false }
        return true
    }
}

extension UnsafeMutablePointer<CastWriter> {
    /// How large the chunk is that it stands at the beginning of.
    var capacity: Int {
        pointee.end - UnsafeMutableRawPointer(self)
    }
}
