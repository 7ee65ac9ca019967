#define _GNU_SOURCE
#include "CBoot.h"

#include <dlfcn.h>
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

size_t cboot_describe_address(uintptr_t address, bool is_return_address, char *buffer, size_t capacity) {
    // A call that never returns is followed by another function: look where the call is.
    uintptr_t instruction = is_return_address ? address - 1 : address;
    Dl_info found;
    int written;
    if (dladdr((void *)instruction, &found) == 0 || found.dli_fname == NULL) {
        written = snprintf(buffer, capacity, "?");
    } else if (found.dli_sname == NULL) {
        written = snprintf(
            buffer, capacity, "? at 0x%zx in %s", (size_t)(address - (uintptr_t)found.dli_fbase),
            file_name(found.dli_fname)
        );
    } else {
        char *readable = swift_demangle(found.dli_sname, strlen(found.dli_sname), NULL, NULL, 0);
        written = snprintf(
            buffer, capacity, "%s + %zu in %s", readable == NULL ? found.dli_sname : readable,
            (size_t)(address - (uintptr_t)found.dli_saddr), file_name(found.dli_fname)
        );
        free(readable);
    }
    if (written < 0) {
        return 0;
    }
    return (size_t)written < capacity ? (size_t)written : capacity - 1;
}

void cboot_capture_prepare(void) {
    char buffer[256];
    cboot_describe_address((uintptr_t)&cboot_capture_prepare, false, buffer, sizeof buffer);
}
