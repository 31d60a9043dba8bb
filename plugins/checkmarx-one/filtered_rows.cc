// filtered_rows.cc - see filtered_rows.hpp.
#include "checkmarx-one/filtered_rows.hpp"

#include "ingest/sdk/messages.hpp"

namespace checkmarx::one {
namespace {

constexpr std::size_t kMostNamedBySource = 32;

}  // namespace

void FilteredRows::add_named_by_source(const std::string& reason, const std::string& other) {
  const auto found = counts_.find(reason);
  if (found != counts_.end()) {
    ++found->second;
  } else if (named_by_source_ < kMostNamedBySource) {
    ++named_by_source_;
    counts_[reason] = 1;
  } else {
    ++counts_[other];
  }
}

void FilteredRows::emit(const ingest::sdk::Sink& sink) const {
  for (const auto& [reason, count] : counts_) ingest::sdk::emit_filtered(sink, reason, count);
}

}  // namespace checkmarx::one
