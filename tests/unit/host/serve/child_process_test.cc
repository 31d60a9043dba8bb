// Programs as children: tiny ones, of the shell.
#include "serve/child_process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

ChildCommand shell(const std::string& script) {
  return {"/bin/sh", {"sh", "-c", script}, {"PATH=/usr/bin:/bin", "GREETING=hello"}};
}

// Waits for its end, as serve does it: by its stderr, and by looking.
ChildEnd end_of(ChildProcess& child, std::vector<std::string>* lines = nullptr) {
  const auto until = std::chrono::steady_clock::now() + seconds(60);
  while (std::chrono::steady_clock::now() < until) {
    pollfd wait{child.errors(), POLLIN, 0};
    ::poll(&wait, child.errors() >= 0 ? 1 : 0, 10);
    const auto more = child.read_lines();
    if (lines != nullptr) lines->insert(lines->end(), more.begin(), more.end());
    if (const auto end = child.ended()) {
      for (const auto& line : child.read_lines())
        if (lines != nullptr) lines->push_back(line);
      return *end;
    }
  }
  ADD_FAILURE() << "it does not end";
  return {};
}

bool is_alive(pid_t pid) { return ::kill(pid, 0) == 0; }

void wait_for_line(ChildProcess& child, const std::string& line) {
  const auto until = std::chrono::steady_clock::now() + seconds(60);
  while (std::chrono::steady_clock::now() < until) {
    pollfd wait{child.errors(), POLLIN, 0};
    ::poll(&wait, 1, 100);
    for (const auto& each : child.read_lines())
      if (each == line) return;
  }
  FAIL() << "it never said " << line;
}

TEST(ChildProcess, SaysWhatItSaysAndHowItEnds) {
  ChildProcess child(shell("echo \"$GREETING $0\" >&2; echo lost; printf 'no end' >&2; exit 7"));
  std::vector<std::string> lines;
  const ChildEnd end = end_of(child, &lines);
  EXPECT_EQ(end.exit_status, 7);
  EXPECT_EQ(end.signal, 0);
  EXPECT_EQ(end.text(), "exit status 7");
  EXPECT_THAT(lines, ElementsAre("hello sh", "no end"));
  child.signal(SIGTERM);  // to nobody: the number may be another's by now
}

TEST(ChildProcess, ACrashIsASignal) {
  ChildProcess child(shell("kill -SEGV $$"));
  EXPECT_EQ(end_of(child).text(), "SIGSEGV");
}

TEST(ChildProcess, NoSuchProgramIsAFailureThatSaysSo) {
  try {
    ChildProcess child({"/nonexistent/program", {"program"}, {}});
    FAIL() << "it was started";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::kInternal);
    EXPECT_THAT(failure.what(), HasSubstr("/nonexistent/program"));
    EXPECT_THAT(failure.what(), HasSubstr("No such file"));
  }
}

TEST(ChildProcess, SignalsReachIt) {
  ChildProcess child(
      shell("trap 'echo told >&2; exit 3' TERM; echo up >&2; "
            "while :; do sleep 0.05; done"));
  wait_for_line(child, "up");
  child.signal(SIGTERM);
  std::vector<std::string> lines;
  EXPECT_EQ(end_of(child, &lines).exit_status, 3);
  EXPECT_THAT(lines, ElementsAre("told"));
}

TEST(ChildProcess, OneThatIgnoresSigtermIsKilled) {
  ChildProcess child(shell("trap '' TERM; echo up >&2; while :; do sleep 0.05; done"));
  wait_for_line(child, "up");
  child.signal(SIGTERM);
  EXPECT_FALSE(child.ended().has_value());
  child.signal(SIGKILL);
  EXPECT_EQ(end_of(child).signal, SIGKILL);
}

TEST(ChildProcess, WhatItStartedEndsWithIt) {
  ChildProcess child(shell("sleep 1000 & echo $! >&2; exit 0"));
  std::vector<std::string> lines;
  EXPECT_EQ(end_of(child, &lines).exit_status, 0);
  ASSERT_EQ(lines.size(), 1U);
  const pid_t started = std::stoi(lines[0]);
  const auto until = std::chrono::steady_clock::now() + seconds(20);
  const auto zombie_or_gone = [&] {
    if (!is_alive(started)) return true;
    char state = 'Z';
    if (FILE* stat = std::fopen(("/proc/" + lines[0] + "/stat").c_str(), "r")) {
      if (std::fscanf(stat, "%*d %*s %c", &state) != 1) state = 'Z';
      std::fclose(stat);
    }
    return state == 'Z';
  };
  while (!zombie_or_gone() && std::chrono::steady_clock::now() < until) {
  }
  EXPECT_TRUE(zombie_or_gone());
}

TEST(ChildProcess, TheDestructorLeavesNothing) {
  pid_t pid = 0;
  {
    ChildProcess child(shell("trap '' TERM HUP; while :; do sleep 0.05; done"));
    pid = child.pid();
  }
  EXPECT_FALSE(is_alive(pid));
}

TEST(ChildProcess, LinesWithoutEndComeInPiecesAndNobodyWaits) {
  ChildProcess child(shell("head -c 300000 /dev/zero | tr '\\0' x >&2"));
  std::vector<std::string> lines;
  EXPECT_EQ(end_of(child, &lines).exit_status, 0);
  std::size_t all = 0;
  for (const std::string& line : lines) {
    EXPECT_LE(line.size(), 96U << 10U);
    all += line.size();
  }
  EXPECT_EQ(all, 300000U);
}

TEST(ChildProcess, GetsWhatIsHandedToItAndNothingElse) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const int leaked = ::open("/dev/null", O_RDONLY);  // as a library may do it
  ASSERT_EQ(::write(ends[1], "secret", 6), 6);
  ::close(ends[1]);
  ChildCommand command = shell("cat <&3 >&2; echo >&2; ls /proc/self/fd | tr '\\n' ' ' >&2");
  command.handed = ends[0];
  ChildProcess child(command);
  ::close(ends[0]);
  ::close(leaked);
  std::vector<std::string> lines;
  end_of(child, &lines);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "secret");
  EXPECT_EQ(lines[1], "0 1 2 3 4 ") << "4 is the folder that ls reads";
}

TEST(ChildProcess, HasNoSignalBlockedOrIgnored) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, &before);
  ::signal(SIGPIPE, SIG_IGN);
  ChildProcess child(shell("grep -E 'SigBlk|SigIgn' /proc/self/status >&2"));
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  std::vector<std::string> lines;
  end_of(child, &lines);
  EXPECT_THAT(lines, ElementsAre("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"));
}

// A parent that dies without a word takes it along, with SIGTERM.
TEST(ChildProcess, EndsWithItsParent) {
  int report[2];
  ASSERT_EQ(::pipe2(report, O_CLOEXEC), 0);
  const pid_t parent = ::fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) {
    ChildCommand command =
        shell("trap 'echo told >&3; exit 0' TERM; echo up >&2; while :; do sleep 0.05; done");
    command.handed = report[1];
    ChildProcess child(command);
    wait_for_line(child, "up");
    ::kill(::getpid(), SIGKILL);
  }
  ::close(report[1]);
  int status = 0;
  ASSERT_EQ(::waitpid(parent, &status, 0), parent);
  ASSERT_TRUE(WIFSIGNALED(status));
  char said[16] = {};
  pollfd wait{report[0], POLLIN, 0};
  ASSERT_EQ(::poll(&wait, 1, 30000), 1);
  EXPECT_EQ(::read(report[0], said, sizeof(said) - 1), 5);
  EXPECT_STREQ(said, "told\n");
  ::close(report[0]);
}

}  // namespace
}  // namespace ingest::host
