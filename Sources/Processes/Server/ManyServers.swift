extension Sequence where Element: ServerAddress {
    /// Sends a message to every server of the list; nobody there is no error.
    public func cast<Message: ServerCast>(_ message: Message) where Message.Server == Element.Server {
        for address in self { address.cast(message) }
    }

    /// Sends a message to every server of the list; nobody there is no error.
    public func cast<Message: AsyncServerCast>(_ message: Message) where Message.Server == Element.Server {
        for address in self { address.cast(message) }
    }
}

extension Sequence where Element: ServerAddress, Self: Sendable {
    /// Calls every server of the list at once, and gives the answers and the failures, each in the list's order.
    ///
    /// Unlike a call to one server it waits for ever unless told otherwise, as Erlang's `multi_call` does.
    public func call<Message: ServerCall>(
        _ message: Message,
        timeout: Duration? = nil
    ) async -> ManyAnswers<Element, Message.Response> where Message.Server == Element.Server {
        await answers { address in
            do throws(CallError) {
                return .success(try await address.call(message, timeout: timeout))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Calls every server of the list at once, and gives the answers and the failures, each in the list's order.
    ///
    /// Unlike a call to one server it waits for ever unless told otherwise, as Erlang's `multi_call` does.
    public func call<Message: AsyncServerCall>(
        _ message: Message,
        timeout: Duration? = nil
    ) async -> ManyAnswers<Element, Message.Response> where Message.Server == Element.Server {
        await answers { address in
            do throws(CallError) {
                return .success(try await address.call(message, timeout: timeout))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Calls every server of the list at once, and gives the answers and the failures, each in the list's order.
    ///
    /// Unlike a call to one server it waits for ever unless told otherwise, as Erlang's `multi_call` does.
    public func call<Message: DeferredServerCall>(
        _ message: Message,
        timeout: Duration? = nil
    ) async -> ManyAnswers<Element, Message.Response> where Message.Server == Element.Server {
        await answers { address in
            do throws(CallError) {
                return .success(try await address.call(message, timeout: timeout))
            } catch {
                return .failure(error)
            }
        }
    }

    private func answers<Response: Sendable>(
        _ ask: @escaping @Sendable (Element) async -> Result<Response, CallError>
    ) async -> ManyAnswers<Element, Response> {
        await withTaskGroup(of: (Int, Result<Response, CallError>).self) { group in
            let addresses = Array(self)
            for (position, address) in addresses.enumerated() {
                group.addTask { (position, await ask(address)) }
            }
            var results: [Int: Result<Response, CallError>] = [:]
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
