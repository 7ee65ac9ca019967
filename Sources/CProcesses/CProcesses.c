#include "CProcesses.h"

// Functions, and no variable that others see: code that waits and goes on with another thread must ask again.
static _Thread_local void *current __attribute__((tls_model("initial-exec")));

void *swr_worker(void) {
    return current;
}

void swr_set_worker(void *worker) {
    current = worker;
}
