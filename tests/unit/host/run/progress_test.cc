#include "run/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ingest::host {
namespace {

using std::chrono::seconds;

struct Told {
  explicit Told(bool terminal)
      : progress(terminal, "acme", "projects", [this](const std::string& t) { text += t; }) {}
  std::string take() { return std::exchange(text, {}); }
  std::string text;
  Progress progress;
  RunCounters counters;
};

const Progress::Time kStart{seconds(1000)};

TEST(Progress, WithoutATerminalALineForEachStep) {
  Told told(false);
  told.progress.start(kStart);
  EXPECT_EQ(told.take(), "acme: started\n");
  told.progress.tick(told.counters, kStart + seconds(1));
  EXPECT_EQ(told.take(), "");
  told.counters.units_total = 50;
  told.progress.tick(told.counters, kStart + seconds(2));
  EXPECT_EQ(told.take(), "acme: 50 projects listed\n");
  told.counters.units_done = 4;
  told.progress.tick(told.counters, kStart + seconds(3));
  EXPECT_EQ(told.take(), "");
  told.counters.units_done = 10;
  told.counters.scans = 9;
  told.counters.rows = 400;
  told.counters.findings = 300;
  told.progress.tick(told.counters, kStart + seconds(4));
  EXPECT_EQ(told.take(),
            "acme: 10/50 projects, 9 scans, 400 rows, 300 findings, 100 rows/s, 0:16 left\n");
  told.progress.tick(told.counters, kStart + seconds(33));
  EXPECT_EQ(told.take(), "");
  told.progress.tick(told.counters, kStart + seconds(34));
  EXPECT_NE(told.take(), "") << "silent for 30 s";
  told.counters.units_done = 50;
  told.progress.finish(told.counters, kStart + seconds(100));
  EXPECT_EQ(
      told.take(),
      "acme: 50/50 projects, 9 scans, 400 rows, 300 findings, 4 rows/s, finished after 1:40\n");
}

TEST(Progress, OnATerminalOneLineThatIsRewritten) {
  Told told(true);
  told.progress.start(kStart);
  for (int i = 0; i < 100; ++i)
    told.progress.tick(told.counters, kStart + std::chrono::milliseconds(10 * i));
  const std::string text = told.take();
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\r'), 5) << "more often than eyes can read";
  told.progress.abort();
  EXPECT_EQ(told.take(), "\r\033[K");
  told.progress.abort();
  EXPECT_EQ(told.take(), "");
}

}  // namespace
}  // namespace ingest::host
