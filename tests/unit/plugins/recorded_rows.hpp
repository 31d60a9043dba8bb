// recorded_rows.hpp - an ingest_rows_sink that keeps what a connector hands over, parsed.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/sdk/rows.hpp"

namespace checkmarx {

class RecordedRows {
 public:
  RecordedRows() {
    table_.struct_size = sizeof(table_);
    table_.ctx = this;
    table_.root = [](const ingest_rows_sink* sink, ingest_text object) noexcept {
      self(sink).roots.push_back(parsed(object));
      return ingest_status{INGEST_OK};
    };
    table_.row = [](const ingest_rows_sink* sink, uint64_t number, ingest_text object) noexcept {
      self(sink).numbers.push_back(number);
      self(sink).rows.push_back(parsed(object));
      return self(sink).answer;
    };
  }
  RecordedRows(const RecordedRows&) = delete;
  RecordedRows& operator=(const RecordedRows&) = delete;

  ingest::sdk::RowSink sink() const { return ingest::sdk::RowSink(&table_); }

  std::vector<boost::json::object> roots;
  std::vector<uint64_t> numbers;
  std::vector<boost::json::object> rows;  // by numbers
  ingest_status answer = INGEST_OK;       // to each row

 private:
  static RecordedRows& self(const ingest_rows_sink* sink) {
    return *static_cast<RecordedRows*>(sink->ctx);
  }
  static boost::json::object parsed(ingest_text text) {
    return boost::json::parse(ingest::sdk::view(text)).as_object();
  }
  ingest_rows_sink table_{};
};

}  // namespace checkmarx
