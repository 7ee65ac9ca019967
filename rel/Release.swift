import ReleaseDescription

// The releases of this repository: the sample application, and the tool itself.
let releases = Releases(default: "todo") {
    // Later ones win: a file of the host, variables such as TODO__PORT, and credentials as systemd hands them out.
    Release(
        "todo",
        providers: [
            .file("/etc/todo.yaml", isOptional: true),
            .environment(prefix: "TODO"),
            .secrets(.variable("CREDENTIALS_DIRECTORY"), under: "todo", isOptional: true),
        ]
    )

    // Used from its own tree on a machine that has Swift but not our sources; `bin/swift-release` is what to call.
    Release(
        "release",
        version: "0.1.0",
        templates: "rel/release",
        configuration: "rel/release/config.yaml",
        runtimeConfiguration: .none,
        steps: [.assemble, .tar]
    )
}
