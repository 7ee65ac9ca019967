import Posix

extension NodeControlError {
    /// Runs system calls that fail only where something is wrong with us or the system.
    static func system<Result>(
        _ body: () throws(PosixError) -> Result
    ) throws(NodeControlError) -> Result {
        do throws(PosixError) {
            return try body()
        } catch {
            throw .system(error)
        }
    }
}
