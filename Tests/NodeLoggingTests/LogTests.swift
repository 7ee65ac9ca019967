import NodeLogging
import Synchronization
import Testing

private final class Recorder: LogSink {
    let level: LogLevel
    private let entries = Mutex<[LogEntry]>([])

    init(level: LogLevel) {
        self.level = level
    }

    func write(_ entry: LogEntry) {
        entries.withLock { $0.append(entry) }
    }

    var messages: [String] { entries.withLock { $0.map { "\($0.level) \($0.label) \($0.message)" } } }
    var metadata: [String] { entries.withLock { $0.flatMap { $0.metadata.map { "\($0.key)=\($0.value)" }.sorted() } } }
}

@Suite("A log")
struct LogTests {
    @Test("passes on entries from its sink's level upwards, and does not make the others")
    func levels() {
        let recorder = Recorder(level: .notice)
        let log = Log("todo", to: recorder)
        log.trace("1")
        log.debug("2")
        log.info(
            {
                Issue.record("a message nobody wants was made"); return "3"
            }()
        )
        log.notice("4")
        log.warning("5")
        log.error("6")
        log.labelled("db").critical("7")
        #expect(recorder.messages == ["notice todo 4", "warning todo 5", "error todo 6", "critical db 7"])
    }

    @Test("adds its own metadata, which that of the entry replaces")
    func metadata() {
        let recorder = Recorder(level: .trace)
        Log("todo", to: recorder, metadata: ["node": "a", "port": 1]).info("x", ["port": 2])
        #expect(recorder.metadata == ["node=a", "port=2"])
    }

    @Test("takes its level from LOG_LEVEL and leaves the time to a launcher")
    func environment() {
        let sink = StandardErrorSink(environment: ["LOG_LEVEL": "DEBUG", "RELEASE_LAUNCHER_PID": "1"])
        #expect(sink.level == .debug)
        #expect(!sink.stampsLines)
        #expect(StandardErrorSink(environment: [:]).level == .info)
        #expect(StandardErrorSink(environment: [:]).stampsLines)
    }
}
