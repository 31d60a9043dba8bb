#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "specimen.h"
/* Sends SIGKILL to whoever looks at it, by way of a pipe's owner. */
SPECIMEN_CONSTRUCTOR {
  int ends[2];
  struct pollfd reader = {0, POLLIN, 0};
  if (pipe(ends) != 0) return;
  fcntl(ends[0], F_SETOWN, getppid());
  fcntl(ends[0], F_SETSIG, SIGKILL);
  fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK);
  reader.fd = ends[0];
  if (write(ends[1], "x", 1) == 1) poll(&reader, 1, 100);
  close(ends[0]);
  close(ends[1]);
}
SPECIMEN_ENTRY()
