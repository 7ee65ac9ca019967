/// How SwiftPM builds the program, as in `swift build -c`.
package enum BuildConfiguration: String, CaseIterable, Sendable {
    case debug
    case release

    /// What an environment is built with when nobody says otherwise.
    package static func standard(in environment: String) -> BuildConfiguration {
        environment == "dev" || environment == "test" ? .debug : .release
    }
}

/// Further arguments for the compilers and the linker.
package struct BuildFlags: Hashable, Sendable {
    package var swift: [String]
    package var c: [String]
    package var cxx: [String]
    package var linker: [String]

    package init(swift: [String] = [], c: [String] = [], cxx: [String] = [], linker: [String] = []) {
        self.swift = swift
        self.c = c
        self.cxx = cxx
        self.linker = linker
    }

    /// The same arguments as options of `swift build`.
    package var arguments: [String] {
        [("-Xswiftc", swift), ("-Xcc", c), ("-Xcxx", cxx), ("-Xlinker", linker)].flatMap { option, values in
            values.flatMap { [option, $0] }
        }
    }

    /// These arguments followed by others.
    package func appending(_ other: BuildFlags) -> BuildFlags {
        BuildFlags(
            swift: swift + other.swift,
            c: c + other.c,
            cxx: cxx + other.cxx,
            linker: linker + other.linker
        )
    }
}
