/// Libraries that belong to the host's glibc; they must match its kernel, its loader and its name services, so no
/// release carries them.
enum SystemLibrary {
    private static let names: Set<String> = [
        "libBrokenLocale", "libanl", "libc", "libc_malloc_debug", "libdl", "libm", "libmvec", "libnsl", "libnss_compat",
        "libnss_dns", "libnss_files", "libnss_hesiod", "libpthread", "libresolv", "librt", "libthread_db", "libutil",
    ]

    /// Whether `name`, such as `libm.so.6`, is one of them, or the loader.
    static func contains(_ name: String) -> Bool {
        if name.hasPrefix("ld-linux") || name.hasPrefix("ld64.so") || name.hasPrefix("ld.so") { return true }
        let stem = name.split(separator: ".", maxSplits: 1).first.map(String.init) ?? name
        return names.contains(stem)
    }
}
