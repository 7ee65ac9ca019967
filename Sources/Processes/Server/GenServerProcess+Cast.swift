extension GenServerProcess {
    /// Puts a cast into the mailbox; when many wait already, this is all there is to it.
    @inlinable func cast<Message: ServerCast>(_ message: Message) where Message.Server == Server {
        guard lockToCast() else { return }
        if let openCasts, openCasts.pointee.append(message) { return unlockAfterCast() }
        castLocked(message)
    }

    /// False for code that has no effect on others any more.
    @usableFromInline func lockToCast() -> Bool {
        guard system.allowsEffects else { return false }
        lock.lock()
        return true
    }

    @usableFromInline func unlockAfterCast() {
        lock.unlock()
        // To hold it meanwhile would be the dearest part of a cast: both sides would count up and down in one place.
        Unmanaged.passUnretained(system.quiescence)._withUnsafeGuaranteedRef { $0.note() }
    }

    /// Puts a cast into the mailbox; the lock is held, and given back.
    @usableFromInline func castLocked<Message: ServerCast>(_ message: Message) where Message.Server == Server {
        guard isAlive, mailboxLimit == nil else {
            lock.unlock()
            return castSlowly(.cast(message), message)
        }
        if !appendToChunkLocked(message) {
            closeCastsLocked()
            mailbox.append(.cast(message))
            messageCount += 1
        }
        let wakes = !isDraining && !isSuspended
        if wakes { isDraining = true }
        unlockAfterCast()
        if wakes { scheduler.submit(self) }
    }

    func cast(_ work: some ServerWork) {
        guard system.allowsEffects else { return }
        castSlowly(.work(work), work.content)
    }

    private func castSlowly(_ mail: ServerMail, _ content: any Sendable) {
        if put(mail) != .delivered { system.countDeadLetter(content, to: self) }
    }

    // MARK: - Chunks

    /// Puts a cast into a new chunk, if enough of them stand at the end of the mailbox for it to be worth one.
    private func appendToChunkLocked<Message: ServerCast>(_ message: Message) -> Bool {
        guard MemoryLayout<Message>.stride <= CastChunk.largestCast,
            MemoryLayout<Message>.alignment <= CastSegment.alignment,
            openCasts != nil || mailbox.lastAre(8, { $0.isCast })
        else { return false }
        let chunk = newChunkLocked()
        closeCastsLocked()
        mailbox.append(.casts(chunk))
        openCasts = chunk.writer
        return chunk.writer.pointee.append(message)
    }

    /// A chunk that is twice as large as one that is full.
    private func newChunkLocked() -> CastChunk {
        var capacity = CastChunk.smallest
        if let openCasts { capacity = min(2 * openCasts.capacity, CastChunk.largest) }
        if let spare = takenCasts?.spare.take(), spare.capacity >= capacity { return spare }
        return CastChunk(capacity: capacity)
    }

    /// Lets no more casts come into the newest chunk, because something else comes behind it; the lock is held.
    func closeCastsLocked() {
        guard let casts = openCasts.take() else { return }
        closedCasts += casts.pointee.count - 1
    }

    /// Takes the chunk that the mailbox begins with, if it does; the lock is held.
    func takeChunkLocked() -> CastChunk? {
        guard mailbox.firstIs({ $0.isChunk }), case .casts(let chunk)? = mailbox.popFirst() else { return nil }
        if openCasts == chunk.writer { openCasts = nil } else { closedCasts -= chunk.count - 1 }
        return chunk
    }

    /// How many items the mailbox has, the casts in chunks counted one by one; the lock is held.
    var lengthOfMailboxLocked: Int {
        mailbox.count + closedCasts + (openCasts.map { $0.pointee.count - 1 } ?? 0)
    }
}
