// page_mapper.hpp - takes what transform emits for one page: checks it, gives it its identity and
// lays it out as it will be written. Each worker has its own, for one page at a time.
#pragma once

#include <google/protobuf/arena.h>
#include <ingest/connector.h>
#include <ingest/v1/asset.pb.h>
#include <ingest/v1/finding.pb.h>
#include <ingest/v1/source_page.pb.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "output/identity.hpp"
#include "records/finding_wire.hpp"
#include "run/dead_letters.hpp"
#include "run/page_result.hpp"
#include "run/record_batch_builder.hpp"

namespace ingest::host {

// The page that a record belongs to.
struct PageRef {
  std::string_view unit;
  std::string_view key;
  std::uint64_t place = 0;
  std::uint64_t rows = 0;
};

class PageMapper {
 public:
  PageMapper(std::string connection, std::string connector, OutputFormat format);

  // Forgets the page before. Output that fills a part is handed to write_part at once, so that a
  // large page needs no more memory than a small one; without it, all is in the result.
  using WritePart = std::function<ChunkIndex(const PageChunk& part)>;
  void begin(const PageRef& page, WritePart write_part = {});
  // A record that transform emitted. Throws a Failure (kConnector) when transform may not emit
  // such a thing; a record that merely can't be written becomes a dead letter.
  void take(std::uint32_t kind, std::string_view type, std::string_view payload);
  // Rows came out of their order after a part was written: the page must be begun again, without
  // write_part, and transformed again.
  bool wants_it_again() const noexcept { return wants_it_again_; }
  // transform ended well: the page's account.
  PageResult finish();
  // Of a result that is done with, its memory serves the next page.
  void reuse(PageResult result) { findings_.reuse(std::move(result.chunk.findings)); }
  // transform failed: nothing it emitted counts, all rows of the page become one dead letter.
  PageResult fail(const std::string& reason, std::string_view body);

 private:
  void take_asset(std::string_view payload);
  void take_finding(std::string_view payload);
  bool take_finding_wire(std::string_view payload, std::uint64_t number);
  void note(std::uint64_t row, const RecordId& asset_id);
  void take_filtered(std::string_view payload);
  void take_rejected(std::string_view payload);
  void refuse(std::string_view what, const std::string& fault, std::string raw,
              const v1::SourceRef& ref, std::string_view scan_id);
  RecordId asset_id_of(std::string_view vendor_product_name, v1::AssetClass asset_class,
                       std::string_view external_asset_id);
  void write_part_if_full();
  void fill(PageChunk& chunk);
  void check_sum(PageResult& result) const;
  void reset();

  const std::string connection_;
  const std::string connector_;
  Identity identity_;
  FindingWire wire_;
  google::protobuf::Arena arena_;
  v1::Asset* asset_ = nullptr;      // on the arena, reused for each record
  v1::Finding* finding_ = nullptr;  // likewise

  PageRef page_;
  WritePart write_part_;
  bool wants_it_again_ = false;
  std::uint64_t bytes_written_ = 0;  // in parts
  std::uint64_t last_row_ = 0;       // in them
  RecordBatchBuilder assets_;
  RecordBatchBuilder findings_;
  DeadLetters dead_letters_;
  PageResult result_;
  std::uint64_t finding_rows_ = 0;  // findings emitted, the refused ones included
  std::uint64_t refused_assets_ = 0;
  v1::Asset last_;  // what last_asset_id_ was computed from
  RecordId last_asset_id_;
};

}  // namespace ingest::host
