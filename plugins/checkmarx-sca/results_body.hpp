// results_body.hpp - what fetch must know of an answer of /api/results without building a tree
// of its 20 MB: how many rows, of how many, and which ones. Pure functions. [thread-safe]
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace checkmarx::sca {

struct ResultsBody {
  std::optional<uint64_t> total;   // totalCount: rows of all engines in the scan
  std::vector<uint64_t> row_keys;  // one a row: a hash of all that the row says
  bool has_snippets = false;       // some row has a member "snippet"

  uint64_t rows() const noexcept { return row_keys.size(); }
};

// Throws INGEST_E_BAD_DATA when the body is not JSON, nests too deep or has no results.
ResultsBody read_results_body(std::string_view body);

// The body without data.snippet, in which the secret detection quotes the secrets that it found.
std::string without_snippets(std::string_view body);

}  // namespace checkmarx::sca
