import OTP
import ProcessTesting

extension AsyncSequence {
    /// All elements at once.
    nonisolated(nonsending) func all() async throws -> [Element] {
        var elements: [Element] = []
        for try await element in self { elements.append(element) }
        return elements
    }
}

extension Result {
    /// The element that a failure carries.
    func input<Input>() -> Input? where Failure == TaskExit<Input> {
        if case .failure(let exit) = self { exit.input } else { nil }
    }

    /// Why there is no result.
    func reason<Input>() -> ExitReason? where Failure == TaskExit<Input> {
        if case .failure(let exit) = self { exit.reason } else { nil }
    }

    /// Whether there is no result because time was over.
    func isTimeout<Input>() -> Bool where Failure == TaskExit<Input> {
        if case .failure(let exit) = self { exit.isTimeout } else { false }
    }
}
