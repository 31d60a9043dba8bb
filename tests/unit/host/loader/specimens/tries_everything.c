#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "specimen.h"
/* Ends the process, with a number of its own, when anything is let through that should not be. */
SPECIMEN_CONSTRUCTOR {
  char* arguments[] = {"true", 0};
  const struct rlimit none = {0, 0};
  if (fork() != -1 || errno != EPERM) _Exit(11);
  if (execv("/bin/true", arguments) != -1 || errno != EPERM) _Exit(12);
  if (kill(getppid(), SIGCONT) != -1 || errno != EPERM) _Exit(13);
  if (prlimit(getppid(), RLIMIT_CORE, &none, 0) != -1 || errno != EPERM) _Exit(14);
  if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM) _Exit(15);
  if (socket(AF_UNIX, SOCK_STREAM, 0) != -1 || errno != EPERM) _Exit(16);
  if (open("/dev/null", O_WRONLY) != -1 || errno != EPERM) _Exit(17);
  if (open("/dev/null", O_RDWR) != -1 || errno != EPERM) _Exit(18);
  if (open("/ingest-test-file", O_RDONLY | O_CREAT, 0600) != -1 || errno != EPERM) _Exit(19);
  if (unlink("/ingest-test-file") != -1 || errno != EPERM) _Exit(20);
  if (mkdir("/ingest-test-folder", 0700) != -1 || errno != EPERM) _Exit(21);
  if (chmod("/ingest-test-file", 0777) != -1 || errno != EPERM) _Exit(22);
  if (truncate("/ingest-test-file", 0) != -1 || errno != EPERM) _Exit(23);
  if (getsid(0) != getpid()) _Exit(24);
}
SPECIMEN_ENTRY()
