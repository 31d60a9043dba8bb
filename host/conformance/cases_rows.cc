// cases_rows.cc - ingest.rows/1, for connectors that offer it.
#include <ingest/ext/rows.h>
#include <ingest/v1/finding.pb.h>

#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "conformance/case.hpp"
#include "conformance/scene.hpp"
#include "recording/page_record.hpp"

namespace ingest::host::conformance {
namespace {

// The ingest_rows_sink of one call: notes the first thing that is wrong.
class RowsSink {
 public:
  explicit RowsSink(std::uint64_t rows) : rows_(rows), table_(HostAge::kThis) {
    table_->ctx = this;
    table_->root = [](const ingest_rows_sink* sink, ingest_text object) noexcept -> ingest_status {
      RowsSink& me = *static_cast<RowsSink*>(sink->ctx);
      if (me.roots_++ != 0) me.wrong("a second root");
      me.look("the root", object);
      return INGEST_OK;
    };
    table_->row = [](const ingest_rows_sink* sink, std::uint64_t number,
                     ingest_text object) noexcept -> ingest_status {
      RowsSink& me = *static_cast<RowsSink*>(sink->ctx);
      if (me.roots_ == 0) me.wrong("a row before the root");
      if (number >= me.rows_)
        me.wrong("row " + std::to_string(number) + " of " + std::to_string(me.rows_));
      if (!me.numbers_.empty() && number <= *me.numbers_.rbegin())
        me.wrong("row " + std::to_string(number) + " after row " +
                 std::to_string(*me.numbers_.rbegin()));
      me.numbers_.insert(number);
      me.look("row " + std::to_string(number), object);
      return INGEST_OK;
    };
  }
  const ingest_rows_sink* table() const noexcept { return table_.get(); }
  const std::set<std::uint64_t>& numbers() const noexcept { return numbers_; }
  std::uint64_t roots() const noexcept { return roots_; }
  const std::string& fault() const noexcept { return fault_; }

 private:
  void wrong(const std::string& what) {
    if (fault_.empty()) fault_ = what;
  }
  void look(const std::string& what, ingest_text text) {
    boost::json::parse_options options;
    options.max_depth = INGEST_ROWS_DEPTH_MAX;
    boost::json::error_code error;
    const boost::json::value value = boost::json::parse(
        std::string_view(static_cast<const char*>(text.data), text.size), error, {}, options);
    if (error || !value.is_object()) wrong(what + " that is no JSON object");
  }

  const std::uint64_t rows_;
  HostTable<ingest_rows_sink> table_;
  std::uint64_t roots_ = 0;
  std::set<std::uint64_t> numbers_;
  std::string fault_;
};

// The rows of the findings that transform makes of the page, where those say which they are of.
std::set<std::uint64_t> rows_of_findings(Scene& scene, const v1::SourcePage& page) {
  CheckSink sink(CallKind::kTransform);
  scene.transform(page, sink);
  std::set<std::uint64_t> rows;
  for (const SinkEvent& event : sink.of_kind(INGEST_RECORD_FINDING)) {
    v1::Finding finding;
    if (finding.ParseFromString(event.payload) && finding.has_source_ref())
      rows.insert(finding.source_ref().row());
  }
  return rows;
}

void rows_extension_agrees(Trial& trial) {
  Scene scene(trial);
  trial.stage("get_extension of " INGEST_EXT_ROWS);
  const auto* table = static_cast<const ingest_rows*>(scene.instance.extension(INGEST_EXT_ROWS));
  if (table == nullptr)
    throw Skipped{"it does not offer " INGEST_EXT_ROWS,
                  "with it 'ingest maps try' and 'explain' can show what a map sees"};
  if (!INGEST_HAS(table, ingest_rows, read))
    throw Fault{"its table of " INGEST_EXT_ROWS " has no read", {}};
  for (const v1::SourcePage& page : trial.subject().pages) {
    const std::string which = "read of " INGEST_EXT_ROWS ", given " + shown(page) + ",";
    trial.stage(which);
    CheckCall call;
    RowsSink sink(page.rows());
    ingest_error error{};
    error.struct_size = sizeof(error);
    const ingest_record record = record_of(page);
    const ingest_status status =
        table->read(scene.instance.raw(), call.table(), &record, sink.table(), &error);
    if (status != INGEST_OK) throw Fault{which + " returned " + status_shown(status), {}};
    if (!sink.fault().empty())
      throw Fault{which + " handed over " + sink.fault(), "see ext/rows.h"};
    if (sink.roots() == 0) throw Fault{which + " handed over no root", "see ext/rows.h"};
    for (const std::uint64_t row : rows_of_findings(scene, page))
      if (sink.numbers().count(row) == 0)
        throw Fault{
            which + " left out row " + std::to_string(row) + ", of which transform makes a finding",
            "hand over each row that transform gives to the map, by the same numbers"};
  }
}

constexpr std::array kRowCases = {
    Case{"rows-extension-agrees", "What ingest.rows/1 shows of a page is what transform maps.",
         Ready::kPages, rows_extension_agrees},
};

}  // namespace

std::span<const Case> row_cases() { return kRowCases; }

}  // namespace ingest::host::conformance
