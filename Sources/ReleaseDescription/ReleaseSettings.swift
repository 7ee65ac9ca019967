/// How a released program finds the Swift runtime.
public enum Linkage: String, Hashable, Sendable {
    /// The runtime libraries are part of the release; evaluating Swift in a running node is possible.
    case dynamic
    /// The standard library is linked into the program; it is smaller and starts faster, and evaluates calls only.
    case `static`
    /// The Swift found on the host is used; it must be the version that built the program.
    case none
}

/// What is removed from the program and the libraries of a release.
public enum Strip: String, Hashable, Sendable {
    /// Debug information and all symbols that running does not need.
    case symbols
    /// Debug information only.
    case debug
    /// Nothing.
    case none
}

/// What a running node may be asked to evaluate.
public enum Evaluation: String, Hashable, Sendable {
    /// Calls of what applications export, and Swift.
    case full
    /// Calls of what applications export.
    case calls
    /// Nothing.
    case off
}

/// How SwiftPM builds the program, as in `swift build -c`.
public enum BuildConfiguration: String, Hashable, Sendable {
    /// Without optimisation.
    case debug
    /// With optimisation.
    case release
}

/// Whether the Swift runtime becomes part of a release: `true`, `false`, or a directory to take it from.
public enum RuntimeInclusion: Hashable, Sendable, ExpressibleByBooleanLiteral {
    /// The runtime of the toolchain that builds the program.
    case included
    /// None; the host must have the same version of Swift.
    case excluded
    /// The Swift libraries in a directory, such as `usr/lib/swift/linux` of another toolchain.
    case directory(String)

    /// Includes the runtime when `condition` holds.
    public static func when(_ condition: Bool) -> RuntimeInclusion {
        condition ? .included : .excluded
    }

    /// Takes `true` as included and `false` as excluded.
    public init(booleanLiteral isIncluded: Bool) {
        self = .when(isIncluded)
    }
}

/// The configuration file that is read when the release boots.
public enum RuntimeConfiguration: Hashable, Sendable, ExpressibleByStringLiteral {
    /// `config/runtime.yaml`, when it exists.
    case automatic
    /// None.
    case none
    /// A file of the package, which must exist.
    case file(String)

    /// Takes the literal as the path of the file.
    public init(stringLiteral path: String) {
        self = .file(path)
    }
}

/// Further arguments for the compilers and the linker.
public struct BuildFlags: Hashable, Sendable {
    /// Arguments for `swiftc`, as after `-Xswiftc`.
    public var swift: [String]
    /// Arguments for the C compiler, as after `-Xcc`.
    public var c: [String]
    /// Arguments for the C++ compiler, as after `-Xcxx`.
    public var cxx: [String]
    /// Arguments for the linker, as after `-Xlinker`.
    public var linker: [String]

    /// Collects arguments; none by default.
    public init(swift: [String] = [], c: [String] = [], cxx: [String] = [], linker: [String] = []) {
        self.swift = swift
        self.c = c
        self.cxx = cxx
        self.linker = linker
    }
}
