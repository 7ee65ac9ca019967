import HostSystem
import JSONValues
import Synchronization

/// Stands in for SwiftPM: describes a package, and "compiles" by copying programs.
///
/// Everything else really runs.
final class PretendedSwift: SubprocessRunner {
    struct State {
        var products: [String] = ["todo"]
        /// The programs that "compiling" yields; a product without one becomes `/bin/true`.
        var programs: [String: String] = [:]
        /// What a failing compiler prints; nil when it does not fail.
        var failure: String?
        /// Resource directories that stand beside the products, by target.
        var resources: [String: String] = [:]
        /// The arguments of every `swift build`.
        var builds: [[String]] = []
        /// How often the package was described.
        var descriptions = 0
    }

    private let state = Mutex(State())
    private let toolchain: String

    /// `toolchain` is a directory to pretend a toolchain's runtime in.
    init(toolchain: String) {
        self.toolchain = toolchain
    }

    func with<Value: Sendable>(_ body: (inout sending State) -> sending Value) -> Value {
        state.withLock(body)
    }

    func run(_ subprocess: Subprocess) throws(HostError) -> SubprocessResult {
        switch (FilePaths.name(of: subprocess.program), subprocess.arguments.first) {
        case ("swiftc", "-print-target-info"): return SubprocessResult(status: .exited(0), output: information)
        case ("swift", "package"): return describe()
        case ("swift", "build"): return try build(subprocess)
        default: return try LiveSubprocessRunner().run(subprocess)
        }
    }

    private var information: [UInt8] {
        JSONValue.object([
            "compilerVersion": "Swift version 6.3.1 (swift-6.3.1-RELEASE)",
            "target": ["triple": "x86_64-unknown-linux-gnu"],
            "paths": [
                "runtimeLibraryPaths": [.string("\(toolchain)/usr/lib/swift/linux")],
                "runtimeResourcePath": .string("\(toolchain)/usr/lib/swift"),
            ],
        ]).utf8()
    }

    private func describe() -> SubprocessResult {
        let products = with { state in
            state.descriptions += 1
            return state.products
        }
        let list = products.map { name -> JSONValue in ["name": .string(name), "type": ["executable": nil]] }
        let json: JSONValue = ["name": "example", "products": .array(list), "dependencies": []]
        return SubprocessResult(status: .exited(0), output: json.utf8())
    }

    private func build(_ subprocess: Subprocess) throws(HostError) -> SubprocessResult {
        let arguments = subprocess.arguments
        let state = with { state in
            state.builds.append(arguments)
            return state
        }
        if let failure = state.failure {
            if case .lines(let hand) = subprocess.output {
                for line in failure.split(separator: "\n") { hand(String(line)) }
            }
            return SubprocessResult(status: .exited(1), output: Array(failure.utf8))
        }
        let product = Self.value(of: "--product", in: arguments)
        let scratch = Self.value(of: "--scratch-path", in: arguments)
        let configuration = Self.value(of: "-c", in: arguments)
        let directory = "\(scratch)/pretended/\(configuration)"
        try FileTree.makeDirectory("\(directory)/\(product).product")
        if !FileTree.exists("\(scratch)/\(configuration)") {
            try FileTree.makeLink(at: "\(scratch)/\(configuration)", to: "pretended/\(configuration)")
        }
        try FileTree.write(
            try FileTree.read(state.programs[product] ?? "/bin/true"),
            to: "\(directory)/\(product)",
            mode: 0o755
        )
        var objects = ["\(directory)/Main.build/main.swift.o"]
        for (target, bundle) in state.resources {
            objects.append("\(directory)/\(target).build/\(target).swift.o")
            try FileTree.makeDirectory("\(directory)/\(bundle)")
            try FileTree.write("resource of \(target)\n", to: "\(directory)/\(bundle)/file.txt")
        }
        try FileTree.write(objects.joined(separator: "\n"), to: "\(directory)/\(product).product/Objects.LinkFileList")
        if case .lines(let hand) = subprocess.output { hand("[1/2] Compiling Main main.swift") }
        return SubprocessResult(status: .exited(0))
    }

    private static func value(of option: String, in arguments: [String]) -> String {
        guard let index = arguments.firstIndex(of: option), index + 1 < arguments.count else { return "" }
        return arguments[index + 1]
    }
}
