#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

extern char **environ;

char **swr_environment(void) { return environ; }

const char *swr_entry_name(const struct dirent *entry) { return entry->d_name; }

int swr_pipe(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

int swr_rename(const char *from, const char *to, unsigned flags) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, flags);
}

int swr_exchange_flag(void) { return RENAME_EXCHANGE; }
int swr_no_replace_flag(void) { return RENAME_NOREPLACE; }

int swr_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int swr_pidfd_send_signal(int descriptor, int number) {
    return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0);
}

int swr_event_counter(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static void fill(sigset_t *set, const int *signals, size_t count) {
    sigemptyset(set);
    for (size_t index = 0; index < count; index++) sigaddset(set, signals[index]);
}

int swr_signal_descriptor(const int *signals, size_t count) {
    sigset_t set;
    fill(&set, signals, count);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int swr_read_signal(int descriptor, int *number, pid_t *sender) {
    struct signalfd_siginfo information;
    ssize_t count = read(descriptor, &information, sizeof information);
    if (count != (ssize_t)sizeof information) {
        if (count >= 0) errno = EIO;
        return -1;
    }
    *number = (int)information.ssi_signo;
    *sender = (pid_t)information.ssi_pid;
    return 0;
}

int swr_change_mask(int unblock, const int *signals, size_t count) {
    sigset_t set;
    fill(&set, signals, count);
    int code = pthread_sigmask(unblock ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
    if (code == 0) return 0;
    errno = code;
    return -1;
}

int swr_wait_signal(const int *signals, size_t count) {
    sigset_t set;
    int number = 0;
    fill(&set, signals, count);
    int code = sigwait(&set, &number);
    if (code == 0) return number;
    errno = code;
    return -1;
}

static int set_handler(int number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    return sigaction(number, &action, NULL);
}

int swr_ignore_signal(int number) { return set_handler(number, SIG_IGN); }
int swr_default_signal(int number) { return set_handler(number, SIG_DFL); }
int swr_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
int swr_set_parent_death_signal(int number) { return prctl(PR_SET_PDEATHSIG, number, 0, 0, 0); }

int swr_get_random(void *buffer, size_t count) {
    unsigned char *next = buffer;
    while (count > 0) {
        ssize_t got = getrandom(next, count, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        next += got;
        count -= (size_t)got;
    }
    return 0;
}

static int get_limit(int resource, uint64_t *soft, uint64_t *hard) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0) return -1;
    *soft = limit.rlim_cur;
    *hard = limit.rlim_max;
    return 0;
}

static int set_limit(int resource, uint64_t soft, uint64_t hard) {
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
    return setrlimit(resource, &limit);
}

int swr_get_descriptor_limit(uint64_t *soft, uint64_t *hard) { return get_limit(RLIMIT_NOFILE, soft, hard); }
int swr_set_descriptor_limit(uint64_t soft, uint64_t hard) { return set_limit(RLIMIT_NOFILE, soft, hard); }
int swr_get_core_limit(uint64_t *soft, uint64_t *hard) { return get_limit(RLIMIT_CORE, soft, hard); }
int swr_set_core_limit(uint64_t soft, uint64_t hard) { return set_limit(RLIMIT_CORE, soft, hard); }

static int close_range_flags(unsigned first, unsigned flags) {
    return (int)syscall(SYS_close_range, first, ~0U, flags);
}

int swr_close_from(int first) { return close_range_flags((unsigned)first, 0); }

int swr_terminal_size(int descriptor, unsigned short *columns, unsigned short *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

// Record locks on the whole file.

static struct flock whole_file(short type) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}

int swr_lock(int descriptor, int exclusive) {
    struct flock lock = whole_file(exclusive ? F_WRLCK : F_RDLCK);
    return fcntl(descriptor, F_SETLK, &lock);
}

int swr_unlock(int descriptor) {
    struct flock lock = whole_file(F_UNLCK);
    return fcntl(descriptor, F_SETLK, &lock);
}

int swr_lock_owner(int descriptor, pid_t *owner) {
    struct flock lock = whole_file(F_WRLCK);
    if (fcntl(descriptor, F_GETLK, &lock) != 0) return -1;
    *owner = lock.l_pid;
    return lock.l_type == F_UNLCK ? 0 : 1;
}
