// recording_host.hpp - the host's three tables, backed by objects that remember what a connector
// did.
//
// Host and call may be used from several threads, as the contract demands; a sink belongs to the
// thread of its call.
#pragma once

#include <ingest/connector.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace abitest {

std::string copy(ingest_bytes bytes);
ingest_text borrow(const std::string& text);  // valid as long as the string

class RecordingHost {
 public:
  RecordingHost();
  RecordingHost(const RecordingHost&) = delete;
  RecordingHost& operator=(const RecordingHost&) = delete;

  ingest_host* table() { return &table_; }
  void offer(const std::string& extension, const void* table) { extensions_[extension] = table; }
  std::vector<std::string> logs() const;

 private:
  ingest_host table_{};
  std::map<std::string, const void*> extensions_;
  mutable std::mutex mutex_;
  std::vector<std::string> logs_;
};

class RecordingCall {
 public:
  RecordingCall();
  RecordingCall(const RecordingCall&) = delete;
  RecordingCall& operator=(const RecordingCall&) = delete;

  ingest_call* table() { return &table_; }
  void cancel() { cancelled_ = true; }
  void cancel_at_progress() { cancel_at_progress_ = true; }
  std::uint64_t progress_calls() const { return progress_calls_; }

 private:
  ingest_call table_{};
  std::string run_id_ = "run-1";
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> cancel_at_progress_{false};
  std::atomic<std::uint64_t> progress_calls_{0};
};

struct Record {
  std::uint32_t kind = 0;
  std::string type, unit, key, payload, context;
  std::uint64_t place = 0, rows = 0;

  // The same record for transform; borrows from this object.
  ingest_record borrowed() const;
};

class RecordingSink {
 public:
  enum class Of { kFetch, kOther };  // only fetch has units
  explicit RecordingSink(Of of);
  RecordingSink(const RecordingSink&) = delete;
  RecordingSink& operator=(const RecordingSink&) = delete;

  ingest_sink* table() { return &table_; }
  void refuse_after(std::size_t records, ingest_status with) { refuse_ = {records, with}; }
  void skip(const std::string& unit) { skipped_.push_back(unit); }

  std::vector<Record> of_kind(std::uint32_t kind) const;
  const std::vector<Record>& records() const { return records_; }
  const std::vector<std::string>& begun() const { return begun_; }
  const std::vector<std::pair<std::string, std::string>>& ended() const {
    return ended_;
  }  // report
  int calls_after_refusal() const { return calls_after_refusal_; }

 private:
  ingest_status emit(const ingest_record& record);
  ingest_status begin(const std::string& unit, ingest_unit_verdict* verdict);

  ingest_sink table_{};
  std::vector<Record> records_;
  std::vector<std::string> begun_, skipped_;
  std::vector<std::pair<std::string, std::string>> ended_;
  std::optional<std::pair<std::size_t, ingest_status>> refuse_;
  bool refused_ = false;
  int calls_after_refusal_ = 0;
};

}  // namespace abitest
