// scan_results.hpp - the results of one scan, page by page, emitted as they come.
//
// The offset of /api/results counts pages. The first page tells the total and whether the server
// caps the page: then the capped size is asked for from there on, so that page numbers line up.
// The second page proves that the server counts pages: when most of its rows came before, the
// server counts items, and the reading switches. The others are fetched side by side. The end
// is decided by the distinct rows received against the source's total, never by a short page.
// One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "checkmarx-one/api_client.hpp"
#include "checkmarx-sca/results_body.hpp"
#include "checkmarx-sca/unit_account.hpp"

namespace checkmarx::sca {

class ScanResults : public std::enable_shared_from_this<ScanResults> {
 public:
  static constexpr uint64_t kPageSize = 5000;

  using OnEnd = std::function<void(ingest::v1::UnitReport)>;

  // Pages are emitted as unit report.unit(), from place 1 on, each with this context.
  ScanResults(one::ApiClient& api, const ingest::sdk::FetchSink& sink, std::string context,
              ingest::v1::UnitReport report, OnEnd on_end);

  // Keeps itself alive until on_end.
  void start();

 private:
  enum class Reading { kPages, kItems };

  void request(uint64_t index, ingest::sdk::Lane lane);
  void accept(uint64_t index, const one::Answer& answer);
  void first_page(const ResultsBody& page, std::string_view body);
  void second_page(const ResultsBody& page, std::string_view body);
  void later_page(uint64_t index, const ResultsBody& page, std::string_view body);
  void go_on();
  void compare(uint64_t index, const ResultsBody& page);
  void emit(uint64_t index, const ResultsBody& page, std::string_view body);
  uint64_t count_repeats(const ResultsBody& page) const;
  bool complete() const { return total_known_ && distinct_ >= total_; }
  void refuse(const ingest::sdk::Error& error);
  void end();

  one::ApiClient& api_;
  const ingest::sdk::FetchSink& sink_;
  std::string context_;
  ingest::v1::UnitReport report_;
  OnEnd on_end_;

  Reading reading_ = Reading::kPages;
  uint64_t limit_ = kPageSize;
  uint64_t page_bytes_ = 0;  // of the first page: what the others are expected to have
  uint64_t total_ = 0;
  bool total_known_ = false;
  uint64_t received_ = 0;
  uint64_t distinct_ = 0;
  uint64_t repeats_ = 0;  // rows that came on an earlier page too
  uint64_t planned_ = 1;  // pages asked for so far
  uint64_t outstanding_ = 0;
  bool last_page_empty_ = false;
  bool offset_ignored_ = false;
  bool ended_ = false;
  std::unordered_map<uint64_t, uint64_t> seen_;  // row: the first page that had it
};

}  // namespace checkmarx::sca
