// scan_results.hpp - the results of one scan, asked for as RowReading says and emitted in the
// order of their pages, so that with details too, which come late, places mean the same in each
// run. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "checkmarx-dast/detail_lookup.hpp"
#include "checkmarx-dast/results_page.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-one/api_client.hpp"
#include "checkmarx-one/row_reading.hpp"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::dast {

class ScanResults : public std::enable_shared_from_this<ScanResults> {
 public:
  static constexpr uint64_t kPageSize = 100;  // the API's maximum

  using OnEnd = std::function<void(ingest::v1::UnitReport)>;

  // Pages are emitted as unit report.unit(), from place 1 on, each with this context. promised:
  // the source says that there are results.
  ScanResults(one::ApiClient& api, const ingest::sdk::FetchSink& sink, const Settings& settings,
              std::string context, ingest::v1::UnitReport report, bool promised, OnEnd on_end);

  // Keeps itself alive until on_end.
  void start() { go_on(); }

 private:
  using Window = one::RowReading::Window;
  struct Waiting {
    Window window;
    ResultsPage page;
  };

  void go_on();
  std::string tried(const Window& window) const;
  void request(const Window& window);
  void accept(const Window& window, const one::Answer& answer);
  void take(const Window& window, ResultsPage page);
  void deliver(const Window& window, uint64_t place, boost::json::array rows);
  void emit(const Window& window, uint64_t place, boost::json::array rows);
  void no_results();
  void fail(const ingest::sdk::Error& error);
  void end();

  one::ApiClient& api_;
  const ingest::sdk::FetchSink& sink_;
  const Settings& settings_;
  const std::string context_;
  ingest::v1::UnitReport report_;
  const bool promised_;
  OnEnd on_end_;
  one::RowReading reading_;

  unsigned present_ = 1;                 // reading
  uint64_t next_ = 0;                    // page to be taken, of the present reading
  std::map<uint64_t, Waiting> waiting_;  // came before their turn
  uint64_t in_details_ = 0;              // pages that wait for their details
  DetailAccount details_;
  bool ended_ = false;
};

}  // namespace checkmarx::dast
