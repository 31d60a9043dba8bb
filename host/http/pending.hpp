// pending.hpp - the requests that are not in flight: those that may start, in the order in which
// they were submitted, and those that pause before another attempt. Used on the engine's thread
// only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "http/transfer.hpp"

namespace ingest::host::http {

class Pending {
 public:
  using TransferPtr = std::unique_ptr<Transfer>;
  using Predicate = std::function<bool(const Transfer&)>;

  void add(TransferPtr transfer);
  // It keeps its place in the order, but not before due.
  void add_later(TransferPtr transfer, Clock::time_point due);

  // Puts those whose pause is over with the others. Before take and any.
  void wake_up(Clock::time_point now);
  // The first that may start; null: none.
  TransferPtr take(const Predicate& may_start);
  bool any(const Predicate& may_start) const;
  bool none_waiting() const { return waiting_.empty(); }
  // When the next pause ends, from now on; longest when none does.
  Clock::duration next_due(Clock::time_point now, Clock::duration longest) const;

  void erase_if(const Predicate& unwanted);

 private:
  std::map<uint64_t, TransferPtr> waiting_;                // by number
  std::multimap<Clock::time_point, TransferPtr> delayed_;  // by when they are due
};

}  // namespace ingest::host::http
