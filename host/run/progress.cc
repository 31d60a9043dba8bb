#include "run/progress.hpp"

#include <algorithm>
#include <cstdio>

namespace ingest::host {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kQuietMax{30};
constexpr milliseconds kRewriteEvery{200};
constexpr char kClearLine[] = "\r\033[K";

std::string duration_text(std::uint64_t total_seconds) {
  char text[32];
  std::snprintf(text, sizeof(text), "%llu:%02llu",
                static_cast<unsigned long long>(total_seconds / 60),
                static_cast<unsigned long long>(total_seconds % 60));
  return text;
}

}  // namespace

std::string Progress::state(const RunCounters& counters, Time now) const {
  const std::uint64_t done = counters.units_done;
  const std::uint64_t total = std::max(counters.units_total.load(), done);
  const std::uint64_t rows = counters.rows;
  const auto elapsed = static_cast<std::uint64_t>(
      std::max<std::int64_t>(1, duration_cast<milliseconds>(now - started_).count()));
  std::string text = connection_ + ": " + std::to_string(done);
  if (counters.units_total > 0) text += "/" + std::to_string(total);
  text += " " + noun_ + ", " + std::to_string(counters.scans.load()) + " scans, " +
          std::to_string(rows + counters.rows_kept) + " rows, " +
          std::to_string(counters.findings + counters.findings_kept) + " findings, " +
          std::to_string(rows * 1000 / elapsed) + " rows/s";
  const std::uint64_t read = done - std::min(done, counters.units_kept.load());
  if (counters.units_total > 0 && read > 0 && done < total)
    text += ", " + duration_text((elapsed * (total - done) / read + 999) / 1000) + " left";
  return text;
}

void Progress::start(Time now) {
  started_ = now;
  last_line_ = now;
  if (!terminal_) write_(connection_ + ": started\n");
}

void Progress::say(const std::string& sentence) {
  abort();
  write_(connection_ + ": " + sentence + "\n");
}

void Progress::tick(const RunCounters& counters, Time now) {
  if (terminal_) {
    if (line_open_ && now - last_line_ < kRewriteEvery) return;
    write_(kClearLine + state(counters, now));
    line_open_ = true;
    last_line_ = now;
    return;
  }
  const std::uint64_t total = counters.units_total;
  const std::uint64_t tenths = total == 0 ? 0 : counters.units_done * 10 / total;
  const bool listed = total > 0 && !total_told_;
  if (!listed && tenths <= tenths_told_ && now - last_line_ < kQuietMax) return;
  if (listed && tenths == 0)
    write_(connection_ + ": " + std::to_string(total) + " " + noun_ + " listed\n");
  else
    write_(state(counters, now) + "\n");
  total_told_ = total_told_ || listed;
  tenths_told_ = std::max(tenths_told_, tenths);
  last_line_ = now;
}

void Progress::finish(const RunCounters& counters, Time now) {
  abort();
  if (terminal_) return;
  write_(state(counters, now) + ", finished after " +
         duration_text(static_cast<std::uint64_t>(
             std::max<std::int64_t>(0, duration_cast<seconds>(now - started_).count()))) +
         "\n");
}

void Progress::abort() {
  if (line_open_) write_(kClearLine);
  line_open_ = false;
}

}  // namespace ingest::host
