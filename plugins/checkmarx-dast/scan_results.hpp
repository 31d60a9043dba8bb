// scan_results.hpp - the results of one scan, page by page, emitted as they come.
//
// Pages count from 1. The first one tells the total, and whether the server caps the page: then
// the capped size is asked for from there on, so that page numbers line up. The others are
// fetched side by side, a bounded number at a time, and taken in their order. Rows that came on
// an earlier page are left out; when rows are missing at the end the whole scan is read once
// more and only what is new is emitted. Distinct rows against the source's total decide whether
// the unit is complete, never a short page or the number of pages. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>

#include "checkmarx-dast/detail_lookup.hpp"
#include "checkmarx-dast/results_page.hpp"
#include "checkmarx-dast/settings.hpp"
#include "checkmarx-one/api_client.hpp"
#include "ingest/v1/source_page.pb.h"

namespace checkmarx::dast {

class ScanResults : public std::enable_shared_from_this<ScanResults> {
 public:
  static constexpr uint64_t kPageSize = 100;

  using OnEnd = std::function<void(ingest::v1::UnitReport)>;

  // Pages are emitted as unit report.unit(), from place 1 on, each with this context. promised:
  // the source says that there are results.
  ScanResults(one::ApiClient& api, const ingest::sdk::FetchSink& sink, const Settings& settings,
              std::string context, ingest::v1::UnitReport report, bool promised, OnEnd on_end);

  // Keeps itself alive until on_end.
  void start() { go_on(); }

 private:
  void request(uint64_t number);
  void accept(uint64_t number, const one::Answer& answer);
  void take(uint64_t number, ResultsPage page);
  boost::json::array only_new(boost::json::array rows);
  void deliver(uint64_t number, boost::json::array rows);
  void emit(uint64_t number, uint64_t place, boost::json::array rows);
  uint64_t last_page() const;
  void go_on();
  void end_reading();
  void no_results(const one::RequestError& answer);
  void fail(const ingest::sdk::Error& error);
  std::string diagnosis() const;
  void end();

  one::ApiClient& api_;
  const ingest::sdk::FetchSink& sink_;
  const Settings& settings_;
  const std::string context_;
  ingest::v1::UnitReport report_;
  const bool promised_;
  OnEnd on_end_;

  // Of the present reading.
  uint64_t size_ = kPageSize;                // as asked for
  uint64_t asked_ = 0;                       // pages asked for
  uint64_t taken_ = 0;                       // pages taken, in their order
  std::map<uint64_t, ResultsPage> waiting_;  // came before their turn
  uint64_t total_ = 0;
  bool total_known_ = false;
  uint64_t pages_ = 0;       // as the source states them
  bool past_end_ = false;    // a page was empty
  bool same_again_ = false;  // a page held nothing but rows of earlier ones
  bool second_ = false;

  uint64_t received_ = 0;  // rows emitted
  uint64_t repeats_ = 0;   // rows left out
  uint64_t places_ = 0;
  uint64_t in_details_ = 0;  // pages that wait for their details
  DetailAccount details_;
  std::unordered_set<uint64_t> seen_;  // row keys, hashed
  bool ended_ = false;
};

}  // namespace checkmarx::dast
