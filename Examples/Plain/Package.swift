// swift-tools-version: 6.1
import PackageDescription

// Nothing here knows of releases: any package with an executable product will do.
let package = Package(
    name: "plain",
    products: [.executable(name: "plain", targets: ["Plain"])],
    targets: [.executableTarget(name: "Plain", resources: [.copy("Resources/greetings.txt")])]
)
