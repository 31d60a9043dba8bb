// filtered_rows.hpp - the rows of one page that were left out on purpose, counted by reason. Not
// thread-safe; one a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "ingest/sdk/connector.hpp"

namespace checkmarx::one {

class FilteredRows {
 public:
  // A reason in the words of the program or the map, of which there are few.
  void add(const std::string& reason) { ++counts_[reason]; }

  // One that holds words of the source, which may be as many as it likes where the run's account
  // can't: beyond the first 32 of a page it is counted as other.
  void add_named_by_source(const std::string& reason, const std::string& other);

  void emit(const ingest::sdk::Sink& sink) const;

 private:
  std::map<std::string, uint64_t> counts_;
  std::size_t named_by_source_ = 0;
};

}  // namespace checkmarx::one
