import ProcessTesting
import Processes
import Testing

@Suite("A list of servers", .timeLimit(.minutes(1)))
struct ManyServersTests {
    private let names: [ServerName<Stack>] = ["one", "two", "nobody"]

    private struct Size: AsyncServerCall {
        func handle(_ stack: inout Stack, _ context: Context<Stack>) async -> Int {
            await Task.yield()
            return stack.items.count
        }
    }

    private struct First: DeferredServerCall {
        func handle(_ stack: inout Stack, _ reply: Reply<Int?>, _ context: Context<Stack>) {
            reply(stack.items.first)
        }
    }

    private struct Clear: AsyncServerCast {
        func handle(_ stack: inout Stack, _ context: Context<Stack>) async {
            await Task.yield()
            stack.items = []
        }
    }

    @Test("takes messages of every kind")
    func kinds() async throws {
        try await withTestWorld { _ in
            for (name, item) in zip(names, 1...2) { _ = try await Stack.start([item], name: name) }
            let first = await names.call(First())
            #expect(first.answers.map(\.answer) == [1, 2])
            #expect(first.failures.map(\.error) == [.noProcess])
            names.cast(Stack.Push(item: 9))
            let sizes = await names.call(Size())
            #expect(sizes.answers.map(\.answer) == [2, 2])
            #expect(sizes.failures.map(\.address) == ["nobody"])
            names.cast(Clear())
            #expect(await names.call(Size()).answers.map(\.answer) == [0, 0])
        }
    }

    @Test("GEN-092 is waited for without a limit unless one is given, which holds for each of them")
    func timeout() async throws {
        try await withTestWorld { world in
            let slow = try await Stack.start([1], name: names[0])
            _ = try await Stack.start([2], name: names[1])
            try await slow.sys.suspend()
            let patient = Task { [names] in await names.call(Size()) }
            await world.waitForMail(containing: "Size", in: slow.id)
            let hurried = Task { [some = [names[0], names[2]]] in await some.call(First(), timeout: .seconds(1)) }
            await world.waitForMail(containing: "First", in: slow.id)
            await world.timers(reach: 1)
            world.clock.advance(by: .seconds(3600))
            let first = await hurried.value
            #expect(first.answers.isEmpty)
            #expect(first.failures.map(\.error) == [.timedOut(after: .seconds(1)), .noProcess])
            try await slow.sys.resume()
            #expect(await patient.value.answers.map(\.answer) == [1, 1])
        }
    }
}
