// transform.hpp - one page to assets and findings. A pure function of the page and the settings.
// [thread-safe]
#pragma once

#include <string>

#include "checkmarx-one/filtered_rows.hpp"
#include "checkmarx-sca/settings.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/v1/asset.pb.h"
#include "ingest/v1/finding.pb.h"

namespace checkmarx::sca {

class Transform {
 public:
  explicit Transform(const Settings& settings) : settings_(settings) {}

  // The project's page, place 0, or a page of results.
  void page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const;

 private:
  struct Source;

  Source read_context(const ingest::sdk::Page& page) const;
  ingest::v1::Asset map_asset(const Source& source) const;
  void project_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const;
  void results_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const;
  // What is wrong with the row; empty: it went out as a finding, or is among the filtered.
  std::string map_row(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink,
                      const Source& source, uint64_t number, boost::json::object& row,
                      one::FilteredRows& filtered) const;

  const Settings& settings_;
};

}  // namespace checkmarx::sca
