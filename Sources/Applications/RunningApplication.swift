import Synchronization

/// An application whose service runs.
final class RunningApplication: Sendable {
    let name: String
    let service: any Service
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(name: String, service: any Service) {
        self.name = name
        self.service = service
    }

    /// Runs the service; `onEnd` is called when it returned or threw.
    func run(onEnd: @escaping @Sendable (RunningApplication, (any Error)?) -> Void) {
        // Detached, because a service outlives what started it and must not carry its task-local values on.
        let running = Task.detached { [self] in
            do {
                try await service.run()
                onEnd(self, nil)
            } catch {
                onEnd(self, error)
            }
        }
        task.withLock { $0 = running }
    }

    /// Cancels the task of the service.
    func cancel() {
        task.withLock { $0 }?.cancel()
    }

    /// Waits until the service returned.
    func waitForEnd() async {
        await task.withLock { $0 }?.value
    }
}
