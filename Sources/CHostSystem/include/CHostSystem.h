#pragma once

#include <spawn.h>
#include <stddef.h>
#include <sys/types.h>

// Calls of Linux and glibc that the Glibc module does not show to Swift, because its headers are read without
// _GNU_SOURCE. Each behaves like the call of the same name.

int host_pipe_cloexec(int ends[2]);
int host_pidfd_open(pid_t process);
int host_rename_exchange(const char *path, const char *other);
ssize_t host_copy_file_range(int source, int destination, size_t length);
int host_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *directory);
int host_spawn_add_close_from(posix_spawn_file_actions_t *actions, int descriptor);
char *const *host_environment(void);
const void *host_find_bytes(const void *bytes, size_t length, const void *wanted, size_t wanted_length);
