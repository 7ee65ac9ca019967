import HostSystem
import Synchronization

/// Tells what a command is doing: one line that is redrawn on a terminal, a line for each step elsewhere.
final class Reporter: Sendable {
    private struct State {
        var isQuiet: Bool
        var index = 0
        var total = 0
        var title = ""
        var detail = ""
        var isDrawn = false
        var began = ContinuousClock.now
    }

    private let host: HostContext
    /// Whether what subprocesses print is passed on.
    let isVerbose: Bool
    private let started = ContinuousClock.now
    private let state: Mutex<State>

    init(host: HostContext, isQuiet: Bool = false, isVerbose: Bool = false) {
        self.host = host
        self.isVerbose = isVerbose
        state = Mutex(State(isQuiet: isQuiet))
    }

    /// Whether there is one line that is redrawn.
    var redraws: Bool {
        host.terminal.isInteractive && !isQuiet && !isVerbose
    }

    private var isQuiet: Bool {
        state.withLock { $0.isQuiet }
    }

    /// Says nothing from now on but warnings.
    func silence() {
        finish()
        state.withLock { $0.isQuiet = true }
    }

    /// Says how many steps there are.
    func expect(_ total: Int) {
        state.withLock { $0.total = total }
    }

    /// Begins the next step.
    func begin(_ title: String) {
        let redraws = redraws
        state.withLock { state in
            state.index += 1
            state.total = max(state.total, state.index)
            state.title = title
            state.detail = ""
            state.began = .now
            if redraws {
                draw(&state)
            } else if !state.isQuiet {
                host.errorOutput.print(Self.heading(state))
            }
        }
    }

    /// Shows how far the present step is; on a terminal only.
    func advance(_ detail: String) {
        guard redraws else { return }
        state.withLock { state in
            state.detail = detail
            draw(&state)
        }
    }

    /// Draws anew, so that the time goes on; on a terminal only.
    func tick() {
        guard redraws else { return }
        state.withLock { if $0.isDrawn { draw(&$0) } }
    }

    /// Writes a line of its own, above the one that is redrawn, unless the command is to be quiet.
    func say(_ line: String) {
        guard !isQuiet else { return }
        write(line)
    }

    func warn(_ message: String) {
        write("\(host.terminal.styled("warning:", .yellow)) \(message)")
    }

    func note(_ message: String) {
        say("\(host.terminal.styled("note:", .cyan)) \(message)")
    }

    /// Removes the line that is redrawn.
    func finish() {
        state.withLock { erase(&$0) }
    }

    /// The time since the command began, such as `2.4 s`.
    var elapsed: String {
        Self.seconds(ContinuousClock.now - started)
    }

    private func write(_ line: String) {
        state.withLock { state in
            let wasDrawn = state.isDrawn
            erase(&state)
            host.errorOutput.print(line)
            if wasDrawn { draw(&state) }
        }
    }

    private func draw(_ state: inout State) {
        var line = Self.heading(state)
        let time = Self.seconds(ContinuousClock.now - state.began)
        if !state.detail.isEmpty { line += " \(state.detail)" }
        let width = max(20, (host.terminal.width ?? 80) - time.count - 2)
        if line.count > width { line = line.prefix(width - 1) + "…" }
        host.errorOutput.write("\r\u{1B}[2K\(line) \(host.terminal.styled(time, .dim))")
        state.isDrawn = true
    }

    private func erase(_ state: inout State) {
        guard state.isDrawn else { return }
        host.errorOutput.write("\r\u{1B}[2K")
        state.isDrawn = false
    }

    private static func heading(_ state: State) -> String {
        "[\(state.index)/\(state.total)] \(state.title)"
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = Int(duration / .milliseconds(100))
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
