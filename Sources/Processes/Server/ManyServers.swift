extension Sequence where Element: ServerAddress {
    /// Sends a message to every server of the list; nobody there is no error.
    public func cast<Message: ServerCast>(_ message: Message) where Message.Server == Element.Server {
        for address in self { address.cast(message) }
    }
}

extension Sequence where Element: ServerAddress, Self: Sendable {
    /// Calls every server of the list at once, and gives the answers and the failures, each in the list's order.
    public func call<Message: ServerCall>(
        _ message: Message,
        timeout: Duration? = nil
    ) async -> ManyAnswers<Element, Message.Response> where Message.Server == Element.Server {
        await withTaskGroup(of: (Int, Result<Message.Response, CallError>).self) { group in
            let addresses = Array(self)
            for (position, address) in addresses.enumerated() {
                group.addTask {
                    do throws(CallError) {
                        return (position, .success(try await address.call(message, timeout: timeout)))
                    } catch {
                        return (position, .failure(error))
                    }
                }
            }
            var results: [Int: Result<Message.Response, CallError>] = [:]
            for await (position, result) in group { results[position] = result }
            return ManyAnswers(addresses, results)
        }
    }
}

/// What a call to many servers came to.
public struct ManyAnswers<Address: ServerAddress, Response: Sendable>: Sendable {
    /// Who answered, and what.
    public var answers: [(address: Address, answer: Response)] = []
    /// Who did not, and why.
    public var failures: [(address: Address, error: CallError)] = []

    init(_ addresses: [Address], _ results: [Int: Result<Response, CallError>]) {
        for (position, address) in addresses.enumerated() {
            switch results[position] {
            case .success(let answer)?: answers.append((address, answer))
            case .failure(let error)?: failures.append((address, error))
            case nil: break
            }
        }
    }
}
