#include "worker/printed_lines.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace ingest::host {
namespace {

class Printed : public ::testing::Test {
 protected:
  Printed() {
    EXPECT_EQ(::pipe2(ends_, O_CLOEXEC | O_NONBLOCK), 0);
    lines_ = std::make_unique<PrintedLines>(
        ends_[0], [this](std::string_view line) { told_.emplace_back(line); });
  }
  ~Printed() override {
    ::close(ends_[0]);
    close_end();
  }
  void close_end() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  void print(std::string_view text) {
    while (!text.empty()) {
      const ssize_t n = ::write(ends_[1], text.data(), text.size());
      if (n > 0)
        text.remove_prefix(static_cast<std::size_t>(n));
      else
        lines_->read();
    }
  }

  int ends_[2] = {-1, -1};
  std::vector<std::string> told_;
  std::unique_ptr<PrintedLines> lines_;
};

TEST_F(Printed, LinesComeWhole) {
  print("one\ntw");
  EXPECT_TRUE(lines_->read());
  EXPECT_EQ(told_, std::vector<std::string>{"one"});
  print("o\n\nthree");
  EXPECT_TRUE(lines_->read());
  EXPECT_EQ(told_, (std::vector<std::string>{"one", "two"}));
  close_end();
  EXPECT_FALSE(lines_->read());
  lines_->finish();
  EXPECT_EQ(told_.back(), "three");
}

TEST_F(Printed, MuchIsReadAndLittleTold) {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += "line " + std::to_string(i) + "\n";
  print(text);
  lines_->read();
  ASSERT_EQ(told_.size(), 101U);
  EXPECT_EQ(told_[99], "line 99");
  EXPECT_EQ(told_[100], "(more than this is not shown)");
}

TEST_F(Printed, ALineWithoutEndIsCut) {
  print(std::string(5'000'000, 'x'));
  print("\nnext\n");
  lines_->read();
  ASSERT_EQ(told_.size(), 2U);
  EXPECT_EQ(told_[0], std::string(1024, 'x'));
  EXPECT_EQ(told_[1], "next");
}

}  // namespace
}  // namespace ingest::host
