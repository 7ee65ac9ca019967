#define _GNU_SOURCE
#include "CPosix.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#define UNSHARE_TABLE 2u

int swr_own_table(int kept) {
    // A container may forbid unshare, and an old kernel may know nothing of close_range.
    if (syscall(SYS_close_range, (unsigned)kept + 1, ~0u, UNSHARE_TABLE) != 0) {
        if (unshare(CLONE_FILES) != 0) return -1;
        close(kept + 1);
    }
    for (int descriptor = 0; descriptor < kept; descriptor++) close(descriptor);
    return 0;
}
