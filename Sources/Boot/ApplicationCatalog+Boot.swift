import Applications
import Expressions

extension ApplicationCatalog {
    /// The catalog of these applications, with errors as a boot reports them.
    static func make(
        _ applications: [any Application.Type],
        types: [String: StartType] = [:]
    ) throws(BootError) -> ApplicationCatalog {
        do {
            return try ApplicationCatalog(applications, types: types)
        } catch {
            throw .applications("\(error)")
        }
    }

    /// What the applications export, each under its name.
    var exports: [Exports] {
        applications.map { application in
            var exports = Exports(namespace: application.exportName)
            application.exports(&exports)
            return exports
        }
    }
}
