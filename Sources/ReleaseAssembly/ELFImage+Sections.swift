import CElf

extension ELFImage {
    /// Takes from every section what concerns us.
    mutating func readSections(of elf: OpaquePointer) {
        var names = 0
        elf_getshdrstrndx(elf, &names)
        var next = elf_nextscn(elf, nil)
        while let section = next {
            defer { next = elf_nextscn(elf, section) }
            var header = GElf_Shdr()
            guard gelf_getshdr(section, &header) != nil else { continue }
            switch header.sh_type {
            case UInt32(SHT_DYNAMIC): readDynamic(section, header, of: elf)
            case UInt32(SHT_GNU_verneed): readVersionNeeds(section, header, of: elf)
            case UInt32(SHT_NOTE): readNotes(section)
            case UInt32(SHT_SYMTAB): hasSymbolTable = true
            default: break
            }
            let name = string(names, Int(header.sh_name), of: elf) ?? ""
            if name == ".interp" { readInterpreter(section) }
            if header.sh_flags & UInt64(SHF_ALLOC) == 0 && header.sh_type != UInt32(SHT_NOBITS) && header.sh_size > 0 {
                let start = Int(header.sh_offset)
                unloadedSections.append(UnloadedSection(name: name, bytes: start..<start + Int(header.sh_size)))
            }
        }
    }

    private mutating func readDynamic(_ section: OpaquePointer, _ header: GElf_Shdr, of elf: OpaquePointer) {
        guard let data = elf_getdata(section, nil), header.sh_entsize > 0 else { return }
        isDynamic = true
        for index in 0..<Int(header.sh_size / header.sh_entsize) {
            var entry = GElf_Dyn()
            guard gelf_getdyn(data, Int32(index), &entry) != nil, entry.d_tag != DT_NULL else { return }
            guard [DT_NEEDED, DT_RPATH, DT_RUNPATH].contains(Int32(truncatingIfNeeded: entry.d_tag)) else { continue }
            guard let text = string(Int(header.sh_link), Int(entry.d_un.d_val), of: elf) else { continue }
            switch Int32(truncatingIfNeeded: entry.d_tag) {
            case DT_NEEDED: needed.append(text)
            case DT_RPATH: inheritedSearchPath = text.split(separator: ":").map(String.init)
            default: ownSearchPath = text.split(separator: ":").map(String.init)
            }
        }
    }

    private mutating func readVersionNeeds(_ section: OpaquePointer, _ header: GElf_Shdr, of elf: OpaquePointer) {
        guard let data = elf_getdata(section, nil) else { return }
        var offset: Int32 = 0
        for _ in 0..<header.sh_info {
            var need = GElf_Verneed()
            guard gelf_getverneed(data, offset, &need) != nil else { return }
            let library = string(Int(header.sh_link), Int(need.vn_file), of: elf) ?? ""
            var auxiliaryOffset = offset + Int32(need.vn_aux)
            for _ in 0..<need.vn_cnt {
                var auxiliary = GElf_Vernaux()
                guard gelf_getvernaux(data, auxiliaryOffset, &auxiliary) != nil else { return }
                if let version = string(Int(header.sh_link), Int(auxiliary.vna_name), of: elf) {
                    versionNeeds.insert(VersionNeed(library: library, version: version))
                }
                auxiliaryOffset += Int32(auxiliary.vna_next)
            }
            offset += Int32(need.vn_next)
        }
    }

    private mutating func readNotes(_ section: OpaquePointer) {
        guard let data = elf_getdata(section, nil), let bytes = data.pointee.d_buf else { return }
        var offset = 0
        var note = GElf_Nhdr()
        var name = 0
        var contents = 0
        while true {
            let next = gelf_getnote(data, offset, &note, &name, &contents)
            guard next > 0 else { return }
            let owner = UnsafeRawBufferPointer(start: bytes + name, count: Int(note.n_namesz))
            noteNames.insert(String(decoding: owner.prefix { $0 != 0 }, as: UTF8.self))
            offset = next
        }
    }

    private mutating func readInterpreter(_ section: OpaquePointer) {
        guard let data = elf_getdata(section, nil), let bytes = data.pointee.d_buf else { return }
        let text = UnsafeRawBufferPointer(start: bytes, count: data.pointee.d_size)
        interpreter = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    private func string(_ section: Int, _ offset: Int, of elf: OpaquePointer) -> String? {
        elf_strptr(elf, section, offset).map { String(cString: $0) }
    }
}
