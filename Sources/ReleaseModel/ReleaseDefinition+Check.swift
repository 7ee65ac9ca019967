extension ReleaseDefinition {
    /// Refuses settings that make no sense by themselves, or together.
    package func check() throws(ReleaseModelError) {
        try checkApplications()
        try ReleaseStep.check(steps)
        if case .string(let version) = version { try ReleaseVersion.check(version, of: name) }
        if let cookie { try Self.check(cookie: cookie, of: name) }
        for (setting, path) in [("path", path), ("templates", templates), ("configuration", configuration)] {
            if path == "" { throw .badSetting("release '\(name)'", "'\(setting)' is an empty path") }
        }
        if overlays.contains("") { throw .badSetting("release '\(name)'", "'overlays' holds an empty path") }
    }

    private func checkApplications() throws(ReleaseModelError) {
        var seen: Set<String> = []
        for application in applications {
            guard !application.name.isEmpty else {
                throw .badSetting("release '\(name)'", "'applications' holds an empty name")
            }
            guard seen.insert(application.name).inserted else {
                throw .contradiction(name, "'applications' lists '\(application.name)' twice")
            }
            if let version = application.version { try ReleaseVersion.check(version, of: name) }
        }
    }

    /// Refuses cookies that scripts and terminals cannot carry.
    package static func check(cookie: String, of name: ReleaseName) throws(ReleaseModelError) {
        let isPrintable = cookie.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard !cookie.isEmpty, isPrintable, cookie.utf8.count <= 255 else {
            throw .badSetting(
                "release '\(name)'",
                "'cookie' must be 1 to 255 visible ASCII characters; leave it out to get a random one"
            )
        }
    }
}
