// fetch_intake.hpp - the host's end of fetch: units to the table, pages to the queue, listings
// aside. On the thread of fetch.
#pragma once

#include <ingest/v1/source_page.pb.h>

#include <string_view>
#include <vector>

#include "loader/record_sink.hpp"
#include "run/page_queue.hpp"
#include "run/run_request.hpp"
#include "run/unit_table.hpp"

namespace ingest::host {

class FetchIntake final : public RecordSink {
 public:
  FetchIntake(const RunRequest& request, UnitTable& units, PageQueue& queue)
      : request_(request), units_(units), queue_(queue) {}

  ingest_status emit(const ingest_record& record) override;
  ingest_status begin_unit(std::string_view unit, ingest_unit_verdict& verdict) override;
  ingest_status end_unit(std::string_view unit, std::string_view report) override;

  std::vector<v1::Listing> take_listings() { return std::move(listings_); }

 private:
  ingest_status emit_page(const ingest_record& record);
  void emit_listing(std::string_view payload);

  const RunRequest& request_;
  UnitTable& units_;
  PageQueue& queue_;
  std::vector<v1::Listing> listings_;
};

}  // namespace ingest::host
