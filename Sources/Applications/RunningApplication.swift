import Synchronization

/// An application whose service runs.
final class RunningApplication: Sendable {
    let name: String
    let instance: ApplicationInstance
    let master: ApplicationMaster
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(name: String, instance: ApplicationInstance, master: ApplicationMaster) {
        self.name = name
        self.instance = instance
        self.master = master
    }

    /// Runs the service; `onEnd` is called when it returned or threw and nothing of the application is left.
    func run(onEnd: @escaping @Sendable (RunningApplication, (any Error)?) -> Void) {
        // Detached, because a service outlives what started it and must not carry its task-local values on.
        let running = Task.detached { [self] in
            var failure: (any Error)?
            do {
                try await instance.service.run()
            } catch {
                failure = error
            }
            await instance.stopped()
            await master.finish()
            onEnd(self, failure)
        }
        task.withLock { $0 = running }
    }

    /// Asks the service to end: the root of a tree by a signal, anything else by its own way to stop.
    func askToStop(_ request: StopRequest) async {
        await instance.prepareToStop()
        if let tree = instance.service as? any ProcessTree {
            master.shutDown(tree.id)
        } else {
            await StopRequest.$current.withValue(request) { await instance.service.stop() }
        }
    }

    /// Cancels the task of the service.
    func cancel() {
        task.withLock { $0 }?.cancel()
    }

    /// Cancels the task of the service and kills the processes of the application.
    func force() {
        cancel()
        master.kill()
    }

    /// Waits until the service returned.
    func waitForEnd() async {
        await task.withLock { $0 }?.value
    }
}
