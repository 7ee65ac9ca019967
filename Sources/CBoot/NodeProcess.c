#define _GNU_SOURCE
#include "CBoot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

// Of the Swift runtime; the standard library keeps its declaration to itself.
extern _Noreturn void swift_task_asyncMainDrainQueue(void);

_Noreturn void cboot_serve_main_actor(void) {
    swift_task_asyncMainDrainQueue();
}

void cboot_print_line_by_line(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
}

int cboot_thread_id(void) {
    return (int)syscall(SYS_gettid);
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
