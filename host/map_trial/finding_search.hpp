// finding_search.hpp - finds one finding of a source, and what the transform map saw of it: each
// page goes through the connector's transform, and each finding gets the id that a run gives it.
// One thread.
#pragma once

#include <ingest/connector.h>
#include <ingest/v1/finding.pb.h>

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/connector_instance.hpp"
#include "output/identity.hpp"

namespace ingest::host {

// A row by what dead-letters.ndjson says of it.
struct RowAddress {
  std::string unit;
  std::uint64_t place = 0;
  std::uint64_t row = 0;
};

// "UNIT:PLACE:ROW"; a unit may hold colons. Throws Failure (kUsage).
RowAddress parse_row_address(std::string_view text);

struct FoundFinding {
  RowAddress at;
  std::string page;                    // for people: "results page 3"
  std::optional<v1::Finding> finding;  // as a run would write it, ids included; none: see reason
  std::string reason;                  // why there is none
  bool about_asset = false;            // the page has no rows: what is mapped is the asset
  std::optional<boost::json::object> root;
  std::optional<boost::json::object> row;  // none: the map never saw it
};

class FindingSearch {
 public:
  // The instance must offer rows (ingest.rows/1). wanted: a finding's id, or the source's own id
  // of it (external_finding_id), which may be that of several.
  FindingSearch(ConnectorInstance& instance, std::string wanted);
  FindingSearch(ConnectorInstance& instance, RowAddress wanted);

  // False when no other page need be looked at. Throws Failure where the connector breaks the
  // contract.
  bool look_at(const ingest_record& page, const CallContext& context);

  const std::optional<FoundFinding>& found() const noexcept { return found_; }  // the first
  // Ids of the other findings that match, as many as fit into a list for people.
  const std::vector<std::string>& others() const noexcept { return others_; }
  std::uint64_t matches() const noexcept { return matches_; }
  std::uint64_t findings() const noexcept { return findings_; }  // looked at
  std::uint64_t rows() const noexcept { return rows_; }
  std::uint64_t pages() const noexcept { return pages_; }

 private:
  class TransformSink;
  class WantedRow;
  bool matches(const v1::Finding& finding) const;
  void take(v1::Finding finding, const ingest_record& page);
  void take_row(const ingest_record& page, std::optional<v1::Finding> finding, std::string reason);
  void read_rows(const ingest_record& page, const CallContext& context);

  ConnectorInstance& instance_;
  const std::string wanted_;
  const std::optional<RowAddress> place_;
  const bool by_id_;
  Identity identity_;
  std::optional<FoundFinding> found_;
  std::vector<std::string> others_;
  std::uint64_t matches_ = 0;
  std::uint64_t findings_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t pages_ = 0;
};

}  // namespace ingest::host
