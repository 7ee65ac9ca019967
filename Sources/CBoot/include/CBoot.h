// What a node needs below Swift: the mark by which tools know it, signals kept from the first
// instruction on, and the stacks of all its threads.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The control protocol this program speaks, as written in its ELF note. Reading it links the note.
uint32_t cboot_marker_protocol(void);

// One arrival of a signal. A record of number 0 was written by cboot_signals_wake.
struct cboot_signal {
    int32_t number;
    int32_t code;    // si_code: above 0 when the kernel sent it, as for the keys of a terminal
    int32_t sender;  // pid of the sender, 0 for the kernel
    int32_t reserved;
};

// Catches TERM, INT, HUP, QUIT and USR1 into a pipe, disarms PIPE, and lets in what was held back.
// A constructor does this before any Swift code runs when RELEASE_COMMAND names a booting command.
// Returns 0, or the errno of what failed. Calling it again does nothing.
int cboot_signals_install(void);

// The reading end of the pipe; non-blocking; -1 before cboot_signals_install.
int cboot_signals_descriptor(void);

// Reads the next arrival; false when there is none.
bool cboot_signals_next(struct cboot_signal *out);

// Makes the descriptor readable, so that the thread waiting on it looks around.
void cboot_signals_wake(void);

// Holds TERM and INT back in the calling thread, also what other threads get and what came before, so that none is
// lost across the execve that must follow.
void cboot_signals_hold(void);

// Ends the process by the signal's default action; by its conventional status where that does not end it.
_Noreturn void cboot_signals_end_by(int number);

enum {
    CBOOT_FRAMES = 128,
};

enum cboot_frame_kind {
    CBOOT_FRAME_CURRENT = 0,   // where the thread is
    CBOOT_FRAME_CALLER = 1,    // a return address found by unwinding
    CBOOT_FRAME_GUESSED = 2,   // a return address found by scanning the stack
    CBOOT_FRAME_AWAITING = 3,  // where an asynchronous caller resumes
};

enum cboot_capture_status {
    CBOOT_CAPTURE_DONE = 0,
    CBOOT_CAPTURE_TIMEOUT = 1,
    CBOOT_CAPTURE_GONE = 2,
    CBOOT_CAPTURE_FAILED = 3,
};

struct cboot_stack {
    int32_t count;
    uint8_t kinds[CBOOT_FRAMES];
    uintptr_t frames[CBOOT_FRAMES];
};

// Interrupts a thread of this process and takes its stack. One caller at a time; others wait.
enum cboot_capture_status cboot_capture_stack(int thread, int timeout_ms, struct cboot_stack *out);

// Writes "symbol + offset in library" for a code address. Returns the length written.
size_t cboot_describe_address(uintptr_t address, bool is_return_address, char *buffer, size_t capacity);

// Resolves dynamic symbols ahead of need: the first lookup costs more than a node under stress may have.
void cboot_capture_prepare(void);

// The calling thread's id, as /proc names it.
int cboot_thread_id(void);

// Makes standard output line by line wherever it goes: what is printed belongs into the log at once.
void cboot_print_line_by_line(void);

// Makes the calling thread, which must be the main one, serve the main actor for ever.
_Noreturn void cboot_serve_main_actor(void);

// Replaces the process by another program; every descriptor from 3 on but `keep` (-1: none) closes.
// Returns the errno of what failed.
int cboot_replace_process(const char *path, char *const arguments[], char *const environment[], int keep);

// Whether the program links ConfigurationYAML, which reads YAML.
bool cboot_reads_yaml(void);

// Reads a YAML text for a program that links ConfigurationYAML: a retained object of Swift, NodeConfiguration's
// ParsedSource. NULL where the program does not link it.
void *cboot_parse_yaml(const unsigned char *bytes, long count);
