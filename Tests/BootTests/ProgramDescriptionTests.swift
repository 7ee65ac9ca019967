import Applications
import ConfigurationProviders
import JSONValues
import Testing

@testable import Boot
@testable import BootFixture

@Suite("The description of a program")
struct ProgramDescriptionTests {
    @Test("names applications in start order, what they export, and which keys are secret")
    func description() throws {
        let json = try ProgramDescription(FixtureProgram.applications).json
        #expect(json["schemaVersion"] == 1)
        #expect(json["protocol"] == 1)
        #expect(json["root"] == ["shop"])
        let applications = try #require(json["applications"]?.asArray)
        #expect(applications.map { $0["name"] } == ["store", "shop"])
        #expect(applications[0]["version"] == "1.2.0")
        #expect(applications[1]["dependencies"] == ["store"])
        #expect(applications[1]["secretKeys"] == ["shop.token"])
        #expect(applications[1]["exports"]?.asArray?.contains("Shop.sum(_:_:)") == true)
        #expect(applications[1]["keys"]?[0]?["key"] == "shop.port")
        #expect(applications[1]["fixedKeys"] == ["shop.size"])
        #expect(json["providers"] == [])
    }

    @Test("CFG-026 makes the providers that a release wants, and tells their state")
    func providers() throws {
        var description = try ProgramDescription(FixtureProgram.applications)
        try description.add(
            #"[{"name":"ledger","options":{"motto":"a"}},{"name":"ledger","options":{"motto":"b"}}]"#,
            of: FixtureProgram.configurationProviders
        )
        #expect(
            description.json["providers"] == [
                ["name": "ledger", "state": ["motto": "a"]], ["name": "ledger", "state": ["motto": "b"]],
            ]
        )
        let error = #expect(throws: ProviderError.self) {
            try description.add(
                #"[{"name":"ledger","options":{"motto":""}}]"#,
                of: FixtureProgram.configurationProviders
            )
        }
        #expect(error?.description == "the configuration provider 'ledger' failed: the motto is empty")
    }
}
