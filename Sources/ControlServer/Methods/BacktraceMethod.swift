import ControlProtocol

/// `backtrace`: the stacks of all threads.
enum BacktraceMethod {
    static func answer(_ call: MethodCall) throws(ControlError) {
        _ = try call.parameters(of: .backtrace)
        try call.server.backtraces.answer(call.reply, by: call.node)
    }
}
