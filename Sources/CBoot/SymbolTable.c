#define _GNU_SOURCE
#include "SymbolTable.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_view {
    const uint8_t *bytes;
    size_t size;
};

// Sections are checked against the size of the file: it may not be the one that was loaded.
static const void *view_section(const struct file_view *file, const ElfW(Shdr) *section) {
    if (section->sh_offset > file->size || section->sh_size > file->size - section->sh_offset) {
        return NULL;
    }
    return file->bytes + section->sh_offset;
}

static const ElfW(Shdr) *sections_of(const struct file_view *file, size_t *count) {
    const ElfW(Ehdr) *header = (const void *)file->bytes;
    if (file->size < sizeof *header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0
        || header->e_shentsize != sizeof(ElfW(Shdr)) || header->e_shoff % _Alignof(ElfW(Shdr)) != 0) {
        return NULL;
    }
    *count = header->e_shnum;
    if (header->e_shoff > file->size || *count * sizeof(ElfW(Shdr)) > file->size - header->e_shoff) {
        return NULL;
    }
    return (const void *)(file->bytes + header->e_shoff);
}

static bool find_in_table(
    const struct file_view *file, const ElfW(Shdr) *table, const ElfW(Shdr) *texts, uintptr_t address, char *name,
    size_t capacity, uintptr_t *start
) {
    const ElfW(Sym) *symbols = view_section(file, table);
    const char *strings = view_section(file, texts);
    if (symbols == NULL || strings == NULL || texts->sh_size == 0 || strings[texts->sh_size - 1] != '\0') {
        return false;
    }
    for (size_t index = 0; index < table->sh_size / sizeof *symbols; index += 1) {
        const ElfW(Sym) *symbol = &symbols[index];
        bool holds = ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && address >= symbol->st_value
            && address - symbol->st_value < symbol->st_size && symbol->st_name < texts->sh_size;
        if (holds) {
            snprintf(name, capacity, "%s", strings + symbol->st_name);
            *start = symbol->st_value;
            return true;
        }
    }
    return false;
}

static bool find_in_file(
    const struct file_view *file, uintptr_t address, char *name, size_t capacity, uintptr_t *start
) {
    size_t count = 0;
    const ElfW(Shdr) *sections = sections_of(file, &count);
    for (size_t index = 0; sections != NULL && index < count; index += 1) {
        const ElfW(Shdr) *table = &sections[index];
        if (table->sh_type == SHT_SYMTAB && table->sh_link < count) {
            return find_in_table(file, table, &sections[table->sh_link], address, name, capacity, start);
        }
    }
    return false;
}

bool symbol_in_file(const char *path, uintptr_t address, char *name, size_t capacity, uintptr_t *start) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    struct stat status;
    bool found = false;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
        size_t size = (size_t)status.st_size;
        void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (bytes != MAP_FAILED) {
            struct file_view file = {.bytes = bytes, .size = size};
            found = find_in_file(&file, address, name, capacity, start);
            munmap(bytes, size);
        }
    }
    close(descriptor);
    return found;
}
