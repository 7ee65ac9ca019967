/// Where threads wait for a contended `Lock`.
///
/// A waiter marks the lock as contended while it holds the place's mutex, and a holder that finds the mark takes the
/// same mutex before it wakes, so no wake-up falls between the mark and the wait.
struct ParkingLot: Sendable {
    static let shared = ParkingLot()

    private let places: [ConditionLock] = (0..<16).map { _ in ConditionLock() }

    func park(at key: Int, until taken: () -> Bool) {
        let place = places[key & 15]
        place.lock()
        while !taken() { place.wait() }
        place.unlock()
    }

    func wakeAll(at key: Int) {
        let place = places[key & 15]
        place.lock()
        place.broadcast()
        place.unlock()
    }
}
