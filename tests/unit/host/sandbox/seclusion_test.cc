// As another user where the test runs as root, which the kernel lets in everywhere.
#include "sandbox/seclusion.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

namespace ingest::host {
namespace {

constexpr uid_t kNobody = 65534;

// What ask returns in a child; 100: it did not come to that.
int in_child(const std::function<int()>& ask) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(ask());
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status)
             ? WEXITSTATUS(status)
             : 100;
}

bool is_nobody() {
  return ::geteuid() != 0 || (::setresgid(kNobody, kNobody, kNobody) == 0 &&
                              ::setresuid(kNobody, kNobody, kNobody) == 0 &&
                              ::prctl(PR_SET_DUMPABLE, 1) == 0);  // which a new user takes away
}

// How many of them can be opened.
int opened_of(pid_t process) {
  int opened = 0;
  const std::string folder = "/proc/" + std::to_string(process) + "/";
  for (const auto& [name, flags] :
       {std::pair("environ", O_RDONLY), {"mem", O_RDWR}, {"maps", O_RDONLY}, {"fd/0", O_RDONLY}})
    opened += ::open((folder + name).c_str(), flags | O_CLOEXEC) >= 0 ? 1 : 0;
  return opened;
}

TEST(Seclusion, AHiddenProcessIsShutForOthersOfItsUser) {
  const auto looks_at_parent = [](bool hidden) {
    return in_child([hidden] {
      if (!is_nobody() || ::open("/dev/null", O_RDONLY) < 0) return 100;
      if (hidden) hide_process();
      return in_child([] { return opened_of(::getppid()); });
    });
  };
  EXPECT_GE(looks_at_parent(false), 3);
  EXPECT_EQ(looks_at_parent(true), 0);
}

TEST(Seclusion, AHiddenProcessStillFindsWhatIsItsOwn) {
  EXPECT_EQ(in_child([] {
              if (!is_nobody()) return 100;
              const int file = ::open("/dev/null", O_RDONLY);
              hide_process();
              const std::string again = "/proc/self/fd/" + std::to_string(file);
              char target[64];
              if (::open(again.c_str(), O_RDONLY) < 0) return 1;
              if (::readlink("/proc/self/exe", target, sizeof(target)) < 0) return 2;
              if (::open("/proc/self/maps", O_RDONLY) < 0) return 3;
              return ::open("/proc/self/task", O_RDONLY | O_DIRECTORY) < 0 ? 4 : 0;
            }),
            0);
}

TEST(Seclusion, CapabilitiesAreGivenUpButThoseOverFiles) {
  EXPECT_EQ(in_child([] {
              give_up_capabilities();
              __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
              __user_cap_data_struct all[_LINUX_CAPABILITY_U32S_3] = {};
              if (::syscall(SYS_capget, &header, all) != 0) return 1;
              const unsigned kept =
                  1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH | 1U << CAP_FOWNER;
              if (((all[0].permitted | all[0].effective) & ~kept) != 0) return 2;
              if ((all[1].permitted | all[1].effective | all[0].inheritable) != 0) return 3;
              return ::geteuid() == 0 && all[0].effective == 0 ? 4 : 0;
            }),
            0);
}

// Root looks into a hidden process as into any, until it has given up what lets it.
TEST(Seclusion, RootWithoutItsCapabilitiesIsShutOut) {
  if (::geteuid() != 0) GTEST_SKIP() << "runs as no root";
  EXPECT_EQ(in_child([] {
              give_up_capabilities();
              return opened_of(::getppid());
            }),
            0);
}

class Domain : public ::testing::Test {
 protected:
  void SetUp() override {
    version_ = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version_ < 2) GTEST_SKIP() << "this kernel has no Landlock, or an old one";
  }
  static bool enter() {
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && enter_domain_of_its_own();
  }
  // With CAP_PERFMON newer kernels let it read everything.
  static bool enter_without_capabilities() {
    give_up_capabilities();
    return enter();
  }
  long version_ = 0;
};

TEST_F(Domain, IsShutFromTheInside) {
  EXPECT_EQ(in_child([] { return enter_without_capabilities() ? opened_of(::getppid()) : 100; }),
            0);
  EXPECT_EQ(in_child([] { return enter() && opened_of(::getpid()) >= 3 ? 0 : 1; }), 0);
  if (version_ < 6) GTEST_SKIP() << "this kernel's Landlock lets signals through";
  EXPECT_EQ(
      in_child([] {
        if (!enter()) return 100;
        return ::kill(::getppid(), 0) == -1 && errno == EPERM && ::kill(::getpid(), 0) == 0 ? 0 : 1;
      }),
      0);
}

TEST_F(Domain, LeavesFilesAlone) {
  std::string folder = ::testing::TempDir() + "domain-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  EXPECT_EQ(in_child([&] {
              if (!enter() || ::chdir(folder.c_str()) != 0) return 100;
              if (::mkdir("a", 0700) != 0 || ::mkdir("b", 0700) != 0) return 1;
              const int file = ::open("a/file", O_CREAT | O_WRONLY, 0600);
              if (file < 0 || ::write(file, "x", 1) != 1) return 2;
              if (::rename("a/file", "b/file") != 0) return 3;
              if (::link("b/file", "a/linked") != 0) return 4;
              return ::unlink("a/linked") + ::unlink("b/file") + ::rmdir("a") + ::rmdir("b");
            }),
            0);
  EXPECT_EQ(::rmdir(folder.c_str()), 0);
}

}  // namespace
}  // namespace ingest::host
