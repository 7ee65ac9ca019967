// Names from the symbol table of a file, where it was not stripped.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Writes the name of the function at `address` of the file's own addresses; false when the file does not tell.
bool symbol_in_file(const char *path, uintptr_t address, char *name, size_t capacity, uintptr_t *start);
