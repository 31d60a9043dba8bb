// transform.hpp - one page to assets and findings, or to the rows that the map makes findings of. A
// pure function of the page and the settings. [thread-safe]
#pragma once

#include "checkmarx-sca/row_facts.hpp"
#include "checkmarx-sca/settings.hpp"
#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/rows.hpp"

namespace checkmarx::sca {

class Transform {
 public:
  explicit Transform(const Settings& settings)
      : settings_(settings), plan_(row_plan(settings.map)) {}

  // The project's page, place 0, or a page of results.
  void page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const;

  // What the map sees of the same page.
  void rows(const ingest::sdk::Page& page, const ingest::sdk::RowSink& sink) const;

 private:
  void project_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const;
  void results_page(const ingest::sdk::Page& page, const ingest::sdk::Sink& sink) const;

  const Settings& settings_;
  const ingest::sdk::RowPlan plan_;
};

}  // namespace checkmarx::sca
