// check_sink.hpp - the ingest_sink of one call under check: keeps all that is handed over, can
// refuse, and notes what breaks the rules of a sink. Calls from another thread than that of the
// call are noted and taken all the same; what comes when the call has returned is noted and
// refused. Everything but the table's functions belongs to the thread that made it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "conformance/host_table.hpp"

namespace ingest::host::conformance {

enum class CallKind { kTest, kFetch, kTransform };
const char* name_of(CallKind kind) noexcept;

struct SinkEvent {
  enum class What { kEmit, kBegin, kEnd };
  What what = What::kEmit;
  std::uint32_t kind = 0;  // of the record
  std::string type;
  std::string unit;
  std::string key;
  std::string payload;  // of an end: the report
  std::string context;
  std::uint64_t place = 0;
  std::uint64_t rows = 0;
  ingest_unit_verdict verdict = INGEST_UNIT_WANTED;  // of a begin: what the host said
  bool operator==(const SinkEvent&) const = default;
};

class CheckSink {
 public:
  explicit CheckSink(CallKind kind, HostAge age = HostAge::kThis);
  CheckSink(const CheckSink&) = delete;
  CheckSink& operator=(const CheckSink&) = delete;

  const ingest_sink* table() const noexcept { return table_.get(); }
  CallKind kind() const noexcept { return kind_; }

  // The number'th event (from 0) and all after it are refused with status.
  void refuse_from(std::size_t number, ingest_status status);
  // What begin_unit says; without it, everything is wanted.
  using Choice = std::function<ingest_unit_verdict(const std::string& unit)>;
  void choose(Choice choice) { choice_ = std::move(choice); }
  // Told of each event before it is answered.
  void watch(std::function<void(const SinkEvent&)> watcher) { watcher_ = std::move(watcher); }
  void end() noexcept { ended_ = true; }       // the call has returned
  void revoke() noexcept { table_.revoke(); }  // and the table can't be read any more

  const std::vector<SinkEvent>& events() const noexcept { return events_; }
  std::vector<SinkEvent> of_kind(std::uint32_t kind) const;
  bool refused() const noexcept { return refused_; }
  std::size_t after_refusal() const noexcept { return after_refusal_; }
  std::vector<std::string> breaches()
      const;  // of what every record must be, in sentences, each once
  std::vector<std::string> strangers() const;  // functions called from other threads
  std::vector<std::string> late() const;       // functions called after end()

 private:
  static CheckSink& self(const ingest_sink* sink) noexcept;
  bool may_enter(const char* function);
  void breach(const std::string& sentence);
  std::string taken(const char* what, ingest_bytes bytes, std::size_t most, bool text);
  SinkEvent taken(const ingest_record* record);
  ingest_status keep(SinkEvent event);

  const CallKind kind_;
  HostTable<ingest_sink> table_;
  const std::thread::id thread_ = std::this_thread::get_id();
  std::atomic<bool> ended_{false};
  std::size_t refuse_from_;
  ingest_status refusal_ = INGEST_OK;
  bool refused_ = false;
  std::size_t after_refusal_ = 0;
  std::size_t bytes_ = 0;
  Choice choice_;
  std::function<void(const SinkEvent&)> watcher_;
  std::mutex events_mutex_;  // of all above, within the table's functions
  std::vector<SinkEvent> events_;
  mutable std::mutex mutex_;  // of the lists of sentences
  std::vector<std::string> breaches_;
  std::vector<std::string> strangers_;
  std::vector<std::string> late_;
};

}  // namespace ingest::host::conformance
