import ConfigurationProviders
import JSONValues
import NodeConfiguration
import Posix

/// Works out the configuration of a node: that of the build, then what the providers make of it on this host.
struct ConfigurationLoader: Sendable {
    let settings: NodeSettings
    /// The environment, `vm.args` included.
    let variables: [String: String]
    /// The program's own kinds of providers.
    let types: [any ConfigurationProvider.Type]
    /// What the applications declare.
    let keys: [any ConfigurationKeyDeclaration]

    /// Everything that is worked with, read from files of the release.
    struct Sources: Sendable {
        var base: Configuration
        var chain = ProviderChain()
        var fixed: [FixedValue] = []
        /// Where the result is kept, and whether only until the node has booted.
        var keeping: (path: String, isPruned: Bool)?
    }

    /// Reads what the release, or the directory `config`, says.
    func sources() throws(BootError) -> Sources {
        do {
            var sources =
                settings.root == nil ? try developmentSources() : try releaseSources(settings.versionDirectory ?? "")
            sources.base.hideSecrets(of: keys)
            return sources
        } catch let error as BootError {
            throw error
        } catch {
            throw .configuration("\(error)")
        }
    }

    /// What the providers make of it.
    func configuration(
        from sources: Sources,
        limit: ProviderChain.Limit
    ) async throws(BootError) -> Configuration {
        let surroundings = ProviderSurroundings(variables: variables, formats: ConfigurationFormat.linked)
        do {
            let configuration = try await sources.chain.load(over: sources.base, in: surroundings, limit: limit)
            try configuration.check(sources.fixed)
            return configuration
        } catch {
            throw .configuration("\(error)")
        }
    }

    // MARK: - Files

    private func developmentSources() throws -> Sources {
        guard let path = givenSystemPath else {
            let formats = ConfigurationFormat.linked
            return Sources(base: try DevelopmentConfiguration.read(variables: variables, formats: formats))
        }
        let json = try JSONFile.read(path, what: "the configuration")
        return Sources(base: try Configuration(json, from: .file(path)))
    }

    private func releaseSources(_ directory: String) throws -> Sources {
        let own = "\(directory)/sys.config"
        let path = givenSystemPath ?? own
        let json = try JSONFile.read(path, what: "the configuration")
        let recipe = try recipe(in: directory)
        let isPruned = recipe.keeping == .pruned
        let keeping = recipe.keeping == .no ? nil : settings.keptConfiguration.map { (path: $0, isPruned: isPruned) }
        if let computed = try ComputedConfiguration.read(json, from: path) {
            return Sources(base: computed, fixed: recipe.fixed, keeping: keeping)
        }
        var base = try system(json, path: path, positions: path == own ? "\(directory)/origins.config" : nil)
        base.merge(try Configuration(recipe.extra, from: ConfigurationRecipe.extraOrigin))
        return Sources(base: base, chain: try chain(recipe, directory), fixed: recipe.fixed, keeping: keeping)
    }

    private func system(_ json: JSONValue, path: String, positions: String?) throws -> Configuration {
        let checked = try Configuration(json, from: .file(path))
        guard let positions, Files.exists(positions) else { return checked }
        let table = PositionTable(or: .file(path)) {
            (try? JSONValue(parsing: Files.read(positions))).map { PositionTable.Content($0) }
        }
        return Configuration(checked.values, positions: table)
    }

    private func recipe(in directory: String) throws(BootError) -> ConfigurationRecipe {
        let path = "\(directory)/providers.config"
        guard Files.exists(path) else { return ConfigurationRecipe() }
        guard let recipe = ConfigurationRecipe(try JSONFile.read(path, what: "the list of providers")) else {
            throw .malformed(path: path, problem: "is no list of configuration providers")
        }
        return recipe
    }

    private func chain(_ recipe: ConfigurationRecipe, _ directory: String) throws -> ProviderChain {
        var chain = ProviderChain()
        let runtime = "\(directory)/runtime.config"
        if Files.exists(runtime) {
            let json = try JSONFile.read(runtime, what: "the configuration of the host")
            chain.add(RuntimeFileProvider(try RuntimeConfiguration(json, path: runtime)))
        }
        for provider in recipe.providers {
            if provider.isBuiltIn {
                try chain.addBuiltIn(provider.name, state: provider.state)
            } else {
                try chain.add(provider.name, state: provider.state, of: types)
            }
        }
        return chain
    }

    private var givenSystemPath: String? {
        guard let given = settings.environment["RELEASE_SYS_CONFIG"], !given.isEmpty else { return nil }
        // The script leaves the ending out when it names the one of the release.
        if let directory = settings.versionDirectory, given == "\(directory)/sys" { return nil }
        return Self.systemPath(given)
    }

    /// The file that `RELEASE_SYS_CONFIG` means, which may leave the ending out.
    static func systemPath(_ text: String) -> String {
        text.hasSuffix(".config") || text.hasSuffix(".json") ? text : "\(text).config"
    }
}
