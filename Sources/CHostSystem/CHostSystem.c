#define _GNU_SOURCE
#include "CHostSystem.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int host_pipe_cloexec(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int host_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int host_rename_exchange(const char *path, const char *other) {
    return renameat2(AT_FDCWD, path, AT_FDCWD, other, RENAME_EXCHANGE);
}

ssize_t host_copy_file_range(int source, int destination, size_t length) {
    return copy_file_range(source, NULL, destination, NULL, length, 0);
}

int host_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *directory) {
    return posix_spawn_file_actions_addchdir_np(actions, directory);
}

int host_spawn_add_close_from(posix_spawn_file_actions_t *actions, int descriptor) {
    return posix_spawn_file_actions_addclosefrom_np(actions, descriptor);
}

char *const *host_environment(void) { return environ; }

const void *host_find_bytes(const void *bytes, size_t length, const void *wanted, size_t wanted_length) {
    return memmem(bytes, length, wanted, wanted_length);
}
