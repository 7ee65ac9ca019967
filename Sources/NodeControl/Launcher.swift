import ControlProtocol
import Posix

/// The parent of a program: writes its log, forwards signals, reaps, holds the lock, restarts.
///
/// What happens is decided by `LauncherState`; this carries it out. One thread, which waits in `poll`.
struct Launcher {
    let settings: NodeSettings
    /// Arguments of the command, which a restart repeats and the program gets.
    let arguments: [String]
    var pidFile: PidFile
    /// Where the program's output comes in and goes to, unless it has our terminal.
    var output: Resumption.Ends?
    var log: LogWriter?
    /// What is still to be reported in the log, once that is open.
    let formerLosses: LogLosses
    /// Who waits for the program to be ready.
    var listener: FileDescriptor?

    private let signals: SignalDescriptor
    var state: LauncherState
    var record: PidRecord
    private var program: Int32?
    private var readiness: BootReportReader?
    private var deadline = Deadline.never
    private var heart: HeartListener?
    private var outcome: Int32?

    static let signals: [Signal] = [.terminate, .interrupt, .hangUp, .quit, .user1, .user2, .child]

    init(
        settings: NodeSettings,
        arguments: [String],
        pidFile: PidFile,
        hasLog: Bool = false,
        listener: FileDescriptor? = nil,
        resuming resumption: Resumption? = nil
    ) throws(PosixError) {
        self.settings = settings
        self.arguments = arguments
        self.pidFile = pidFile
        output = resumption?.output
        formerLosses = resumption?.losses ?? LogLosses()
        self.listener = listener
        state = LauncherState(
            deadlines: settings.deadlines,
            hasLog: hasLog,
            hasHeart: settings.heart != nil,
            isRestart: resumption != nil
        )
        record = PidRecord(launcher: CurrentProcess.id)
        try Signals.block(Self.signals)
        for signal in Self.signals { try Signals.restoreDefault(signal) }
        // Writing to a report or a log that is gone or too large is an error to handle, not an end.
        try Signals.ignore(.pipe)
        try Signals.ignore(.fileSizeExceeded)
        signals = try SignalDescriptor(Self.signals)
    }

    /// Runs the program that is prepared to its end and says with which status to end; a restart does not return.
    mutating func run(
        _ prepare: (inout Launcher) throws(NodeControlError) -> ProgramLaunch
    ) throws(NodeControlError) -> Int32 {
        do throws(NodeControlError) {
            try begin(prepare)
            while true {
                if let outcome { return outcome }
                try NodeControlError.system { () throws(PosixError) in try waitForNews() }
            }
        } catch {
            // Whoever is told may start the node again at once; after a restart the log is all there is to tell it to.
            if log != nil, listener == nil { note(error.description) }
            finish(error.exitCode)
            throw error
        }
    }

    private mutating func begin(
        _ prepare: (inout Launcher) throws(NodeControlError) -> ProgramLaunch
    ) throws(NodeControlError) {
        do throws(NodeControlError) {
            try start(prepare(&self))
        } catch {
            let actions = state.handle(.notStarted(reason: error.description))
            if actions.isEmpty { throw error }
            perform(actions)
        }
    }

    private mutating func start(_ launch: ProgramLaunch) throws(NodeControlError) {
        try pidFile.begin(record)
        do throws(PosixError) {
            try startProgram(launch)
        } catch  where error.call == "execve" {
            throw ProgramLaunch.error(error)
        } catch {
            throw .system(error)
        }
        perform(state.firstActions)
        if readiness == nil { deadline = .after(seconds: Self.settling) }
    }

    /// A program that cannot say when it is ready is, once it has survived this long: what the dynamic loader has to
    /// complain about comes sooner.
    private static let settling = 0.2

    private mutating func startProgram(_ launch: ProgramLaunch) throws(PosixError) {
        var subprocess = launch.subprocess
        if let output {
            subprocess.descriptors[1] = output.writeEnd
            subprocess.descriptors[2] = output.writeEnd
        }
        var pipe: Pipe?
        if settings.hasSocket {
            let made = try Pipe()
            try made.readEnd.setNonBlocking(true)
            subprocess.descriptors[3] = made.writeEnd
            subprocess.environment?["RELEASE_READY_FD"] = "3"
            readiness = BootReportReader(made.readEnd)
            pipe = made
        }
        var heartEnd: FileDescriptor?
        if let seconds = settings.heart, settings.hasSocket {
            let (listener, programEnd) = try HeartListener.listen(to: &subprocess, seconds)
            (heart, heartEnd) = (listener, programEnd)
        }
        let pid = try subprocess.start()
        pipe?.writeEnd.close()
        heartEnd?.close()
        program = pid
        record.program = pid
        record.started = Clocks.now().seconds
    }

    // MARK: - What happens

    private mutating func waitForNews() throws(PosixError) {
        var poll = Poll()
        let signal = poll.add(signals.descriptor, for: .readable)
        // Without a log it stays in the pipe.
        let text = (log == nil ? nil : output).map { poll.add($0.readEnd, for: .readable) }
        let report = readiness.map { poll.add($0.descriptor, for: .readable) }
        let sign = heart.map { poll.add($0.descriptor, for: .readable) }
        let count = try poll.wait(until: min(deadline, heart?.deadline ?? .never))
        if count == 0, let late = heart?.takeSilence(before: deadline) {
            return perform(state.handle(.silent(seconds: settings.heart ?? 0, late: late)))
        }
        if count == 0 {
            deadline = .never
            let isSettled =
                readiness == nil && !settings.hasSocket && record.phase == .booting && program != nil
            return perform(state.handle(isSettled ? .ready : .deadline))
        }
        if let text, !poll[text].isEmpty { try copyOutput(rounds: 1) }
        if let report, !poll[report].isEmpty { try takeReport() }
        if let sign, !poll[sign].isEmpty { try takeSign() }
        if !poll[signal].isEmpty { try takeSignals() }
    }

    private mutating func takeSign() throws(PosixError) {
        switch try heart?.hear() {
        case .sign: perform(state.handle(.alive))
        case .end: stopListeningToHeart()
        case nil: return
        }
    }

    private mutating func stopListeningToHeart() {
        heart?.descriptor.close()
        heart = nil
    }

    private mutating func takeSignals() throws(PosixError) {
        while outcome == nil, let (signal, fromKernel) = try signals.nextWithOrigin() {
            if signal == .child {
                try reap()
            } else {
                perform(state.handle(.signal(signal, fromTerminal: fromKernel)))
            }
        }
    }

    /// Takes the status of every child that has ended; as process 1 we are given those of others, too.
    private mutating func reap() throws(PosixError) {
        while let (child, status) = try Children.reapAny() {
            guard child == program else { continue }
            program = nil
            record.program = nil
            stopListeningToHeart()
            // Whatever it said last: up to a bound, as its own children may go on talking.
            try copyOutput(rounds: 256)
            try takeReport()
            perform(state.handle(.exited(status)))
        }
    }

    private mutating func copyOutput(rounds: Int) throws(PosixError) {
        guard let output else { return }
        for _ in 0..<rounds {
            do throws(PosixError) {
                let bytes = try output.readEnd.read(upTo: 64 * 1024)
                if bytes.isEmpty { return }
                log?.write(bytes)
            } catch  where error.code == .again {
                return
            }
        }
    }

    private mutating func takeReport() throws(PosixError) {
        guard readiness != nil else { return }
        do throws(PosixError) {
            guard let news = try readiness?.read() else { return }
            readiness?.descriptor.close()
            readiness = nil
            switch news {
            case .report(.ready): perform(state.handle(.ready))
            case .report(.failed(let code, let reason)): perform(state.handle(.bootFailed(code: code, reason: reason)))
            case .report(.locked), .end: return
            }
        } catch  where error.code == .again {
            return
        }
    }

    // MARK: - What is done about it

    mutating func perform(_ actions: [LauncherState.Action]) {
        for action in actions {
            switch action {
            case .send(let signal): send(signal)
            case .record(let phase):
                record.phase = phase
                writeRecord()
            case .report(let report): tell(report)
            case .setDeadline(let seconds): deadline = seconds.map { .after(seconds: $0) } ?? .never
            case .awaitSign: heart?.awaitSign()
            case .reopenLog: log?.reopen()
            case .note(let text): note(text)
            case .restart: restart()
            case .finish(let code):
                finish(code)
            }
        }
    }

    private mutating func finish(_ code: Int32) {
        record = PidRecord(exitCode: code)
        writeRecord()
        outcome = code
        do throws(PosixError) {
            try FileLock.release(pidFile.descriptor)
        } catch {
            note("cannot unlock \(pidFile.path): \(error)")
        }
    }

    private mutating func send(_ signal: Signal) {
        guard let program else { return }
        do throws(PosixError) {
            try signal.send(to: program)
        } catch {
            note("cannot send \(signal) to the program: \(error)")
        }
    }

    mutating func writeRecord() {
        do throws(PosixError) {
            try pidFile.write(record)
        } catch {
            note("cannot write \(pidFile.path): \(error)")
        }
    }

    private mutating func tell(_ report: BootReport) {
        guard let listener else { return }
        // Whoever waited may have left; then nobody wants to know.
        _ = try? listener.write(report.line)
        listener.close()
        self.listener = nil
    }

    mutating func note(_ text: String) {
        if log != nil {
            log?.note(text)
        } else {
            _ = try? FileDescriptor.standardError.write("\(settings.node): \(text)\n")
        }
    }
}
