// What Swift cannot call or read itself: functions behind _GNU_SOURCE, with variable arguments, or that must run
// between fork and exec. Every function returns -1 and sets errno on failure, as the calls it wraps.
#pragma once

#include "CSignalOrigin.h"

#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Where a child differs from its parent; null pointers and zeroes mean "as the parent".
struct swr_spawn_plan {
    const char *path;
    char *const *arguments;
    char *const *environment;
    const char *directory;
    /// Pairs of (descriptor here, number in the child); every other descriptor above 2 is closed by exec.
    const int *descriptors;
    size_t descriptor_count;
    int new_session;
    int process_group;
    /// Signals the child keeps blocked; all others are unblocked.
    const int *blocked_signals;
    size_t blocked_signal_count;
    /// The signal the child gets when the thread that started it ends, or 0.
    int parent_death_signal;
};

/// Starts a program; returns its pid, or -1 with errno of the step that failed, `execve` included.
pid_t swr_spawn(const struct swr_spawn_plan *plan);

char **swr_environment(void);
const char *swr_entry_name(const struct dirent *entry);

int swr_pipe(int descriptors[2]);
int swr_socket_pair(int descriptors[2]);
int swr_rename(const char *from, const char *to, unsigned flags);
int swr_exchange_flag(void);
int swr_no_replace_flag(void);
int swr_pidfd_open(pid_t pid);
int swr_pidfd_send_signal(int descriptor, int signal);
int swr_event_counter(void);
int swr_signal_descriptor(const int *signals, size_t count);
int swr_read_signal(int descriptor, int *number, pid_t *sender);
int swr_change_mask(int unblock, const int *signals, size_t count);
int swr_wait_signal(const int *signals, size_t count);
int swr_ignore_signal(int number);
int swr_default_signal(int number);
int swr_become_subreaper(void);
int swr_set_parent_death_signal(int number);
int swr_get_random(void *buffer, size_t count);
int swr_get_descriptor_limit(uint64_t *soft, uint64_t *hard);
int swr_set_descriptor_limit(uint64_t soft, uint64_t hard);
int swr_get_core_limit(uint64_t *soft, uint64_t *hard);
int swr_set_core_limit(uint64_t soft, uint64_t hard);
int swr_close_from(int first);
/// Gives the calling thread a table of descriptors of its own, in which `kept` is open and others are free.
int swr_own_table(int kept);
int swr_terminal_size(int descriptor, unsigned short *columns, unsigned short *rows);

int swr_lock(int descriptor, int exclusive);
int swr_unlock(int descriptor);
/// 1 when somebody holds a lock in conflict with ours, 0 when nobody does; the owner is 0 or less when the kernel names
/// none, as for a process of a pid namespace that cannot be seen from here.
int swr_lock_owner(int descriptor, pid_t *owner);

/// A close-on-exec stream socket; every path must be shorter than 108 bytes (else ENAMETOOLONG).
int swr_unix_socket(int non_blocking);
int swr_unix_bind(int descriptor, const char *path);
int swr_unix_connect(int descriptor, const char *path);
int swr_accept(int descriptor, int non_blocking);
int swr_peer(int descriptor, uint32_t *user, uint32_t *group, pid_t *pid);
ssize_t swr_send(int descriptor, const void *bytes, size_t count, int non_blocking);
ssize_t swr_receive(int descriptor, void *bytes, size_t count, int non_blocking);
int swr_socket_error(int descriptor);
