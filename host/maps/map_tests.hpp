// map_tests.hpp - the cases that a map file carries under "tests": what the source says, and the
// message that the map must make of it.
//
//   tests:
//     - name: a whole row
//       root: {id: p-1, name: shop}           # default: {}
//       row: {id: CVE-2025-1234, severity: HIGH}
//       expect: {severity: HIGH, cveIds: [CVE-2025-1234]}
//     - name: a severity that nobody knows
//       like: a whole row                     # its root and row, with what follows merged in
//       row: {severity: ODD}
//       dead_letter: not among the values
//
// A case without a row, its own or that of the case that it is like, is about the asset. It expects
// a message (expect, absent, exact: see expected_message.hpp), a dead letter (a part of the
// reason) or that the finding is dropped (dropped: true).
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ingest/sdk/map/transform_map.hpp"
#include "maps/expected_message.hpp"

namespace ingest::host {

struct MapCase {
  std::string name;
  boost::json::object root;
  std::optional<boost::json::object> row;
  std::optional<ExpectedMessage> expected;
  std::string dead_letter;
  bool dropped = false;
};

struct CaseResult {
  std::string name;
  std::vector<Difference> differences;
  bool passed() const noexcept { return differences.empty(); }
};

// What became of the targets that a map's rows fill: whether any case says what their value is.
struct TargetCover {
  std::string target;  // as the rows spell it
  bool published = false;
  bool asserted = false;
};

class MapTests {
 public:
  // map is the map file as JSON; it may have no tests. Throws Failure (kConfig) that names the case
  // and what is wrong with it.
  explicit MapTests(const boost::json::value& map);

  const std::vector<MapCase>& cases() const noexcept { return cases_; }

  std::vector<CaseResult> run(const sdk::TransformMap& map) const;
  std::vector<TargetCover> cover(const sdk::TransformMap& map) const;

 private:
  std::vector<MapCase> cases_;
};

}  // namespace ingest::host
