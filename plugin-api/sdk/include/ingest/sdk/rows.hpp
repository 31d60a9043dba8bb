// rows.hpp - what the transform map sees of a page (ingest.rows/1) for C++. Header only.
//
// A connector class that has, public,
//
//   void rows(const ingest::sdk::Call&, const ingest::sdk::Page&, const ingest::sdk::RowSink&);
//
// offers the extension by that alone, beside what its extension() offers. The method has the thread
// rules of transform, and what it throws becomes an ingest_error as there.
#pragma once

#include <ingest/ext/rows.h>

#include <cstdint>
#include <string_view>

#include "ingest/sdk/connector.hpp"

namespace ingest::sdk {

// Where roots and rows go, each as the text of a JSON object. A refusal of the host is thrown as an
// Error: let it pass.
class RowSink {
 public:
  explicit RowSink(const ingest_rows_sink* sink) noexcept : sink_(sink) {}

  // Once a page, before its rows.
  void root(std::string_view object) const {
    if (!INGEST_HAS(sink_, ingest_rows_sink, root)) lacks("root");
    expect(sink_->root(sink_, bytes(object)), "the host stopped the rows at their root");
  }
  // number is the SourceRef.row of the row's finding; numbers rise.
  void row(uint64_t number, std::string_view object) const {
    if (!INGEST_HAS(sink_, ingest_rows_sink, row)) lacks("row");
    expect(sink_->row(sink_, number, bytes(object)), "the host stopped the rows");
  }

 private:
  static void expect(ingest_status status, const char* what) {
    if (status != INGEST_OK) throw Error(status, what);
  }
  [[noreturn]] static void lacks(const char* function) {
    throw Error(INGEST_E_UNSUPPORTED, std::string("the host's sink for rows takes no ") + function);
  }
  const ingest_rows_sink* sink_;
};

namespace detail {

template <class C>
struct RowsTable {
  static ingest_status read(ingest_instance* i, const ingest_call* call, const ingest_record* page,
                            const ingest_rows_sink* sink, ingest_error* error) noexcept {
    if (!i || !call || !page || !sink) return fail(error, INGEST_E_INTERNAL, Table<C>::kNull);
    return guard(error, [&] { Table<C>::self(i)->rows(Call(call), Page(page), RowSink(sink)); });
  }
  static constexpr ingest_rows table{sizeof(ingest_rows), 0, read};
};

}  // namespace detail
}  // namespace ingest::sdk
