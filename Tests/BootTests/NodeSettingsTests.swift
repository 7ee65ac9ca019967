import Testing

@testable import Boot

@Suite("The settings of a node")
struct NodeSettingsTests {
    @Test("REL-081 REL-R2 name the node after the release, and the release after the program, when nobody does")
    func names() throws {
        #expect(try NodeSettings([:], program: "todo").node == "todo")
        #expect(try NodeSettings(["RELEASE_NAME": "shop"], program: "todo").node == "shop")
        let settings = try NodeSettings(["RELEASE_NAME": "shop", "RELEASE_NODE": "shop_2"], program: "todo")
        #expect(settings.node == "shop_2")
        #expect(settings.name == "shop")
    }

    @Test("have the limits of the design where nothing is set")
    func limits() throws {
        let settings = try NodeSettings(["RELEASE_STOP_TIMEOUT": "0.5"], program: "todo")
        #expect(settings.bootLimit == .seconds(60))
        #expect(settings.stopLimit == .seconds(0.5))
        #expect(settings.killLimit == .seconds(60))
    }

    static let mistakes: [(name: String, value: String, message: String)] = [
        ("RELEASE_BOOT_TIMEOUT", "soon", "RELEASE_BOOT_TIMEOUT is 'soon'; use seconds above 0, such as 60 or 0.5"),
        ("RELEASE_STOP_TIMEOUT", "0", "RELEASE_STOP_TIMEOUT is '0'; use seconds above 0, such as 60 or 0.5"),
        ("RELEASE_EVALUATION", "yes", "RELEASE_EVALUATION is 'yes'; use full, calls or off"),
        ("RELEASE_READY_FD", "2", "RELEASE_READY_FD is '2'; use a whole number from 3 on"),
    ]

    @Test("are refused by name when they make no sense", arguments: mistakes)
    func mistake(name: String, value: String, message: String) {
        let error = #expect(throws: BootError.self) { try NodeSettings([name: value], program: "todo") }
        #expect(error?.description == message)
        #expect(error?.exitCode == 78)
    }

    @Test("make a restart forget what was derived and keep the lock")
    func restartPlan() throws {
        let settings = try NodeSettings(
            [
                "RELEASE_ROOT": "/srv/todo", "RELEASE_SCRIPT": "/srv/todo/bin/todo", "RELEASE_COMMAND": "start",
                "RELEASE_DERIVED": "RELEASE_NODE RELEASE_TMP", "RELEASE_NODE": "todo", "RELEASE_TMP": "/srv/todo/tmp",
                "RELEASE_LOCK_FD": "5", "RELEASE_SOCKET": "/srv/todo/tmp/todo.sock", "PORT": "80",
            ],
            program: "todo"
        )
        let plan = try #require(NodeRestart.plan(for: settings, arguments: ["--verbose"]))
        #expect(plan.path == "/srv/todo/bin/todo")
        #expect(plan.arguments == ["start", "--", "--verbose"])
        #expect(plan.keptDescriptor == 5)
        #expect(
            Set(plan.environment.keys) == [
                "RELEASE_ROOT", "RELEASE_SCRIPT", "RELEASE_COMMAND", "RELEASE_LOCK_FD", "PORT",
            ]
        )
    }
}
