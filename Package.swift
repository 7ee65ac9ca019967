// swift-tools-version: 6.1
import PackageDescription

// Targets stand bottom layer first; a target may depend only on those above it in this list.

// MARK: - Layer 0: values and thin bindings

let foundations: [Target] = [
    .target(name: "CPosix"),
    .target(name: "Posix", dependencies: ["CPosix"]),
    .target(name: "JSONValues"),
    .target(name: "Suggestions"),
    .target(name: "NodeLogging", dependencies: ["Posix"]),
    .target(name: "ControlProtocol", dependencies: ["JSONValues"]),
    .target(name: "Expressions", dependencies: ["JSONValues", "Suggestions"]),
    .target(name: "NodeConfiguration", dependencies: ["JSONValues", "Posix", "Suggestions"]),
    .target(name: "ReleaseDescription", dependencies: ["JSONValues"]),
    .target(name: "CDescription"),
    .target(name: "ReleaseModel", dependencies: ["JSONValues", "Suggestions"]),
    .target(name: "Templates", path: "templates", resources: [.embedInCode("release")]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CElf", pkgConfig: "libelf", providers: [.apt(["libelf-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CEvent", pkgConfig: "libevent_extra", providers: [.apt(["libevent-dev"])]),
    .target(name: "CMustache"),
    .target(name: "TemplateRendering", dependencies: ["CMustache", "JSONValues"]),
    .target(name: "ConfigurationYAML", dependencies: ["CYAML", "JSONValues", "NodeConfiguration", "Posix"]),
    .target(name: "ConfigurationProviders", dependencies: ["JSONValues", "NodeConfiguration", "Posix"]),
    .target(name: "CProcesses"),
    .target(name: "CHostSystem"),
    .target(name: "HostSystem", dependencies: ["CHostSystem"]),
]

// MARK: - Layers 1 to 4

let runtime: [Target] = [
    .target(name: "ControlSocket", dependencies: ["ControlProtocol", "JSONValues", "Posix"]),
    .target(name: "Processes", dependencies: ["CProcesses", "NodeLogging"]),
    .target(name: "Supervision", dependencies: ["NodeLogging", "Processes"]),
    .target(name: "Registries", dependencies: ["Processes", "Supervision"]),
    .target(name: "Agents", dependencies: ["Processes", "Supervision"]),
    .target(name: "Tasks", dependencies: ["NodeLogging", "Processes", "Supervision"]),
    .target(name: "OTP"),
    .target(name: "ProcessTesting", dependencies: ["NodeLogging", "Processes"]),
    .target(
        name: "Applications",
        dependencies: [
            "Expressions", "JSONValues", "NodeConfiguration", "NodeLogging", "Processes", "Suggestions", "Supervision",
        ]
    ),
    .target(name: "OutputCapture"),
    .target(
        name: "ControlServer",
        dependencies: [
            "Applications", "ControlProtocol", "ControlSocket", "Expressions", "JSONValues", "NodeLogging",
            "OutputCapture", "Posix",
        ]
    ),
    .target(name: "CBoot"),
    .target(
        name: "Boot",
        dependencies: [
            "Applications", "CBoot", "ConfigurationProviders", "ControlProtocol", "ControlServer", "ControlSocket",
            "Expressions", "JSONValues", "NodeConfiguration", "NodeLogging", "OutputCapture", "Posix", "Processes",
            "Suggestions",
        ]
    ),
    .target(name: "NodeControl", dependencies: ["ControlProtocol", "ControlSocket", "JSONValues", "Posix"]),
    .target(
        name: "RemoteShell",
        dependencies: ["ControlProtocol", "ControlSocket", "JSONValues", "NodeControl", "Posix"]
    ),
]

let tooling: [Target] = [
    .target(
        name: "ReleaseAssembly",
        dependencies: [
            "CArchive", "CCrypto", "CElf", "HostSystem", "JSONValues", "Posix", "ReleaseModel", "TemplateRendering",
            "Templates",
        ]
    ),
    .target(
        name: "ReleaseCommands",
        dependencies: [
            "CDescription", "ConfigurationProviders", "ConfigurationYAML", "HostSystem", "JSONValues",
            "NodeConfiguration", "Posix", "ReleaseAssembly", "ReleaseModel", "Suggestions", "Templates",
        ]
    ),
]

// MARK: - Programs

let programs: [Target] = [
    .executableTarget(name: "nodectl", dependencies: ["NodeControl"]),
    .executableTarget(name: "nodeshell", dependencies: ["RemoteShell"]),
    .executableTarget(name: "release", dependencies: ["HostSystem", "ReleaseCommands", "nodectl", "nodeshell"]),
    .executableTarget(
        name: "Todo",
        dependencies: ["Boot", "CEvent", "ConfigurationYAML", "JSONValues", "OTP"]
    ),
    .plugin(
        name: "ReleasePlugin",
        capability: .command(
            intent: .custom(verb: "release", description: "Builds self-contained releases of this package's programs"),
            permissions: [.writeToPackageDirectory(reason: "writes releases to _build/, and rel/ when asked to init")]
        ),
        dependencies: ["release"]
    ),
]

// MARK: - Tests

let tests: [Target] = [
    .target(name: "TestSupport", dependencies: ["HostSystem"], path: "Tests/TestSupport"),
    .testTarget(name: "JSONValuesTests", dependencies: ["JSONValues", "TestSupport"]),
    .testTarget(name: "PosixTests", dependencies: ["Posix", "TestSupport"]),
    .testTarget(
        name: "ControlSocketTests",
        dependencies: ["ControlProtocol", "ControlSocket", "HostSystem", "JSONValues", "Posix", "TestSupport"]
    ),
    .testTarget(name: "ExpressionsTests", dependencies: ["Expressions", "JSONValues", "Suggestions", "TestSupport"]),
    .testTarget(name: "NodeLoggingTests", dependencies: ["NodeLogging", "Posix", "TestSupport"]),
    .testTarget(
        name: "NodeConfigurationTests",
        dependencies: ["ConfigurationYAML", "JSONValues", "NodeConfiguration", "Posix", "TestSupport"]
    ),
    .testTarget(
        name: "ConfigurationProvidersTests",
        dependencies: [
            "ConfigurationProviders", "ConfigurationYAML", "JSONValues", "NodeConfiguration", "TestSupport",
        ]
    ),
    .testTarget(
        name: "ApplicationsTests",
        dependencies: [
            "Applications", "Expressions", "JSONValues", "NodeConfiguration", "NodeLogging", "Processes",
            "Supervision", "TestSupport",
        ]
    ),
    .executableTarget(
        name: "BootFixture",
        dependencies: ["Boot", "ConfigurationYAML", "Processes", "Supervision"],
        path: "Tests/BootFixture"
    ),
    .testTarget(
        name: "BootTests",
        dependencies: [
            "Applications", "Boot", "BootFixture", "ConfigurationProviders", "ControlProtocol", "ControlServer",
            "ControlSocket", "Expressions", "HostSystem", "JSONValues", "NodeConfiguration", "NodeLogging",
            "OutputCapture", "Posix", "TestSupport",
        ]
    ),
    .executableTarget(
        name: "FakeNode",
        dependencies: ["ControlProtocol", "ControlSocket", "JSONValues", "Posix"],
        path: "Tests/FakeNode"
    ),
    .testTarget(
        name: "NodeControlTests",
        dependencies: [
            "ControlProtocol", "ControlSocket", "FakeNode", "HostSystem", "JSONValues", "NodeControl", "Posix",
            "RemoteShell", "Templates", "TestSupport", "nodectl", "nodeshell",
        ],
        exclude: ["Snapshots"]
    ),
    .testTarget(
        name: "ReleaseModelTests",
        dependencies: ["JSONValues", "ReleaseDescription", "ReleaseModel", "TestSupport"]
    ),
    .testTarget(
        name: "ReleaseAssemblyTests",
        dependencies: [
            "HostSystem", "JSONValues", "Posix", "ReleaseAssembly", "ReleaseModel", "TemplateRendering", "Templates",
            "TestSupport",
        ]
    ),
    .testTarget(
        name: "ReleaseCommandsTests",
        dependencies: [
            "ConfigurationProviders", "HostSystem", "JSONValues", "NodeConfiguration", "ReleaseAssembly",
            "ReleaseCommands", "ReleaseDescription", "ReleaseModel", "TestSupport",
        ],
        exclude: ["Snapshots"]
    ),
    .testTarget(name: "DocumentationTests", dependencies: ["ControlProtocol", "HostSystem", "TestSupport"]),
    .testTarget(
        name: "BootExampleTests",
        dependencies: [
            "Applications", "Boot", "ConfigurationProviders", "ConfigurationYAML", "HostSystem", "JSONValues",
            "NodeConfiguration", "NodeLogging", "Processes", "ReleaseDescription", "Supervision", "TestSupport",
        ]
    ),
    .testTarget(name: "OTPExampleTests", dependencies: ["NodeLogging", "OTP", "ProcessTesting"]),
    .testTarget(name: "ConformanceTests", dependencies: ["HostSystem", "JSONValues", "TestSupport"]),
    .testTarget(name: "ProcessesTests", dependencies: ["NodeLogging", "OTP", "ProcessTesting", "Processes"]),
    .testTarget(
        name: "SupervisionTests",
        dependencies: ["NodeLogging", "OTP", "ProcessTesting", "Processes", "Supervision"]
    ),
    .testTarget(
        name: "RegistriesTests",
        dependencies: ["NodeLogging", "OTP", "ProcessTesting", "Processes", "Registries", "Supervision"]
    ),
    .testTarget(
        name: "AgentsTests",
        dependencies: ["Agents", "NodeLogging", "OTP", "ProcessTesting", "Processes", "Supervision"]
    ),
    .testTarget(
        name: "TasksTests",
        dependencies: ["NodeLogging", "OTP", "ProcessTesting", "Processes", "Supervision", "Tasks"]
    ),
    .executableTarget(
        name: "FaultFixture",
        dependencies: ["OTP", "Processes"],
        path: "Tests/FaultFixture"
    ),
    .testTarget(name: "FaultTests", dependencies: ["FaultFixture", "HostSystem", "TestSupport"]),
    .testTarget(
        name: "TodoTests",
        dependencies: ["Boot", "HostSystem", "JSONValues", "OTP", "ProcessTesting", "TestSupport", "Todo"]
    ),
    .testTarget(
        name: "EndToEndTests",
        dependencies: ["HostSystem", "JSONValues", "Posix", "TestSupport"]
    ),
]

// What importing these gives besides themselves. Whoever depends on them must depend on that as well: SwiftPM compiles
// a module anew when one that it depends on directly has changed, and would miss what only comes through another.
let handedOn: [String: [String]] = [
    "Boot": ["Applications", "ConfigurationProviders", "Expressions", "NodeConfiguration", "NodeLogging"],
    "OTP": ["Agents", "NodeLogging", "Processes", "Registries", "Supervision", "Tasks"],
]

let package = Package(
    name: "swift-release",
    products: [
        .executable(name: "release", targets: ["release"]),
        .executable(name: "nodectl", targets: ["nodectl"]),
        .executable(name: "nodeshell", targets: ["nodeshell"]),
        .executable(name: "todo", targets: ["Todo"]),
        .library(name: "Boot", targets: ["Boot"] + handedOn["Boot", default: []]),
        .library(name: "OTP", targets: ["OTP"] + handedOn["OTP", default: []]),
        .library(name: "ProcessTesting", targets: ["ProcessTesting"]),
        .library(name: "ConfigurationYAML", targets: ["ConfigurationYAML"]),
        .library(name: "ReleaseDescription", targets: ["ReleaseDescription"]),
        .plugin(name: "ReleasePlugin", targets: ["ReleasePlugin"]),
    ],
    targets: foundations + runtime + tooling + programs + tests,
    cxxLanguageStandard: .cxx17
)

for target in package.targets where ![.system, .plugin].contains(target.type) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}

// The hook of `print` is a global variable of the standard library that Swift 6 lets nobody touch.
for target in package.targets where target.name == "OutputCapture" {
    target.swiftSettings?.append(.swiftLanguageMode(.v5))
}

for target in package.targets {
    let named = target.dependencies.compactMap { dependency in
        if case .byNameItem(let name, _) = dependency { name } else { nil }
    }
    let added = ([target.name] + named).flatMap { handedOn[$0, default: []] }
    target.dependencies += Set(added).subtracting(named).sorted().map { .byName(name: $0) }
}
