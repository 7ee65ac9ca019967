#pragma once

/// Reads a signal from a signalfd, and whether the kernel made it up itself, as a terminal does for Ctrl-C.
int swr_read_signal_origin(int descriptor, int *number, int *from_kernel);
