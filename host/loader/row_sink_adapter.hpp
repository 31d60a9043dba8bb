// row_sink_adapter.hpp - a RowSink as the ingest_rows_sink that one call of ingest.rows/1 is given:
// texts are bounded and parsed, their order checked, exceptions kept on this side. Belongs to the
// call's thread.
#pragma once

#include <ingest/ext/rows.h>

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "loader/row_sink.hpp"
#include "loader/sink_guard.hpp"

namespace ingest::host {

class RowSinkAdapter final : public SinkGuard {
 public:
  // connector: its id, for the errors; rows: of the page.
  RowSinkAdapter(std::string connector, std::uint64_t rows, RowSink& sink);

  const ingest_rows_sink* table() const noexcept { return &table_; }
  // After a call that went well. Throws a Failure when no root came.
  void check_end() const;

 private:
  static RowSinkAdapter& self(const ingest_rows_sink* sink) noexcept;
  static ingest_status root(const ingest_rows_sink* sink, ingest_text object) noexcept;
  static ingest_status row(const ingest_rows_sink* sink, std::uint64_t number,
                           ingest_text object) noexcept;

  void check_number(std::uint64_t number);
  boost::json::object parsed(const char* what, ingest_text text) const;
  [[noreturn]] void breach(const std::string& what) const;

  const std::string connector_;
  const std::uint64_t rows_;
  RowSink& sink_;
  ingest_rows_sink table_{};
  bool has_root_ = false;
  std::uint64_t least_number_ = 0;  // that the next row may have
};

}  // namespace ingest::host
