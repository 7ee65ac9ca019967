import Posix

/// The secret of a release.
enum NodeCookie {
    /// The cookie of the environment, else that of `vm.args`, else that of the release; its absence is never an error.
    static func find(root: String?, environment: [String: String], flags: NodeArguments) -> String? {
        if let cookie = environment["RELEASE_COOKIE"], !cookie.isEmpty { return cookie }
        if let cookie = flags.cookie { return cookie }
        guard let root, let text = try? Files.readText("\(root)/releases/COOKIE", limit: 4096) else { return nil }
        let cookie = text.split(whereSeparator: \.isWhitespace).first.map(String.init)
        return cookie
    }
}
