// trial_rows.hpp - what the map sees of the pages of a source, page by page. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "loader/connector_instance.hpp"
#include "map_trial/trial_source.hpp"

namespace ingest::host {

// Where a row comes from. Borrowed.
struct RowPlace {
  std::string_view unit;
  std::string_view page;  // "results page 3"
  std::uint64_t place = 0;
  std::uint64_t row = 0;
};

class TrialVisitor {
 public:
  virtual ~TrialVisitor() = default;
  // Before the rows of each page.
  virtual void root(const RowPlace& at, const boost::json::object& root) = 0;
  // False: enough of it.
  virtual bool row(const RowPlace& at, const boost::json::object& root,
                   const boost::json::object& row) = 0;
};

struct ReadPages {
  std::uint64_t pages = 0;
  std::uint64_t unreadable = 0;      // pages, of which the connector could make nothing
  std::vector<std::string> reasons;  // of the first few of them, in sentences
};

// Throws a Failure (kConfig) when the connector does not offer ingest.rows/1, and what source.read
// throws.
ReadPages visit_rows(ConnectorInstance& instance, TrialSource& source, TrialVisitor& visitor,
                     const std::stop_token& cancelled);

}  // namespace ingest::host
