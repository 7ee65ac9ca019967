import ConfigurationProviders
import JSONValues
import NodeConfiguration
import ReleaseModel

/// Decides what a boot does with the configuration besides reading it.
struct ConfigurationPlanner {
    let definition: ReleaseDefinition
    /// What the program says about itself; nil when it cannot be asked.
    let described: DescribedProgram?

    /// What goes into the release; nil for a program that does not link `Boot`, which reads no configuration.
    func recipe(over files: ConfigurationFiles.Contents) throws(CommandError) -> ConfigurationRecipe? {
        guard let described else {
            guard definition.providers.isEmpty else {
                throw CommandError(
                    .wrongConfiguration,
                    "'providers' of release '\(definition.name)' need a program that links Boot, which runs them"
                )
            }
            return nil
        }
        var recipe = ConfigurationRecipe()
        recipe.extra = definition.extraConfiguration
        recipe.keeping = ConfigurationRecipe.Keeping(rawValue: definition.keepConfiguration.rawValue) ?? .no
        recipe.providers = try providers(described)
        if definition.checksFixedKeys {
            let values = try Self.system(files, under: recipe.extra)
            recipe.fixed = described.fixedKeys.map { key in
                let path = ConfigurationPath(key)
                return FixedValue(path: path, value: values[path])
            }
        }
        return recipe
    }

    /// The build's configuration with that of the definition over it.
    static func system(
        _ files: ConfigurationFiles.Contents,
        under extra: JSONValue
    ) throws(CommandError) -> Configuration {
        do throws(ConfigurationError) {
            return files.system.merging(try Configuration(extra, from: ConfigurationRecipe.extraOrigin))
        } catch {
            throw CommandError(.wrongConfiguration, "\(error)")
        }
    }

    private func providers(_ described: DescribedProgram) throws(CommandError) -> [ConfigurationRecipe.Provider] {
        var states = described.providerStates[...]
        var providers: [ConfigurationRecipe.Provider] = []
        for provider in definition.providers {
            let state = provider.isBuiltIn ? try builtInState(of: provider) : states.popFirst()
            guard let state else {
                throw CommandError(
                    .wrongConfiguration,
                    "the program does not make the configuration provider '\(provider.name)' of release "
                        + "'\(definition.name)'",
                    note: "build it with this version of Boot, and list the provider in its configurationProviders"
                )
            }
            providers.append(.init(name: provider.name, isBuiltIn: provider.isBuiltIn, state: state))
        }
        return providers
    }

    private func builtInState(of provider: ProviderSetting) throws(CommandError) -> JSONValue {
        guard BuiltInProviders.names.contains(provider.name) else {
            throw CommandError(
                .wrongConfiguration,
                "release '\(definition.name)' names the provider '\(provider.name)', which is not known here"
            )
        }
        do {
            return try BuiltInProviders.state(of: provider.name, options: provider.options)
        } catch {
            throw CommandError(
                .wrongConfiguration,
                "the configuration provider '\(provider.name)' of release '\(definition.name)': \(error)"
            )
        }
    }
}
