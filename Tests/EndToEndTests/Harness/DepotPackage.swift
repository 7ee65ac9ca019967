import Foundation

/// A package that depends on this one, whose program brings a configuration provider of its own.
///
/// It stands where it stood in the former run, so that what is compiled already stays so.
enum DepotPackage {
    static let root = "\(Places.package)/.build/end-to-end/depot"

    /// Writes the package.
    static func write() throws {
        try write(manifest, to: "Package.swift")
        try write(definition, to: "rel/Release.swift")
        try write(#"{"depot": {"limit": 5}}"#, to: "config/config.json")
        try write(#"{"depot": {"place": "${DEPOT_PLACE:-nowhere}"}}"#, to: "config/runtime.json")
        try write(program, to: "Sources/depot/Depot.swift")
    }

    /// Builds the release into `output`, with a catalogue that is there for no longer than the build takes.
    static func build(catalogue: String, into output: String) async throws -> CommandResult {
        let scratch = try Scratch("catalogue")
        try scratch.write(catalogue, to: "catalogue")
        return try await Command(Places.tool, "build", "--overwrite", "--path", output)
            .with(["DEPOT_CATALOGUE": "\(scratch.path)/catalogue"]).in(root).run()
    }

    private static func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: "\(root)/\(name)")
        // A file that is written anew is compiled anew.
        if let former = try? String(contentsOf: file, encoding: .utf8), former == text { return }
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    private static let manifest = """
        // swift-tools-version: 6.1
        import PackageDescription
        let package = Package(
            name: "depot",
            dependencies: [.package(name: "swift-release", path: "\(Places.package)")],
            targets: [
                .executableTarget(name: "depot", dependencies: [.product(name: "Boot", package: "swift-release")])
            ]
        )
        """

    private static let definition = """
        import Glibc
        import ReleaseDescription

        let catalogue = getenv("DEPOT_CATALOGUE").map { String(cString: $0) } ?? ""
        let releases = Releases {
            Release(
                "depot",
                version: .string("1.0.0"),
                providers: [.custom("Warehouse", ["catalogue": .string(catalogue), "separator": ","])]
            )
        }
        """

    private static let program = """
        import Boot
        import Glibc

        @main
        struct Depot: Program {
            static let applications: [any Application.Type] = [DepotApplication.self]
            static let configurationProviders: [any ConfigurationProvider.Type] = [Warehouse.self]
        }

        struct DepotApplication: Application {
            static let name = "depot"
            static let shelves = ConfigurationKey<[String]>("depot.shelves", default: [])
            static let token = ConfigurationKey<String>("depot.token", default: "none")
            static let configuration: [any ConfigurationKeyDeclaration] = [shelves, token]

            static func start(_ context: ApplicationContext) async throws -> any Service {
                let count = try context.configuration.get(shelves).count
                context.log.info("\\(count) shelves")
                return IdleService()
            }

            static func exports(_ exports: inout Exports) {
                exports.add("shelves()") { try Node.configuration.get(shelves) }
                exports.add("tokenLength()") { try Node.configuration.get(token).count }
            }
        }

        /// Reads a catalogue where the release is built, and gives shelves and a token where it runs.
        struct Warehouse: ConfigurationProvider {
            struct Options: Decodable {
                var catalogue: String
                var separator: String
            }

            private let shelves: [String]

            init(options: Options) throws {
                shelves = try text(of: options.catalogue).split(separator: options.separator).map(String.init)
                guard !shelves.isEmpty else { throw WarehouseError(reason: "the catalogue is empty") }
            }

            func load(over configuration: Configuration) async throws -> Configuration {
                var configuration = configuration
                let place = configuration["depot.place"]?.description ?? "none"
                let notice = try text(of: variable("DEPOT_NOTICE"))
                switch notice {
                case "closed": throw WarehouseError(reason: "the warehouse at \\(place) is closed")
                case "silent": for await _ in AsyncStream<Void>.makeStream().stream {}
                case "blocked": while true { pause() }
                default: break
                }
                let marked = shelves.map { ConfigurationValue.string("\\($0), \\(notice) at \\(place)") }
                configuration.set(.list(marked), at: "depot.shelves")
                configuration.set(.string(variable("DEPOT_TOKEN")), at: "depot.token")
                configuration.hide("depot.token")
                return configuration
            }
        }

        struct WarehouseError: Error, CustomStringConvertible {
            let reason: String

            var description: String { reason }
        }

        func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

        func text(of path: String) throws -> String {
            guard let file = fopen(path, "r") else { throw WarehouseError(reason: "there is no file '\\(path)'") }
            defer { fclose(file) }
            var text = ""
            while case let byte = getc(file), byte != EOF { text.unicodeScalars.append(.init(UInt8(byte))) }
            return text
        }
        """
}
