/// A place that keeps names for processes, for `ProcessName.via(_:_:)`.
public protocol ProcessRegistry: AnyObject, Sendable {
    /// What processes are registered under.
    associatedtype Key: Hashable & Sendable

    /// Takes `key` for a process; gives back the living process that holds it otherwise.
    func register(_ process: ProcessID, as key: Key) -> ProcessID?

    /// Gives `key` back, if this process holds it.
    func unregister(_ process: ProcessID, from key: Key)

    /// The process that holds `key`.
    func process(for key: Key) -> ProcessID?
}
