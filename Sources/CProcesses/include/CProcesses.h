// What Swift has no words for: a variable of each thread.
#pragma once

/// What `swr_set_worker` was given last on this thread; null before.
void *_Nullable swr_worker(void);

void swr_set_worker(void *_Nullable worker);
