// scan_results.hpp - the results of one scan, asked for as RowReading says and emitted as they
// come. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "checkmarx-one/api_client.hpp"
#include "checkmarx-one/row_reading.hpp"
#include "checkmarx-sca/results_body.hpp"
#include "checkmarx-sca/unit_account.hpp"

namespace checkmarx::sca {

class ScanResults : public std::enable_shared_from_this<ScanResults> {
 public:
  static constexpr uint64_t kPageSize = 5000;
  static constexpr uint64_t kLargestPage = 10'000;  // the API's maximum

  using OnEnd = std::function<void(ingest::v1::UnitReport)>;

  // Pages are emitted as unit report.unit(), from place 1 on, each with this context.
  ScanResults(one::ApiClient& api, const ingest::sdk::FetchSink& sink, std::string context,
              ingest::v1::UnitReport report, OnEnd on_end);

  // Keeps itself alive until on_end.
  void start() { go_on(); }

 private:
  using Window = one::RowReading::Window;

  void go_on();
  std::string tried(const Window& window) const;
  void request(const Window& window);
  void accept(const Window& window, const one::Answer& answer);
  void emit(const Window& window, uint64_t place, uint64_t rows, std::string_view body);
  void refuse(const ingest::sdk::Error& error);
  void end();

  one::ApiClient& api_;
  const ingest::sdk::FetchSink& sink_;
  std::string context_;
  ingest::v1::UnitReport report_;
  OnEnd on_end_;
  one::RowReading reading_;
  uint64_t page_bytes_ = 0;  // of the first page: what the others are expected to have
  bool ended_ = false;
};

}  // namespace checkmarx::sca
