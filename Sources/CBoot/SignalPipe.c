#define _GNU_SOURCE
#include "CBoot.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Handlers, not blocked signals: programs started by the node begin with handlers reset by exec, but would
// inherit a blocked mask and then never hear TERM.

static const int caught[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1};
static int descriptors[2] = {-1, -1};
static pid_t owner;
static bool installed;
// The thread that keeps signals for the program it is about to become; 0 while there is none.
static _Atomic int keeper;

static void record(int number, siginfo_t *info, void *context) {
    (void)context;
    int saved = errno;
    if (getpid() != owner) {
        // A child forked from the node, before its exec: the pipe is not its own.
        signal(number, SIG_DFL);
        raise(number);
    } else if (atomic_load(&keeper) != 0) {
        syscall(SYS_tgkill, owner, atomic_load(&keeper), number);
    } else {
        struct cboot_signal arrival = {
            .number = number,
            .code = info->si_code,
            .sender = info->si_code > 0 ? 0 : info->si_pid,
        };
        // A full pipe holds thousands of arrivals nobody has looked at; one more says nothing new.
        ssize_t written = write(descriptors[1], &arrival, sizeof arrival);
        (void)written;
    }
    errno = saved;
}

static void disregard(int number) {
    (void)number;
}

static bool is_ignored(int number) {
    struct sigaction current;
    return sigaction(number, NULL, &current) == 0 && !(current.sa_flags & SA_SIGINFO) && current.sa_handler == SIG_IGN;
}

static int catch_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = record;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < sizeof caught / sizeof *caught; index += 1) {
        if (caught[index] == SIGHUP && is_ignored(SIGHUP)) {
            continue;  // nohup
        }
        if (sigaction(caught[index], &action, NULL) != 0) {
            return errno;
        }
    }
    if (!is_ignored(SIGPIPE)) {
        action.sa_handler = disregard;
        action.sa_flags = SA_RESTART;
        if (sigaction(SIGPIPE, &action, NULL) != 0) {
            return errno;
        }
    }
    return 0;
}

static void let_in(void) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t index = 0; index < sizeof caught / sizeof *caught; index += 1) {
        sigaddset(&set, caught[index]);
    }
    sigaddset(&set, SIGPROF);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int cboot_signals_install(void) {
    if (installed) {
        return 0;
    }
    if (pipe2(descriptors, O_CLOEXEC | O_NONBLOCK) != 0) {
        return errno;
    }
    owner = getpid();
    int failure = catch_signals();
    if (failure != 0) {
        return failure;
    }
    installed = true;
    let_in();
    return 0;
}

__attribute__((constructor(101))) static void install_before_everything(void) {
    const char *command = getenv("RELEASE_COMMAND");
    static const char *const booting[] = {"start", "daemon", "run", "restart"};
    for (size_t index = 0; command != NULL && index < sizeof booting / sizeof *booting; index += 1) {
        if (strcmp(command, booting[index]) != 0) {
            continue;
        }
        // A failure is seen and told when main installs again.
        cboot_signals_install();
    }
}

int cboot_signals_descriptor(void) {
    return descriptors[0];
}

bool cboot_signals_next(struct cboot_signal *out) {
    ssize_t size;
    do {
        size = read(descriptors[0], out, sizeof *out);
    } while (size < 0 && errno == EINTR);
    return size == sizeof *out;
}

void cboot_signals_wake(void) {
    struct cboot_signal nothing = {0};
    ssize_t written = write(descriptors[1], &nothing, sizeof nothing);
    (void)written;
}

void cboot_signals_hold(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    // Other threads let them in still, and some may lie in the pipe: all that is sent on to this thread, where it
    // stays pending and outlives execve.
    int thread = (int)syscall(SYS_gettid);
    atomic_store(&keeper, thread);
    struct cboot_signal arrival;
    while (cboot_signals_next(&arrival)) {
        if (arrival.number == SIGTERM || arrival.number == SIGINT) {
            syscall(SYS_tgkill, owner, thread, arrival.number);
        }
    }
}

_Noreturn void cboot_signals_end_by(int number) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    kill(getpid(), number);
    // Process 1 survives signals it has no handler for.
    _exit(128 + number);
}
