/// The numbers that a process has in the pid namespaces it belongs to.
package enum ProcessNumbers {
    /// All of them, the one by which it is known here first.
    package static func of(_ process: Int32) -> [Int32] {
        // One that ends meanwhile, or that may not be looked at, has the number that is known.
        let status = (try? Files.readText("/proc/\(process)/status", limit: 64 * 1024)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("NSpid:") }
        let numbers = line?.split(separator: "\t").dropFirst().compactMap { Int32($0) } ?? []
        return [process] + numbers.filter { $0 != process }
    }
}
