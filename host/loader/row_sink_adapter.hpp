// row_sink_adapter.hpp - a RowSink as the ingest_rows_sink that one call of ingest.rows/1 is given:
// texts are bounded and parsed, their order checked, exceptions kept on this side. Belongs to the
// call's thread.
#pragma once

#include <ingest/ext/rows.h>

#include <boost/json/object.hpp>
#include <cstdint>
#include <exception>
#include <string>
#include <thread>

#include "loader/row_sink.hpp"

namespace ingest::host {

class RowSinkAdapter {
 public:
  // connector: its id, for the errors; rows: of the page.
  RowSinkAdapter(std::string connector, std::uint64_t rows, RowSink& sink);
  RowSinkAdapter(const RowSinkAdapter&) = delete;
  RowSinkAdapter& operator=(const RowSinkAdapter&) = delete;

  const ingest_rows_sink* table() const noexcept { return &table_; }
  // After the call, as of SinkAdapter.
  void rethrow() const;
  ingest_status refusal() const noexcept { return refusal_; }
  const std::string& refusal_reason() const noexcept { return reason_; }
  // After a call that went well. Throws a Failure when no root came.
  void check_end() const;

 private:
  template <class Body>
  ingest_status guarded(Body&& body) noexcept;
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
  const std::thread::id thread_;
  ingest_rows_sink table_{};
  bool has_root_ = false;
  std::uint64_t least_number_ = 0;  // that the next row may have
  std::exception_ptr thrown_;
  ingest_status refusal_ = INGEST_OK;
  std::string reason_;
};

}  // namespace ingest::host
