import CElf
import Glibc
package import HostSystem

/// What the loader, and we, want to know about a program or library in the ELF format.
package struct ELFImage: Hashable, Sendable {
    /// A version of symbols that a library must have, such as `GLIBC_2.34` of `libc.so.6`.
    package struct VersionNeed: Hashable, Sendable {
        package var library: String
        package var version: String
    }

    /// A part of the file that is not loaded into memory, such as debug information.
    package struct UnloadedSection: Hashable, Sendable {
        package var name: String
        package var bytes: Range<Int>
    }

    package internal(set) var machine: UInt16 = 0
    /// The program's loader; nil for libraries and static programs.
    package internal(set) var interpreter: String?
    /// Names of the libraries it is linked to.
    package internal(set) var needed: [String] = []
    /// The directories of DT_RPATH, which hold for the libraries of its libraries too.
    package internal(set) var inheritedSearchPath: [String] = []
    /// The directories of DT_RUNPATH.
    package internal(set) var ownSearchPath: [String] = []
    package internal(set) var versionNeeds: Set<VersionNeed> = []
    /// Names of the owners of its notes, such as `GNU`.
    package internal(set) var noteNames: Set<String> = []
    package internal(set) var unloadedSections: [UnloadedSection] = []
    package internal(set) var hasSymbolTable = false
    package internal(set) var isDynamic = false

    /// Reads the file at `path`; nil when it is no ELF file, or one that makes no sense.
    package init?(path: String) throws(HostError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(action: "read", path: path, code: errno) }
        defer { close(descriptor) }
        guard elf_version(UInt32(EV_CURRENT)) != UInt32(EV_NONE) else { return nil }
        guard let elf = elf_begin(descriptor, ELF_C_READ_MMAP, nil) else { return nil }
        defer { elf_end(elf) }
        var header = GElf_Ehdr()
        guard elf_kind(elf) == ELF_K_ELF, gelf_getehdr(elf, &header) != nil else { return nil }
        machine = header.e_machine
        readSections(of: elf)
    }

    /// The architecture's usual name.
    package var architecture: String {
        switch Int32(machine) {
        case EM_X86_64: "x86_64"
        case EM_AARCH64: "aarch64"
        case EM_ARM: "armv7"
        case EM_RISCV: "riscv64"
        case EM_386: "i686"
        default: "machine-\(machine)"
        }
    }

    /// Every directory that the file itself names for searching libraries.
    package var searchPath: [String] { ownSearchPath.isEmpty ? inheritedSearchPath : ownSearchPath }

    /// Whether it carries the note that programs linking our `Boot` have.
    package var linksBoot: Bool { noteNames.contains("swift-release") }
}
