#define _GNU_SOURCE
#include "CLinux.h"

#include <string.h>

ptrdiff_t securegen_find(const void *bytes, size_t count, const void *wanted, size_t length) {
  const char *found = memmem(bytes, count, wanted, length);
  return found ? found - (const char *)bytes : -1;
}

size_t securegen_count(const uint8_t *bytes, size_t count, uint8_t wanted) {
  size_t found = 0;
  /* Counts of up to 240 fit a byte, so that a vector holds as many of them as it has bytes. */
  for (; count >= 240; count -= 240, bytes += 240) {
    uint8_t part = 0;
    for (int i = 0; i < 240; i++) part += bytes[i] == wanted;
    found += part;
  }
  for (size_t i = 0; i < count; i++) found += bytes[i] == wanted;
  return found;
}
