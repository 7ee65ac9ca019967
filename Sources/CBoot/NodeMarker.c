#include "CBoot.h"

// ELF note "swift-release", by which the tool knows a program that can describe itself without running it.
// Allocated, so that strip keeps it.
struct node_marker {
    uint32_t name_size;
    uint32_t descriptor_size;
    uint32_t type;
    char name[16];
    uint32_t protocol;
};

__attribute__((used, retain, section(".note.swift-release"), aligned(4)))
static const struct node_marker marker = {
    .name_size = sizeof "swift-release",
    .descriptor_size = sizeof(uint32_t),
    .type = 1,
    .name = "swift-release",
    .protocol = 1,
};

uint32_t cboot_marker_protocol(void) {
    return *(const volatile uint32_t *)&marker.protocol;
}
