import Glibc
import Synchronization

/// Which slot the present thread reads in: a number of its own, as far as there are enough.
@usableFromInline enum Reader {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()
    private static let count = Atomic<Int>(0)

    @usableFromInline static var number: Int {
        Int(bitPattern: pthread_getspecific(key))
    }

    /// Gives this thread the next number, because another one has the same.
    @usableFromInline @inline(never) static func moveOn() {
        let next = count.wrappingAdd(1, ordering: .relaxed).newValue
        pthread_setspecific(key, UnsafeRawPointer(bitPattern: next))
    }
}
