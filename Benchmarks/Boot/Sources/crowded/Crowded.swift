import Boot

/// A program with twenty applications, each needing the one before it, that declare five hundred keys each.
@main
struct Crowded: Program {
    static let applications: [any Application.Type] = [Member20.self]
}

protocol Member: Application {
    static var number: Int { get }
}

extension Member {
    static var name: String { "member_\(number)" }
    static var configuration: [any ConfigurationKeyDeclaration] { (0..<500).map(key) }

    static func key(_ index: Int) -> ConfigurationKey<Int> {
        ConfigurationKey([name, "key_\(index)"])
    }

    /// Reads one of its values; fails when it is not configured.
    static func start(_ context: ApplicationContext) async throws -> any Service {
        _ = try context.configuration.get(key(499))
        return IdleService()
    }
}

enum Member1: Member {
    static let number = 1
}

enum Member2: Member {
    static let number = 2
    static let dependencies: [any Application.Type] = [Member1.self]
}

enum Member3: Member {
    static let number = 3
    static let dependencies: [any Application.Type] = [Member2.self]
}

enum Member4: Member {
    static let number = 4
    static let dependencies: [any Application.Type] = [Member3.self]
}

enum Member5: Member {
    static let number = 5
    static let dependencies: [any Application.Type] = [Member4.self]
}

enum Member6: Member {
    static let number = 6
    static let dependencies: [any Application.Type] = [Member5.self]
}

enum Member7: Member {
    static let number = 7
    static let dependencies: [any Application.Type] = [Member6.self]
}

enum Member8: Member {
    static let number = 8
    static let dependencies: [any Application.Type] = [Member7.self]
}

enum Member9: Member {
    static let number = 9
    static let dependencies: [any Application.Type] = [Member8.self]
}

enum Member10: Member {
    static let number = 10
    static let dependencies: [any Application.Type] = [Member9.self]
}

enum Member11: Member {
    static let number = 11
    static let dependencies: [any Application.Type] = [Member10.self]
}

enum Member12: Member {
    static let number = 12
    static let dependencies: [any Application.Type] = [Member11.self]
}

enum Member13: Member {
    static let number = 13
    static let dependencies: [any Application.Type] = [Member12.self]
}

enum Member14: Member {
    static let number = 14
    static let dependencies: [any Application.Type] = [Member13.self]
}

enum Member15: Member {
    static let number = 15
    static let dependencies: [any Application.Type] = [Member14.self]
}

enum Member16: Member {
    static let number = 16
    static let dependencies: [any Application.Type] = [Member15.self]
}

enum Member17: Member {
    static let number = 17
    static let dependencies: [any Application.Type] = [Member16.self]
}

enum Member18: Member {
    static let number = 18
    static let dependencies: [any Application.Type] = [Member17.self]
}

enum Member19: Member {
    static let number = 19
    static let dependencies: [any Application.Type] = [Member18.self]
}

enum Member20: Member {
    static let number = 20
    static let dependencies: [any Application.Type] = [Member19.self]
}
