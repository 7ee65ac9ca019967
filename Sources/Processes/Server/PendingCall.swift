/// A call that waits for its answer.
@usableFromInline final class PendingCall<Response: Sendable>: Sendable {
    private let promise = Promise<Result<Response, CallError>>()

    @usableFromInline init() {}

    /// Answers; false when the caller has an answer or waits no more.
    @discardableResult
    func resolve(_ result: Result<Response, CallError>) -> Bool {
        promise.resolve(result)
    }

    var isResolved: Bool {
        promise.current != nil
    }

    @usableFromInline nonisolated(nonsending) func value(
        within limit: Duration?,
        on timers: TimerService
    ) async throws(CallError) -> Response {
        let timer = limit.flatMap { limit in
            timers.schedule(afterIfAny: limit) { [promise] in promise.resolve(.failure(.timedOut(after: limit))) }
        }
        let result = await withTaskCancellationHandler {
            await promise.value()
        } onCancel: {
            promise.resolve(.failure(.cancelled))
        }
        timer?.cancel()
        return try result.get()
    }
}

/// A waiting caller of whatever type.
@usableFromInline protocol Abandonable: AnyObject, Sendable {
    func abandon(_ error: CallError)
}

extension PendingCall: Abandonable {
    @usableFromInline func abandon(_ error: CallError) {
        resolve(.failure(error))
    }
}
