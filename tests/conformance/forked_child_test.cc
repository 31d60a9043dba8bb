// What the process of a case is given before the connector gets it.
#include "conformance/forked_child.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <string>

namespace ingest::host::conformance {
namespace {

// A core handler that reads from a pipe gets every core but that of a limit of 1.
TEST(ForkedChild, LeavesNoCoreToAHandler) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_CORE, &before), 0);
  if (before.rlim_max < 1) GTEST_SKIP() << "this test's own limit is 0, and can't be raised";
  ForkedChild child(
      [](const ForkedChild::Send& send) {
        rlimit now{};
        ::getrlimit(RLIMIT_CORE, &now);
        send('L', std::to_string(now.rlim_cur) + " of " + std::to_string(now.rlim_max));
      },
      std::chrono::seconds(60));
  while (!child.advance()) wait_for({&child});
  const auto frame = child.next();
  ASSERT_TRUE(frame) << child.death();
  EXPECT_EQ(frame->bytes, "1 of 1");
}

}  // namespace
}  // namespace ingest::host::conformance
