import HostSystem
import ReleaseAssembly
import TestSupport
import Testing

@Suite("An ELF file")
struct ELFImageTests {
    @Test("names what it is linked to, and its loader")
    func linkage() throws {
        let image = try #require(try ELFImage(path: "/bin/true"))
        #expect(image.needed.contains { $0.hasPrefix("libc.so.") })
        #expect(image.interpreter?.contains("ld-linux") == true && image.isDynamic)
        #expect(image.noteNames.contains("GNU"))
        #expect(image.versionNeeds.contains { $0.library.hasPrefix("libc.so.") && $0.version.hasPrefix("GLIBC_") })
    }

    @Test("is told from other files", arguments: ["", "#!/bin/sh\n", "\u{7f}ELF", "\u{7f}ELF and then nothing of use"])
    func otherFiles(text: String) throws {
        let directory = try TemporaryDirectory()
        #expect(try ELFImage(path: try directory.write(text, to: "file")) == nil)
    }

    @Test("that is damaged does no harm")
    func damaged() throws {
        let directory = try TemporaryDirectory()
        let original = try FileTree.read("/bin/true")
        var generator = SplitMix(state: 42)
        for _ in 0..<200 {
            var bytes = original
            for _ in 0..<20 {
                // Half of the damage goes where the headers are: to the beginning and to the end.
                let place = Int(generator.next() % 4096)
                let offset = generator.next() % 2 == 0 ? place : bytes.count - 1 - place
                bytes[offset] = UInt8(truncatingIfNeeded: generator.next())
            }
            try FileTree.write(bytes, to: directory.path("damaged"))
            _ = try ELFImage(path: directory.path("damaged"))
        }
    }
}

/// Random numbers that are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
