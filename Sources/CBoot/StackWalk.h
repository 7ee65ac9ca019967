// Reads a copied stack: frame records where they are kept, likely return addresses where they are not.
#pragma once

#include "CBoot.h"

struct stack_copy {
    uintptr_t counter;
    uintptr_t frame;
    uintptr_t base;  // the stack pointer, and the address of bytes[0]
    uintptr_t link;  // the link register, 0 where there is none
    size_t size;
    _Alignas(16) uint8_t bytes[256 * 1024];
};

void walk_stack(struct stack_copy *copy, struct cboot_stack *out);
