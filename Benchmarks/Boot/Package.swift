// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody who depends on ours builds it, and so that it uses only what users have.
let package = Package(
    name: "boot-bench",
    dependencies: [.package(name: "swift-release", path: "../..")],
    targets: ["empty", "crowded"].map { name in
        .executableTarget(name: name, dependencies: [.product(name: "Boot", package: "swift-release")])
    }
)
