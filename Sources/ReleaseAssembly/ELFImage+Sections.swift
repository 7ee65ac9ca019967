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
                appendUnloaded(name, header)
            }
        }
    }

    private mutating func appendUnloaded(_ name: String, _ header: GElf_Shdr) {
        // Offsets of a damaged file may be anything; none that we can use is larger than this.
        let limit: UInt64 = 1 << 48
        guard header.sh_offset < limit, header.sh_size < limit else { return }
        let start = Int(header.sh_offset)
        unloadedSections.append(UnloadedSection(name: name, bytes: start..<start + Int(header.sh_size)))
    }

    private mutating func readDynamic(_ section: OpaquePointer, _ header: GElf_Shdr, of elf: OpaquePointer) {
        guard let data = elf_getdata(section, nil), header.sh_entsize > 0 else { return }
        isDynamic = true
        let count = Int32(clamping: header.sh_size / header.sh_entsize)
        for index in 0..<count {
            var entry = GElf_Dyn()
            guard gelf_getdyn(data, index, &entry) != nil, entry.d_tag != DT_NULL else { return }
            guard [DT_NEEDED, DT_RPATH, DT_RUNPATH].contains(Int32(truncatingIfNeeded: entry.d_tag)) else { continue }
            guard let text = string(Int(header.sh_link), Int(truncatingIfNeeded: entry.d_un.d_val), of: elf) else {
                continue
            }
            switch Int32(truncatingIfNeeded: entry.d_tag) {
            case DT_NEEDED: needed.append(text)
            case DT_RPATH: inheritedSearchPath = text.split(separator: ":").map(String.init)
            default: ownSearchPath = text.split(separator: ":").map(String.init)
            }
        }
    }

    private mutating func readVersionNeeds(_ section: OpaquePointer, _ header: GElf_Shdr, of elf: OpaquePointer) {
        guard let data = elf_getdata(section, nil) else { return }
        var offset: Int32? = 0
        while let position = offset {
            var need = GElf_Verneed()
            guard gelf_getverneed(data, position, &need) != nil else { return }
            let library = string(Int(header.sh_link), Int(need.vn_file), of: elf) ?? ""
            var auxiliaryOffset = Self.next(after: position, by: need.vn_aux, in: data)
            while let place = auxiliaryOffset {
                var auxiliary = GElf_Vernaux()
                guard gelf_getvernaux(data, place, &auxiliary) != nil else { return }
                if let version = string(Int(header.sh_link), Int(auxiliary.vna_name), of: elf) {
                    versionNeeds.insert(VersionNeed(library: library, version: version))
                }
                auxiliaryOffset = Self.next(after: place, by: auxiliary.vna_next, in: data)
            }
            offset = Self.next(after: position, by: need.vn_next, in: data)
        }
    }

    /// Where a chain goes on; nil at its end, and where a damaged file would lead out of the section or in circles.
    private static func next(after offset: Int32, by step: UInt32, in data: UnsafeMutablePointer<Elf_Data>) -> Int32? {
        let next = Int(offset) + Int(step)
        return step > 0 && next < data.pointee.d_size ? Int32(exactly: next) : nil
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
