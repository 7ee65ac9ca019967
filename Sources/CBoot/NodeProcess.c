#define _GNU_SOURCE
#include "CBoot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int cboot_thread_id(void) {
    return (int)syscall(SYS_gettid);
}

void cboot_thread_name(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

void cboot_raise_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static void close_on_exec(int descriptor) {
    int flags = fcntl(descriptor, F_GETFD);
    if (flags >= 0) {
        fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC);
    }
}

static void mark_descriptors(void) {
    DIR *directory = opendir("/proc/self/fd");
    if (directory == NULL) {
        for (int descriptor = 3; descriptor < 65536; descriptor += 1) {
            close_on_exec(descriptor);
        }
        return;
    }
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        int descriptor = atoi(entry->d_name);
        if (descriptor > 2) {
            close_on_exec(descriptor);
        }
    }
    closedir(directory);
}

int cboot_replace_process(const char *path, char *const arguments[], char *const environment[], int keep) {
    mark_descriptors();
    if (keep > 2) {
        int flags = fcntl(keep, F_GETFD);
        if (flags >= 0) {
            fcntl(keep, F_SETFD, flags & ~FD_CLOEXEC);
        }
    }
    execve(path, arguments, environment);
    return errno;
}
