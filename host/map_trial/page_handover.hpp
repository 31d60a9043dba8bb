// page_handover.hpp - pages on their way from the thread that fetches to the one that looks at
// them. Few are kept: fetch waits until they are taken. [thread-safe]
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "loader/record_sink.hpp"

namespace ingest::host {

// A copy of a page of fetch.
class KeptPage {
 public:
  explicit KeptPage(const ingest_record& page);
  ingest_record record() const;  // borrows

 private:
  std::string type_, unit_, key_, body_, context_;
  ingest_record facts_{};
};

class PageHandover final : public RecordSink {
 public:
  // Of at most so many units, and none of those in read, to which the units are added.
  PageHandover(std::set<std::string, std::less<>>& read, std::size_t most_units)
      : read_(read), most_units_(most_units) {}

  // Of fetch, on its thread.
  ingest_status emit(const ingest_record& record) override;
  ingest_status begin_unit(std::string_view unit, ingest_unit_verdict& verdict) override;
  ingest_status end_unit(std::string_view unit, std::string_view report) override;
  void finish();  // fetch has returned

  // Nothing when fetch has returned and all pages are taken, or all was stopped.
  std::optional<KeptPage> next();
  // No more is wanted.
  void stop();
  std::stop_token stopped() const { return stop_.get_token(); }
  // Of the units that could not be read: which and why, in sentences. After fetch has returned.
  const std::vector<std::string>& failed_units() const noexcept { return failed_units_; }
  // There were more units than wanted. After fetch has returned.
  bool left_units_out() const noexcept { return left_units_out_; }

 private:
  std::set<std::string, std::less<>>& read_;
  const std::size_t most_units_;
  std::size_t units_ = 0;
  bool left_units_out_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<KeptPage> pages_;
  bool finished_ = false;
  std::stop_source stop_;
  std::vector<std::string> failed_units_;
};

}  // namespace ingest::host
