// results_body.hpp - an answer of /api/results without a tree of its 20 MB: its rows as they came,
// what tells them apart, and the page that leaves the connector. Not thread-safe; one owner, and
// the answer's body must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkmarx-one/page_rows.hpp"

namespace checkmarx::sca {

class ResultsBody {
 public:
  // Throws INGEST_E_BAD_DATA when the body is no JSON object, breaks off or has no results. Rows
  // are not looked into: one that is no JSON is for transform to reject.
  explicit ResultsBody(std::string_view body);

  // totalCount: rows of all engines in the scan.
  std::optional<uint64_t> total() const noexcept { return total_; }
  uint64_t rows() const noexcept { return page_.rows.size(); }
  // One a row: a hash of all that it says.
  std::vector<uint64_t> row_keys() const;

  // The page with these rows (as many flags as rows) and no data.snippet, in which the secret
  // detection quotes the secrets that it found. The answer's own bytes where nothing has to go;
  // else they are put into storage.
  std::string_view text(const std::vector<bool>& keep, std::string& storage) const;

 private:
  std::string_view body_;
  one::PageRows page_;
  std::optional<uint64_t> total_;
};

}  // namespace checkmarx::sca
