import NodeLogging
import Synchronization

extension ApplicationController {
    /// Stops all applications in reverse order, also while they start; nothing can be started afterwards.
    ///
    /// It may be called any number of times, and returns when everything has stopped.
    package func stop() async {
        let interrupts = state.withLock { state in
            state.beginStop()
            return state.interrupts
        }
        for interrupt in interrupts.values { interrupt() }
        await enqueue {
            while let application = self.state.withLock({ $0.running.last }) { await self.stop(application) }
            self.state.withLock { $0.finishStop() }
        }
    }

    /// Stops one application and leaves the others alone, whatever its start type.
    ///
    /// It stays loaded, and can be started again.
    public func stop(_ name: String) async throws(ApplicationError) {
        _ = try catalog.entry(name)
        let wasRunning = await enqueue {
            guard let application = self.state.withLock({ $0.running.last { $0.name == name } }) else { return false }
            await self.stop(application)
            return true
        }
        guard wasRunning else { throw .notRunning(name) }
    }

    /// Stops what was started, and forgets it.
    func stop(_ application: RunningApplication) async {
        let log = self.log.labelled(application.name)
        guard state.withLock({ $0.stopping(application) }) else { return }
        log.debug("stopping")
        await ServiceStop(application: application, limits: limits, clock: clock, log: log).perform()
        state.withLock { $0.stopped(application) }
        log.debug("stopped")
    }
}
