import Processes
import ProcessTesting

/// The server that most tests use.
struct Stack: GenServer, Equatable {
    var items: [Int]

    static func initialize(_ items: [Int], _ context: Context<Stack>) -> Stack? {
        Stack(items: items)
    }

    struct Pop: ServerCall {
        func handle(_ stack: inout Stack, _ context: Context<Stack>) -> Int? {
            stack.items.popLast()
        }
    }

    struct Items: ServerCall {
        func handle(_ stack: inout Stack, _ context: Context<Stack>) -> [Int] {
            stack.items
        }
    }

    struct Push: ServerCast {
        let item: Int

        func handle(_ stack: inout Stack, _ context: Context<Stack>) {
            stack.items.append(item)
        }
    }
}
