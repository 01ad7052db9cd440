#ifndef SECUREGEN_CLINUX_H
#define SECUREGEN_CLINUX_H

/// Swaps two names of one directory in a single step (renameat2 with RENAME_EXCHANGE, Linux 3.15),
/// which the C library's module does not show to Swift. 0, or -1 and errno.
int securegen_exchange(int directory, const char *first, const char *second);

#endif
