// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody who depends on ours builds it, and so that it uses only what users have.
let package = Package(
    name: "processes-bench",
    dependencies: [.package(name: "swift-release", path: "../..")],
    targets: [
        .executableTarget(name: "processes-bench", dependencies: [.product(name: "OTP", package: "swift-release")])
    ]
)
