import OTP

/// The server that is measured: a number.
struct Counter: GenServer {
    var value = 0

    struct Next: ServerCall {
        func handle(_ counter: inout Counter, _ context: Context<Counter>) -> Int {
            counter.value += 1
            return counter.value
        }
    }

    struct Add: ServerCast {
        func handle(_ counter: inout Counter, _ context: Context<Counter>) {
            counter.value += 1
        }
    }
}
