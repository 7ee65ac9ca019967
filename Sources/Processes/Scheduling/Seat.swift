import Synchronization

/// The place of a process in a task that serves one after another.
///
/// To bind a process to a task anew takes longer than what most processes do. So the task binds its seat, once, and
/// processes take it in turn. What a process has started, and not waited for, inherits the seat and keeps it: then it
/// stays with this process for ever, and the task may not serve another.
final class Seat: Sendable {
    // Atomic for those who have inherited it: nobody else changes it while they look.
    private let holder = Atomic<Unmanaged<ProcessCore>?>(nil)

    deinit {
        holder.load(ordering: .acquiring)?.release()
    }

    /// Who has it.
    var process: ProcessCore? {
        holder.load(ordering: .acquiring)?.takeUnretainedValue()
    }

    /// Gives it to a process, or to nobody; for the task whose seat it is.
    func give(to process: consuming ProcessCore?) {
        let before = holder.load(ordering: .relaxed)
        holder.store(process.map { Unmanaged.passRetained($0) }, ordering: .releasing)
        before?.release()
    }

    /// How many hold on to it; in a function of its own, so that whoever asks holds it as often each time.
    @inline(never) var users: UInt {
        _getRetainCount(self)
    }
}
