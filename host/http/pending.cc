#include "http/pending.hpp"

#include <algorithm>
#include <utility>

namespace ingest::host::http {

void Pending::add(TransferPtr transfer) {
  const uint64_t number = transfer->number();
  waiting_.emplace(number, std::move(transfer));
}

void Pending::add_later(TransferPtr transfer, Clock::time_point due) {
  delayed_.emplace(due, std::move(transfer));
}

void Pending::wake_up(Clock::time_point now) {
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    add(std::move(delayed_.extract(delayed_.begin()).mapped()));
  }
}

Pending::TransferPtr Pending::take(const Predicate& may_start) {
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    if (!may_start(*it->second)) continue;
    TransferPtr transfer = std::move(it->second);
    waiting_.erase(it);
    return transfer;
  }
  return nullptr;
}

bool Pending::any(const Predicate& may_start) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const auto& entry) { return may_start(*entry.second); });
}

Clock::duration Pending::next_due(Clock::time_point now, Clock::duration longest) const {
  return delayed_.empty() ? longest : std::min(longest, delayed_.begin()->first - now);
}

void Pending::erase_if(const Predicate& unwanted) {
  std::erase_if(waiting_, [&](const auto& entry) { return unwanted(*entry.second); });
  std::erase_if(delayed_, [&](const auto& entry) { return unwanted(*entry.second); });
}

}  // namespace ingest::host::http
