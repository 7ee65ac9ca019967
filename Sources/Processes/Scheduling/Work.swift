/// One thing that a thread of a scheduler is to do, in one word, so that it can stand in an atomic variable.
///
/// Whoever takes it out of a queue must `run` it, exactly once.
struct Work {
    /// A job is as it came; a process is held, with the lowest bit set; and there is `help`.
    let word: UInt

    /// Takes something up that stands in the queue of supervisors.
    static let help = Work(word: 2)

    init(word: UInt) {
        self.word = word
    }

    init(_ job: UnownedJob) {
        // A job is one pointer to an aligned object and stays alive until it is run; nothing in the library tells so.
        word = unsafeBitCast(job, to: UInt.self)
    }

    /// The process holds its own drain token.
    init(_ process: ProcessCore) {
        word = UInt(bitPattern: Unmanaged.passRetained(process).toOpaque()) | 1
    }

    func run(for scheduler: Scheduler, on worker: Worker) {
        if word & 1 == 1 {
            guard let pointer = UnsafeRawPointer(bitPattern: word & ~1) else { return }
            Unmanaged<ProcessCore>.fromOpaque(pointer).takeRetainedValue().drain()
        } else if word == Work.help.word {
            Scheduler.supervision.help(on: worker)
        } else {
            worker.run(unsafeBitCast(word, to: UnownedJob.self), for: scheduler)
        }
    }
}
