// One generated DAST result.
#ifndef TESTS_FAKE_CHECKMARX_ONE_DAST_ROW_H_
#define TESTS_FAKE_CHECKMARX_ONE_DAST_ROW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dast_catalog.h"

namespace fake_cx1 {

// A kind of vulnerability; all its instances share the severity.
struct AlertKind {
  std::string_view name;
  std::string_view severity;
  std::string_view cwe_id;
  std::string_view owasp;  // comma list; empty: null
};

inline constexpr std::size_t kAlertKinds = 12;
const AlertKind& AlertKindAt(std::size_t index);

// The result is the same in every scan of its environment that has so many rows.
struct DastPlace {
  std::uint64_t seed = 0;
  std::uint64_t environment = 0;
  std::uint64_t row = 0;
  std::string_view environment_id;
  std::string_view environment_url;
};

struct DastRow {
  std::string id;
  std::size_t kind = 0;
  std::string state;
  std::string status;
  std::string description;
  std::string solution;
  std::string method;
  std::string path;
  std::string url;
  std::string alert_similarity_id;
  bool has_notes = false;
  std::string created_at;
  std::string updated_at;
};

std::size_t AlertKindOf(const DastPlace& place);
std::string AlertSimilarityId(std::uint64_t seed, std::uint64_t environment, std::size_t kind);
DastHead MakeDastHead(const DastPlace& place);
DastRow MakeDastRow(const DastPlace& place);
// The number of the row that bears this id; the caller must compare the ids.
std::optional<std::uint64_t> RowNumberOf(std::string_view result_id);

std::vector<std::string> OwaspOf(const AlertKind& kind);
// "79" is "CWE-79"; "-1" and "" are nothing.
std::string NormalCwe(std::string_view cwe_id);

void AppendDastRow(const DastPlace& place, const DastRow& row, std::string& out);
// The detail page; the canary stands where sessions and passwords would.
void AppendDastInfo(const DastPlace& place, const DastRow& row, std::string_view canary,
                    std::string& out);

}  // namespace fake_cx1

#endif  // TESTS_FAKE_CHECKMARX_ONE_DAST_ROW_H_
