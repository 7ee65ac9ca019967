#define _GNU_SOURCE
#include "StackWalk.h"

#include <inttypes.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

// Swift keeps frame records, the C library and libdispatch do not: a thread that waits in a system call has
// callers below the first record that only its stack's words tell. Every read is checked against the copy;
// what lies outside it (asynchronous contexts, code) is read through the kernel.

static const uintptr_t ASYNC_FRAME = (uintptr_t)1 << 60;

struct code_range {
    uintptr_t start;
    uintptr_t end;
};

struct code_map {
    size_t count;
    struct code_range ranges[512];
};

static int add_object(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    struct code_map *map = context;
    for (int index = 0; index < object->dlpi_phnum; index += 1) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) {
            continue;
        }
        if (map->count < sizeof map->ranges / sizeof *map->ranges) {
            uintptr_t start = object->dlpi_addr + segment->p_vaddr;
            map->ranges[map->count] = (struct code_range){.start = start, .end = start + segment->p_memsz};
            map->count += 1;
        }
    }
    return 0;
}

static bool is_code(const struct code_map *map, uintptr_t address) {
    for (size_t index = 0; index < map->count; index += 1) {
        if (address >= map->ranges[index].start && address < map->ranges[index].end) {
            return true;
        }
    }
    return false;
}

static bool read_memory(uintptr_t address, void *to, size_t size) {
    struct iovec local = {.iov_base = to, .iov_len = size};
    struct iovec remote = {.iov_base = (void *)address, .iov_len = size};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)size;
}

// Whether a call instruction ends at `address`.
static bool follows_call(uintptr_t address) {
    uint8_t code[8];
    if (!read_memory(address - sizeof code, code, sizeof code)) {
        return false;
    }
#if defined(__x86_64__)
    if (code[3] == 0xe8) {
        return true;  // call relative
    }
    static const int lengths[] = {2, 3, 4, 6, 7};
    for (size_t index = 0; index < sizeof lengths / sizeof *lengths; index += 1) {
        const uint8_t *instruction = code + sizeof code - lengths[index];
        if (instruction[0] == 0xff && (instruction[1] & 0x38) == 0x10) {
            return true;  // call through a register or memory
        }
    }
    return false;
#elif defined(__aarch64__)
    uint32_t instruction;
    memcpy(&instruction, code + 4, sizeof instruction);
    return (instruction & 0xfc000000) == 0x94000000 || (instruction & 0xfffffc1f) == 0xd63f0000;
#endif
}

static bool is_return_address(const struct code_map *map, uintptr_t address) {
    return is_code(map, address) && follows_call(address);
}

static bool word_at(const struct stack_copy *copy, uintptr_t address, uintptr_t *word) {
    if (address < copy->base || address % sizeof *word != 0 || address - copy->base + sizeof *word > copy->size) {
        return false;
    }
    memcpy(word, copy->bytes + (address - copy->base), sizeof *word);
    return true;
}

// The end of the memory mapping that holds `address`: the next one may be another thread's stack.
static uintptr_t end_of_mapping(uintptr_t address) {
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL) {
        return UINTPTR_MAX;
    }
    uintptr_t found = UINTPTR_MAX;
    char line[512];
    while (fgets(line, sizeof line, maps) != NULL) {
        uintptr_t start;
        uintptr_t end;
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &start, &end) == 2 && address >= start && address < end) {
            found = end;
            break;
        }
    }
    fclose(maps);
    return found;
}

static bool is_full(const struct cboot_stack *out) {
    return out->count >= CBOOT_FRAMES;
}

static void add(struct cboot_stack *out, uintptr_t address, enum cboot_frame_kind kind) {
    if (!is_full(out)) {
        out->frames[out->count] = address;
        out->kinds[out->count] = (uint8_t)kind;
        out->count += 1;
    }
}

// A frame record: the caller's frame, further up the stack, and an address to return to.
static bool is_record(const struct stack_copy *copy, const struct code_map *map, uintptr_t frame) {
    uintptr_t caller;
    uintptr_t address;
    if (!word_at(copy, frame, &caller) || !word_at(copy, frame + sizeof caller, &address)) {
        return false;
    }
    caller &= ~ASYNC_FRAME;
    bool leads_on = caller == 0 || (caller > frame && caller - copy->base < copy->size);
    return leads_on && is_return_address(map, address);
}

// Adds what looks like return addresses from `from` up to the first frame record, and returns that record or 0.
static uintptr_t scan_for_record(
    const struct stack_copy *copy, const struct code_map *map, uintptr_t from, uintptr_t known, struct cboot_stack *out
) {
    enum { REACH = 16 * 1024 };
    for (uintptr_t address = from; address - from < REACH && !is_full(out); address += sizeof(uintptr_t)) {
        uintptr_t word;
        if (!word_at(copy, address, &word)) {
            return 0;
        }
        if (address == known || (known == 0 && word > address && is_record(copy, map, address))) {
            return address;
        }
        if (is_return_address(map, word)) {
            add(out, word, CBOOT_FRAME_GUESSED);
        }
    }
    return 0;
}

static void follow_awaiting(uintptr_t context, const struct code_map *map, struct cboot_stack *out) {
    // Each context begins with its parent and the code to resume there.
    for (int depth = 0; depth < 64 && !is_full(out); depth += 1) {
        uintptr_t words[2];
        if (context % sizeof(uintptr_t) != 0 || !read_memory(context, words, sizeof words)) {
            return;
        }
        if (!is_code(map, words[1])) {
            return;
        }
        add(out, words[1], CBOOT_FRAME_AWAITING);
        context = words[0];
    }
}

void walk_stack(struct stack_copy *copy, struct cboot_stack *out) {
    uintptr_t end = end_of_mapping(copy->base);
    copy->size = end - copy->base < copy->size ? end - copy->base : copy->size;
    static struct code_map map;  // the capture's lock guards it
    map.count = 0;
    dl_iterate_phdr(add_object, &map);
    add(out, copy->counter, CBOOT_FRAME_CURRENT);
    if (copy->link != 0 && is_return_address(&map, copy->link)) {
        add(out, copy->link, CBOOT_FRAME_GUESSED);
    }
    uintptr_t known = is_record(copy, &map, copy->frame) ? copy->frame : 0;
    uintptr_t frame = scan_for_record(copy, &map, copy->base, known, out);
    uintptr_t awaiting = 0;
    while (frame != 0 && !is_full(out)) {
        uintptr_t caller;
        uintptr_t address;
        if (!word_at(copy, frame, &caller) || !word_at(copy, frame + sizeof caller, &address)) {
            break;
        }
        if ((caller & ASYNC_FRAME) != 0 && awaiting == 0) {
            word_at(copy, frame - sizeof caller, &awaiting);
        }
        caller &= ~ASYNC_FRAME;
        add(out, address, CBOOT_FRAME_CALLER);
        bool leads_on = caller > frame && is_record(copy, &map, caller);
        frame = leads_on ? caller : scan_for_record(copy, &map, frame + 2 * sizeof caller, 0, out);
    }
    if (awaiting != 0) {
        follow_awaiting(awaiting, &map, out);
    }
}
