// child_process.hpp - a fork of the test that does something and says when, ended by its id.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <functional>

namespace ingest::host {

class ChildProcess {
 public:
  // body runs in the child, which then waits to be killed. The constructor returns once it is
  // through.
  explicit ChildProcess(const std::function<void()>& body) {
    int ends[2];
    if (::pipe(ends) != 0) ADD_FAILURE() << "pipe";
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves nobody behind
      char answer = 'y';
      try {
        body();
      } catch (const std::exception&) {
        answer = 'n';
      }
      if (::write(ends[1], &answer, 1) != 1) ::_exit(1);
      for (;;) ::pause();
    }
    ::close(ends[1]);
    char answer = 'n';
    worked_ = ::read(ends[0], &answer, 1) == 1 && answer == 'y';
    ::close(ends[0]);
  }
  ~ChildProcess() { kill(); }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  bool worked() const { return worked_; }
  pid_t pid() const { return pid_; }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
  bool worked_ = false;
};

}  // namespace ingest::host
