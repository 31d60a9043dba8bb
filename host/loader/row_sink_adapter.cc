// row_sink_adapter.cc - see row_sink_adapter.hpp.
#include "loader/row_sink_adapter.hpp"

#include <boost/json/parse.hpp>
#include <string_view>
#include <utility>

#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "diagnostics/pulse.hpp"

namespace ingest::host {
RowSinkAdapter::RowSinkAdapter(std::string connector, std::uint64_t rows, RowSink& sink)
    : SinkGuard("rows"), connector_(std::move(connector)), rows_(rows), sink_(sink) {
  table_.struct_size = sizeof(table_);
  table_.ctx = this;
  table_.root = &RowSinkAdapter::root;
  table_.row = &RowSinkAdapter::row;
}

void RowSinkAdapter::check_end() const {
  if (!has_root_) breach("handed over no root");
}

RowSinkAdapter& RowSinkAdapter::self(const ingest_rows_sink* sink) noexcept {
  return *static_cast<RowSinkAdapter*>(sink->ctx);
}

ingest_status RowSinkAdapter::root(const ingest_rows_sink* sink, ingest_text object) noexcept {
  const InHost in_host(HostFunction::kRow);
  RowSinkAdapter& adapter = self(sink);
  return adapter.guarded([&] {
    if (adapter.has_root_) adapter.breach("handed over a second root");
    adapter.has_root_ = true;
    return adapter.sink_.root(adapter.parsed("the root", object));
  });
}

ingest_status RowSinkAdapter::row(const ingest_rows_sink* sink, std::uint64_t number,
                                  ingest_text object) noexcept {
  const InHost in_host(HostFunction::kRow);
  RowSinkAdapter& adapter = self(sink);
  return adapter.guarded([&] {
    adapter.check_number(number);
    return adapter.sink_.row(number, adapter.parsed("a row", object));
  });
}

void RowSinkAdapter::check_number(std::uint64_t number) {
  if (!has_root_) breach("handed over a row before the root");
  if (number >= rows_)
    breach("handed over row " + std::to_string(number) + " of a page of " + std::to_string(rows_) +
           " rows");
  if (number < least_number_)
    breach("handed over row " + std::to_string(number) + " after row " +
           std::to_string(least_number_ - 1));
  least_number_ = number + 1;
}

boost::json::object RowSinkAdapter::parsed(const char* what, ingest_text text) const {
  if (text.data == nullptr && text.size != 0) breach(std::string("gave ") + what + " as NULL");
  if (text.size > INGEST_PAYLOAD_MAX)
    throw TooLarge{std::string(what) + " has " + std::to_string(text.size) + " bytes; at most " +
                   std::to_string(INGEST_PAYLOAD_MAX) + " are allowed"};
  boost::json::parse_options options;
  options.max_depth = INGEST_ROWS_DEPTH_MAX;
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(
      std::string_view(static_cast<const char*>(text.data), text.size), error, {}, options);
  if (error)
    breach(std::string("gave ") + what + " that is no JSON: " + plain_text(error.message()));
  if (!value.is_object()) breach(std::string("gave ") + what + " that is no JSON object");
  return std::move(value.get_object());
}

void RowSinkAdapter::breach(const std::string& what) const {
  throw Failure(ExitStatus::kConnector,
                "connector " + connector_ + " broke the contract: " INGEST_EXT_ROWS " " + what,
                "this is the connector's fault: tell its author, with the text above");
}

}  // namespace ingest::host
