import ReleaseModel
import Testing

@Suite("The version of a release")
struct ReleaseVersionTests {
    private func choose(_ source: VersionSource, _ evidence: ReleaseVersion.Evidence) throws -> String {
        try ReleaseVersion.choose(source, for: ReleaseName("todo"), by: evidence)
    }

    private var applications: [DescribedApplication] {
        [
            DescribedApplication(name: "database", version: "3.1.0"),
            DescribedApplication(name: "todo", version: "1.2.0"),
            DescribedApplication(name: "helper"),
        ]
    }

    private func evidence(gitTag: String? = nil, isImplicit: Bool = false) -> ReleaseVersion.Evidence {
        ReleaseVersion.Evidence(applications: applications, roots: ["todo"], gitTag: gitTag, isImplicit: isImplicit)
    }

    @Test("REL-003 is what the command line says before anything else")
    func commandLine() throws {
        var evidence = evidence()
        evidence.commandLine = "9.9.9"
        #expect(try choose(.string("1.0.0"), evidence) == "9.9.9")
    }

    @Test("REL-001 is that of the program's own application when nobody says otherwise")
    func package() throws {
        #expect(try choose(.package, evidence(gitTag: "v8.0.0")) == "1.2.0")
    }

    @Test("REL-004 is that of another application when the definition says so")
    func application() throws {
        #expect(try choose(.application("database"), evidence()) == "3.1.0")
    }

    @Test("REL-005 cannot be that of an application which the program does not have")
    func unknownApplication() {
        let error = #expect(throws: ReleaseModelError.self) { try choose(.application("databse"), evidence()) }
        #expect(
            error?.description.contains("'databse', which the program does not have; did you mean 'database'?") == true
        )
    }

    @Test("cannot be that of an application without one")
    func applicationWithoutVersion() throws {
        #expect(throws: ReleaseModelError.applicationWithoutVersion(try ReleaseName("todo"), "helper")) {
            try choose(.application("helper"), evidence())
        }
    }

    @Test("is the nearest Git tag when the application has none", arguments: ["v1.4.0", "1.4.0"])
    func gitTag(_ tag: String) throws {
        #expect(try choose(.package, ReleaseVersion.Evidence(gitTag: tag)) == "1.4.0")
        #expect(try choose(.git, evidence(gitTag: tag)) == "1.4.0")
    }

    @Test("REL-016 is missing when neither the definition, the application nor Git has one")
    func missing() {
        let error = #expect(throws: ReleaseModelError.self) { try choose(.package, ReleaseVersion.Evidence()) }
        #expect(error?.description.contains("has no version") == true)
        #expect(error?.description.contains("--version") == true)
    }

    @Test("is 0.1.0 when the package has no definition, no versioned application and no tag")
    func fallback() throws {
        #expect(try choose(.package, ReleaseVersion.Evidence(isImplicit: true)) == "0.1.0")
    }

    @Test("is what the definition says for the case that neither the application nor Git has one")
    func ownFallback() throws {
        #expect(try choose(.packageOr("0.3.0"), evidence(gitTag: "v8.0.0")) == "1.2.0")
        #expect(try choose(.packageOr("0.3.0"), ReleaseVersion.Evidence(gitTag: "v8.0.0")) == "8.0.0")
        #expect(try choose(.packageOr("0.3.0"), ReleaseVersion.Evidence()) == "0.3.0")
        let name = try ReleaseName("todo")
        #expect(throws: ReleaseModelError.emptyVersion(name)) {
            try choose(.packageOr(""), ReleaseVersion.Evidence())
        }
    }

    @Test("REL-017 is not empty")
    func empty() throws {
        #expect(throws: ReleaseModelError.emptyVersion(try ReleaseName("todo"))) { try choose(.string(""), evidence()) }
    }

    @Test("makes a directory name", arguments: ["1/2", "..", ".1", "-1", "1 0", "COOKIE", "1\n"])
    func malformed(_ version: String) throws {
        #expect(throws: ReleaseModelError.malformedVersion(try ReleaseName("todo"), version)) {
            try choose(.string(version), evidence())
        }
    }
}
