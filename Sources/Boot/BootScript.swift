import Applications

/// Which applications a boot starts.
enum BootScript: String, CaseIterable {
    /// All that the release starts.
    case start
    /// None; all that the release has are loaded, to be started on demand.
    case startClean = "start_clean"

    /// The catalog of a program's applications as this script wants them.
    func catalog(
        of applications: [any Application.Type],
        in release: ReleaseFile
    ) throws(BootError) -> ApplicationCatalog {
        let catalog = try ApplicationCatalog.make(applications, types: release.types)
        guard self == .startClean else { return catalog }
        // Also what the release does not mention must not start.
        var types: [String: StartType] = [:]
        for entry in catalog.entries { types[entry.name] = entry.type == .none ? StartType.none : .load }
        return try ApplicationCatalog.make(applications, types: types)
    }
}
