import OTP
import Testing

@Suite("The kinds of registries")
struct RegistryKeysTests {
    @Test("REG-003 duplicate keys are partitioned by process unless told otherwise")
    func partitioning() {
        #expect(RegistryKeys.duplicate == .duplicate(partitionedBy: .process))
        #expect(RegistryKeys.duplicate != .duplicate(partitionedBy: .key))
    }
}
