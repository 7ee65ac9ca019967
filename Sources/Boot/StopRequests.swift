import Posix

/// How often somebody asked a node to stop by a signal.
///
/// A key of the terminal reaches the launcher and the node alike, and the launcher forwards it: these two are one.
struct StopRequests: Equatable {
    let count: Int

    init(_ arrivals: [SignalArrival], launcher: Int32?) {
        count = Set(arrivals.map(\.signal)).reduce(0) { sum, signal in
            let same = arrivals.filter { $0.signal == signal }
            let fromKernel = same.count { $0.isFromKernel }
            let forwarded = same.count { !$0.isFromKernel && $0.sender == launcher }
            return sum + max(fromKernel, forwarded) + same.count - fromKernel - forwarded
        }
    }
}
