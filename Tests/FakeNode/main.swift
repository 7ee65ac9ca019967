// Plays a node for the tests of nodectl and nodeshell, as FAKE_MODE says:
//
//     ready      boots at once and answers (the default)
//     booting    opens its socket and never gets ready
//     failing    complains and fails its boot with status 78
//     crashing   complains and exits with status 3 before it is ready
//     stubborn   answers, but never stops
//     stopping   has begun to stop, and never gets done
//     hanging    gives one sign of life and no more
//     drowsy     gives one sign of life, and another whenever it is asked for its backtrace
//     mute       accepts connections and says nothing
import Posix

let mode = Environment.value(of: "FAKE_MODE") ?? "ready"
// So that nothing a test forgets outlives it for long; the alarm's default effect ends the process.
FakeNode.limitLife(seconds: 60)
FakeNode(mode: mode).run()
