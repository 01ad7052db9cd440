#ifndef SECUREGEN_CLINUX_H
#define SECUREGEN_CLINUX_H

#include <stddef.h>
#include <stdint.h>

/// Swaps two names of one directory in a single step (renameat2 with RENAME_EXCHANGE, Linux 3.15),
/// which the C library's module does not show to Swift. 0, or -1 and errno.
int securegen_exchange(int directory, const char *first, const char *second);

/// Where `wanted` first occurs (memmem(3), which the C library's module does not show to Swift), or -1.
ptrdiff_t securegen_find(const void *bytes, size_t count, const void *wanted, size_t length);

/// How often a byte occurs. Here because the C compiler makes vector instructions of it.
size_t securegen_count(const uint8_t *bytes, size_t count, uint8_t wanted);

/// Whether this processor has instructions for SHA-256.
int securegen_has_sha256(void);

/// Takes whole blocks of 64 bytes into the state, by those instructions; only where `securegen_has_sha256`.
void securegen_sha256(uint32_t state[8], const uint8_t *bytes, size_t blocks, const uint32_t constants[64]);

#endif
