#define _GNU_SOURCE
#include "CBoot.h"

#include "SymbolTable.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Of the Swift runtime, which every program with this module carries.
extern char *swift_demangle(
    const char *name, size_t length, char *buffer, size_t *capacity, uint32_t flags
);

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static size_t finish(int written, size_t capacity) {
    if (written < 0) {
        return 0;
    }
    return (size_t)written < capacity ? (size_t)written : capacity - 1;
}

static size_t write_symbol(const char *name, size_t offset, const char *library, char *buffer, size_t capacity) {
    char *readable = swift_demangle(name, strlen(name), NULL, NULL, 0);
    int written = snprintf(buffer, capacity, "%s + %zu in %s", readable == NULL ? name : readable, offset, library);
    free(readable);
    return finish(written, capacity);
}

size_t cboot_describe_address(uintptr_t address, bool is_return_address, char *buffer, size_t capacity) {
    // A call that never returns is followed by another function: look where the call is.
    uintptr_t instruction = is_return_address ? address - 1 : address;
    Dl_info found;
    struct link_map *object = NULL;
    if (dladdr1((void *)instruction, &found, (void **)&object, RTLD_DL_LINKMAP) == 0 || found.dli_fname == NULL) {
        return finish(snprintf(buffer, capacity, "?"), capacity);
    }
    const char *library = file_name(found.dli_fname);
    if (found.dli_sname != NULL) {
        return write_symbol(found.dli_sname, address - (uintptr_t)found.dli_saddr, library, buffer, capacity);
    }
    // Functions that are not exported are known to the file alone. The main program has no name in the link map.
    bool is_program = object == NULL || object->l_name == NULL || object->l_name[0] == '\0';
    uintptr_t base = object == NULL ? (uintptr_t)found.dli_fbase : object->l_addr;
    char name[1024];
    uintptr_t start;
    if (symbol_in_file(is_program ? "/proc/self/exe" : found.dli_fname, instruction - base, name, sizeof name, &start)) {
        return write_symbol(name, address - base - start, library, buffer, capacity);
    }
    return finish(snprintf(buffer, capacity, "? at 0x%zx in %s", (size_t)(address - base), library), capacity);
}

void cboot_capture_prepare(void) {
    char buffer[256];
    cboot_describe_address((uintptr_t)&cboot_capture_prepare, false, buffer, sizeof buffer);
}
