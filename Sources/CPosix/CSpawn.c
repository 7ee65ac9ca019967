#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#define MARK_CLOSE_ON_EXEC 4u

// Everything below runs in the child of vfork, in the parent's memory: only system calls, no allocation, no locks.

static void mark_inherited(void) {
    if (syscall(SYS_close_range, 3u, ~0u, MARK_CLOSE_ON_EXEC) == 0) return;
    for (int descriptor = 3; descriptor < 4096; descriptor++) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

// A source may be the target of another pair, so all are first copied out of the way.
static int place_descriptors(const struct swr_spawn_plan *plan, int *copies) {
    int above = 3;
    for (size_t index = 0; index < plan->descriptor_count; index++) {
        int target = plan->descriptors[2 * index + 1];
        if (target >= above) above = target + 1;
    }
    for (size_t index = 0; index < plan->descriptor_count; index++) {
        copies[index] = fcntl(plan->descriptors[2 * index], F_DUPFD_CLOEXEC, above);
        if (copies[index] < 0) return -1;
    }
    for (size_t index = 0; index < plan->descriptor_count; index++) {
        if (dup2(copies[index], plan->descriptors[2 * index + 1]) < 0) return -1;
    }
    return 0;
}

static void reset_signals(const struct swr_spawn_plan *plan) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
    sigset_t mask;
    sigemptyset(&mask);
    for (size_t index = 0; index < plan->blocked_signal_count; index++) {
        sigaddset(&mask, plan->blocked_signals[index]);
    }
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

static int become(const struct swr_spawn_plan *plan, int *copies) {
    if (plan->new_session && setsid() < 0) return -1;
    if (plan->process_group && setpgid(0, 0) < 0) return -1;
    if (plan->parent_death_signal && prctl(PR_SET_PDEATHSIG, plan->parent_death_signal, 0, 0, 0) < 0) return -1;
    if (plan->directory && chdir(plan->directory) < 0) return -1;
    mark_inherited();
    if (place_descriptors(plan, copies) < 0) return -1;
    reset_signals(plan);
    execve(plan->path, plan->arguments, plan->environment);
    return -1;
}

pid_t swr_spawn(const struct swr_spawn_plan *plan) {
    if (plan->descriptor_count > 64) {
        errno = EINVAL;
        return -1;
    }
    int copies[64];
    volatile int failure = 0;
    sigset_t all, former;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former);
    pid_t child = vfork();
    if (child == 0) {
        become(plan, copies);
        failure = errno;
        _exit(127);
    }
    int code = child < 0 ? errno : failure;
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    if (child > 0 && code != 0) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        child = -1;
    }
    errno = code;
    return child;
}
