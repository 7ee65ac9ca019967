#define _GNU_SOURCE
#include "CBoot.h"

#include "StackWalk.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

// The thread itself only copies its registers and its stack, both through calls that survive any address;
// reading them is the asker's work.
//
// SIGPROF, because the workers of libdispatch, which run Swift's tasks, block every signal that is not a fault
// except this one. The handler stands only while a stack is taken.

enum { IDLE = 0, ASKED = 1, COPYING = 2, COPIED = 3 };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static struct stack_copy copy;
static struct sigaction former;
static _Atomic uint32_t progress;
static _Atomic int asked_thread;

static void futex_wake(void) {
    syscall(SYS_futex, &progress, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

// Page by page, because a transfer ends before the first piece that cannot be read whole.
static size_t copy_memory(uintptr_t from, uint8_t *to, size_t capacity) {
    enum { PIECES = 64 };
    size_t done = 0;
    while (done < capacity) {
        struct iovec remote[PIECES];
        size_t wanted = 0;
        int pieces = 0;
        while (pieces < PIECES && done + wanted < capacity) {
            uintptr_t address = from + done + wanted;
            size_t size = 4096 - address % 4096;
            size = size < capacity - done - wanted ? size : capacity - done - wanted;
            remote[pieces].iov_base = (void *)address;
            remote[pieces].iov_len = size;
            wanted += size;
            pieces += 1;
        }
        struct iovec local = {.iov_base = to + done, .iov_len = wanted};
        ssize_t size = process_vm_readv(getpid(), &local, 1, remote, (unsigned long)pieces, 0);
        if (size <= 0) {
            break;
        }
        done += (size_t)size;
        if ((size_t)size < wanted) {
            break;
        }
    }
    return done;
}

static void take_registers(const ucontext_t *context) {
#if defined(__x86_64__)
    copy.counter = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    copy.frame = (uintptr_t)context->uc_mcontext.gregs[REG_RBP];
    copy.base = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
    copy.link = 0;
#elif defined(__aarch64__)
    copy.counter = (uintptr_t)context->uc_mcontext.pc;
    copy.frame = (uintptr_t)context->uc_mcontext.regs[29];
    copy.base = (uintptr_t)context->uc_mcontext.sp;
    copy.link = (uintptr_t)context->uc_mcontext.regs[30];
#else
#error "no stack capture for this architecture"
#endif
}

static void pass_on(int number, siginfo_t *info, void *context) {
    if (former.sa_flags & SA_SIGINFO) {
        former.sa_sigaction(number, info, context);
    } else if (former.sa_handler != SIG_IGN && former.sa_handler != SIG_DFL) {
        former.sa_handler(number);
    }
}

static void copy_stack(int number, siginfo_t *info, void *context) {
    int saved = errno;
    uint32_t expected = ASKED;
    bool ours = info->si_code == SI_TKILL && info->si_pid == getpid()
        && atomic_load(&asked_thread) == (int)syscall(SYS_gettid);
    if (!ours) {
        pass_on(number, info, context);
    } else if (atomic_compare_exchange_strong(&progress, &expected, COPYING)) {
        take_registers(context);
        copy.size = copy_memory(copy.base, copy.bytes, sizeof copy.bytes);
        atomic_store(&progress, COPIED);
        futex_wake();
    }
    errno = saved;
}

// False when the thread did not come in time, and then will not touch the copy any more.
static bool wait_for_copy(int timeout_ms) {
    struct timespec patience = {.tv_sec = timeout_ms / 1000, .tv_nsec = (long)(timeout_ms % 1000) * 1000000};
    for (;;) {
        uint32_t now = atomic_load(&progress);
        if (now == COPIED) {
            return true;
        }
        // Once copying it will be done in microseconds; time counts only until it begins.
        const struct timespec *limit = now == COPYING ? NULL : &patience;
        long result = syscall(SYS_futex, &progress, FUTEX_WAIT_PRIVATE, now, limit, NULL, 0);
        if (result != 0 && errno == ETIMEDOUT) {
            uint32_t expected = ASKED;
            if (atomic_compare_exchange_strong(&progress, &expected, IDLE)) {
                return false;
            }
        }
    }
}

static enum cboot_capture_status ask(int thread, int timeout_ms) {
    atomic_store(&asked_thread, thread);
    atomic_store(&progress, ASKED);
    if (syscall(SYS_tgkill, getpid(), thread, SIGPROF) != 0) {
        atomic_store(&progress, IDLE);
        return errno == ESRCH ? CBOOT_CAPTURE_GONE : CBOOT_CAPTURE_FAILED;
    }
    return wait_for_copy(timeout_ms) ? CBOOT_CAPTURE_DONE : CBOOT_CAPTURE_TIMEOUT;
}

enum cboot_capture_status cboot_capture_stack(int thread, int timeout_ms, struct cboot_stack *out) {
    memset(out, 0, sizeof *out);
    pthread_mutex_lock(&one_at_a_time);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = copy_stack;
    action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    enum cboot_capture_status status = CBOOT_CAPTURE_FAILED;
    struct sigaction present;
    if (sigaction(SIGPROF, &action, &present) == 0) {
        if (present.sa_sigaction != copy_stack) {
            former = present;
        }
        status = ask(thread, timeout_ms);
        if (status == CBOOT_CAPTURE_DONE) {
            walk_stack(&copy, out);
        }
        // A thread may take a given-up request later, and SIGPROF's default action ends the process: where there
        // was no handler, ours stays.
        if (former.sa_handler != SIG_DFL || (former.sa_flags & SA_SIGINFO)) {
            sigaction(SIGPROF, &former, NULL);
        }
    }
    pthread_mutex_unlock(&one_at_a_time);
    return status;
}
