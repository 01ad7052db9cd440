#define _GNU_SOURCE
#include "CLinux.h"

#include <sys/syscall.h>
#include <unistd.h>

int securegen_exchange(int directory, const char *first, const char *second) {
  const unsigned int exchange = 1u << 1; /* RENAME_EXCHANGE of linux/fs.h */
  return (int)syscall(SYS_renameat2, directory, first, directory, second, exchange);
}
