import Testing

@testable import Boot

@Suite("The configuration of a program outside of a release")
struct DevelopmentConfigurationTests {
    @Test("says of a file in a format that the program cannot read what would read it")
    func unread() {
        #expect(
            DevelopmentConfiguration.unread("config/config.yaml")
                == "config/config.yaml is not read outside of a release: the program does not link ConfigurationYAML, a "
                + "product of swift-release that its target can depend on; JSON5 is always read"
        )
    }
}
