/// The numbers that belong to a process, as `/proc` shows them.
package enum ProcessNumbers {
    /// Its own in all pid namespaces it belongs to, the one by which it is known here first.
    package static func of(_ process: Int32) -> [Int32] {
        // One that ends meanwhile, or that may not be looked at, has the number that is known.
        [process] + values("NSpid", process).filter { $0 != process }
    }

    /// The one of its parent; nil when that cannot be seen from here.
    package static func parent(of process: Int32) -> Int32? {
        values("PPid", process).first { $0 > 0 }
    }

    private static func values(_ key: String, _ process: Int32) -> [Int32] {
        let status = (try? Files.readText("/proc/\(process)/status", limit: 64 * 1024)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") }
        return line?.split(separator: "\t").dropFirst().compactMap { Int32($0) } ?? []
    }
}
