#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

int swr_read_signal_origin(int descriptor, int *number, int *from_kernel) {
    struct signalfd_siginfo information;
    ssize_t count = read(descriptor, &information, sizeof information);
    if (count != (ssize_t)sizeof information) {
        if (count >= 0) errno = EIO;
        return -1;
    }
    *number = (int)information.ssi_signo;
    *from_kernel = information.ssi_code == SI_KERNEL;
    return 0;
}
